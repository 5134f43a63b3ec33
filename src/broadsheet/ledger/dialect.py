"""Where SQLite and PostgreSQL want other words; all raw SQL besides is the same for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from django.core.management.color import no_style
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    begin_snapshot: str
    """Begins a transaction in which all reads see one state, and which locks nothing."""
    lock: str
    """Ends a query whose rows nobody else may change until the transaction ends."""
    bytewise: str | None
    """The collation that sorts text by its bytes; None where that is the rule."""


_DIALECTS: Final = {
    # Django's own atomic() would take SQLite's write lock (IMMEDIATE) for a mere read.
    # SQLite has one writer at a time anyway.
    "sqlite": Dialect(begin_snapshot="BEGIN", lock="", bytewise=None),
    "postgresql": Dialect(
        begin_snapshot="BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", lock=" FOR UPDATE", bytewise="C"
    ),
}


def number_on(tables: Sequence[type[Model]]) -> None:
    """After rows were stored with their numbers: the next ones follow, where a database does not see that."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def of(database: BaseDatabaseWrapper) -> Dialect:
    return _DIALECTS[database.vendor]
