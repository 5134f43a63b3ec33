"""Commits that do not wait for the disk.

What the press notes and records it finds out again: a lost cursor is noted anew, a lost record leaves its
artifacts stale and announced. Both databases lose commits, if the power fails, only together with all that
followed them; so whatever was committed durably after such a one has it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

_NORMAL: Final = 1
"""SQLite's level at which a commit is written into its log, which is synced with the next that waits."""


@contextmanager
def unhurried() -> Iterator[None]:
    """A transaction that a failing power may undo; whoever relies on it commits another way. Within a
    transaction it is a part of that one."""
    with transaction.atomic() if connection.in_atomic_block else _RELAXED[connection.vendor]():
        yield


@contextmanager
def _on_sqlite() -> Iterator[None]:
    level = _level()
    _set(min(level, _NORMAL))
    try:
        with transaction.atomic():
            yield
    finally:
        _set(level)


@contextmanager
def _on_postgresql() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")
        yield


_RELAXED: Final = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}


def _level() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return int(cursor.fetchone()[0])


def _set(level: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
