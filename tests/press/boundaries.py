"""Dying at a boundary: between any two steps by which the press changes a file or a row.

Nothing changes between two boundaries, so whoever dies in between dies at the next one. Once
dead, a process does nothing more: cleaning up after itself is refused as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from broadsheet.press import staging

_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_FILE_STEPS: tuple[tuple[Any, str], ...] = (
    (os, "write"),
    (staging, "make_durable"),
    (os, "replace"),
    (os, "unlink"),
    (os, "mkdir"),
    (os, "rmdir"),
)


class Killed(BaseException):
    """As SIGKILL: nothing after it is done."""


class Boundaries:
    """Counts the boundaries that are passed; dies at the one numbered `death`, from 0."""

    def __init__(self, death: int | None = None, look: Callable[[], None] = lambda: None) -> None:
        self._death = death
        self._look = look
        self.passed: list[str] = []
        self.dead = False

    def reach(self, name: str) -> None:
        if self.dead:
            raise Killed(name)
        self._look()
        if len(self.passed) == self._death:
            self.dead = True
            raise Killed(name)
        self.passed.append(name)

    def before(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            self.reach(name)
            return call(*arguments, **options)

        return run

    def statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Rolling back is what the database does by itself for a client that died."""
        if sql.startswith(_CHANGES):
            self.reach(sql[:40])
        return execute(sql, params, many, context)


@contextmanager
def watched(boundaries: Boundaries) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patches:
        for owner, name in _FILE_STEPS:
            patches.setattr(owner, name, boundaries.before(name, getattr(owner, name)))
        with connection.execute_wrapper(boundaries.statement):
            yield
