"""A site's database from SQLite to PostgreSQL: every row, in one transaction, checked at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import dj_database_url
import msgspec
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from broadsheet.ledger import dialect, journal
from broadsheet.project import founding, groundwork
from broadsheet.project.errors import DatabaseBehind, DatabaseInUse, DatabaseUnusable

_OLD: Final = "old"
_CHUNK: Final = 500
# What is searched at the desk: each database has its own form of it, made anew from the rest.
_SEARCH: Final = "wagtailsearch"


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    rows: int
    head: int
    """The ledger's last entry."""


def move(file: Path, progress: Callable[[int], None]) -> Moved:
    """Fills this process's empty database with what is in the SQLite `file`, which stays as it is.

    Nobody may write to it meanwhile. Raises DatabaseInUse, DatabaseBehind, DatabaseUnusable; then the
    new database has tables, but no row of the old one.
    """
    if connection.introspection.table_names():
        raise DatabaseInUse("The database is not empty: make a new one, and name that.")
    connections.settings[_OLD] = {
        **connections.settings["default"],
        **dj_database_url.parse(f"sqlite:///{file}"),
    }
    _require_this_version()
    founding.prepare_database()
    with transaction.atomic():
        rows = _copy_all(progress)
        dialect.number_on([model for model in _tables() if model._meta.auto_field])  # noqa: SLF001
        if flaws := list(journal.verify()):
            raise DatabaseUnusable(f"The ledger is not whole: {flaws[0]} Restore a backup first.")
    call_command("update_index", verbosity=0)
    return Moved(rows=rows, head=journal.head())


def _require_this_version() -> None:
    applied = MigrationRecorder(connections[_OLD]).applied_migrations()
    if set(groundwork.migrations()) - set(applied):
        raise DatabaseBehind(
            "The database is older than this version of Broadsheet: run 'broadsheet migrate'."
        )


def _tables() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.app_label != _SEARCH:  # noqa: SLF001
            yield model


def _copy_all(progress: Callable[[int], None]) -> int:
    """References between tables are looked at when the transaction ends, so their order does not matter."""
    rows = 0
    for model in _tables():
        model._base_manager.using("default")._raw_delete("default")  # noqa: SLF001
    for model in _tables():
        for chunk in _chunks(model):
            # As Django stores what it reads from a fixture: no model's own code has a say in it.
            fields = model._meta.local_concrete_fields  # noqa: SLF001
            model._base_manager._insert(chunk, fields=fields, using="default", raw=True)  # type: ignore[attr-defined]  # noqa: SLF001
            rows += len(chunk)
            progress(rows)
    return rows


def _chunks(model: type[Model]) -> Iterator[list[Any]]:
    """A table's own columns, without those of the tables that it inherits from."""
    names = [field.attname for field in model._meta.local_concrete_fields]  # noqa: SLF001
    rows = model._base_manager.using(_OLD).order_by("pk").values(*names)  # noqa: SLF001
    chunk: list[Any] = []
    for row in rows.iterator(chunk_size=_CHUNK):
        chunk.append(SimpleNamespace(**row))
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
