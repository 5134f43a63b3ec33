"""Where SQLite and PostgreSQL want other words; all raw SQL besides is the same for both."""

from __future__ import annotations

from typing import Final

import msgspec
from django.db.backends.base.base import BaseDatabaseWrapper


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    begin_snapshot: str
    """Begins a transaction in which all reads see one state, and which locks nothing."""
    bytewise: str | None
    """The collation that sorts text by its bytes; None where that is the rule."""


_DIALECTS: Final = {
    # Django's own atomic() would take SQLite's write lock (IMMEDIATE) for a mere read.
    "sqlite": Dialect(begin_snapshot="BEGIN", bytewise=None),
    "postgresql": Dialect(begin_snapshot="BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", bytewise="C"),
}


def of(connection: BaseDatabaseWrapper) -> Dialect:
    return _DIALECTS[connection.vendor]
