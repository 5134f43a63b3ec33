"""A site's database from SQLite to PostgreSQL and back: every row, in one transaction, checked at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import dj_database_url
import msgspec
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from broadsheet.ledger import dialect, journal, state
from broadsheet.project import founding, groundwork
from broadsheet.project.errors import DatabaseBehind, DatabaseInUse, DatabaseUnusable

_OURS: Final = "default"
_FILE: Final = "file"
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
    connections.settings[_FILE] = _sqlite(file)
    _require_this_version()
    founding.prepare_database()
    with transaction.atomic():
        rows = _copy_all(_FILE, _OURS, progress)
        dialect.number_on([model for model in _tables() if model._meta.auto_field])  # noqa: SLF001
        if flaws := list(journal.verify()):
            raise DatabaseUnusable(f"The ledger is not whole: {flaws[0]} Restore a backup first.")
    call_command("update_index", verbosity=0)
    return Moved(rows=rows, head=journal.head())


def save(file: Path) -> None:
    """Makes a new SQLite `file` with one state of this process's database, though others write to it."""
    connections.settings[_FILE] = _sqlite(file)
    connections[_FILE].ensure_connection()
    groundwork.lay(connections[_FILE].connection, settings.LANGUAGE_CODE)
    _require_this_version()
    with state.snapshot(), transaction.atomic(using=_FILE):
        _copy_all(_OURS, _FILE, lambda _rows: None)
    connections[_FILE].close()


@contextmanager
def instead(file: Path) -> Iterator[None]:
    """Within, this process's database is the SQLite `file`, to be read: its migrations may be another's."""
    ours = connections.settings[_OURS]
    _use(_sqlite(file))
    try:
        yield
    finally:
        _use(ours)


def _use(chosen: dict[str, Any]) -> None:
    connections[_OURS].close()
    connections.settings[_OURS] = chosen
    del connections[_OURS]


def _sqlite(file: Path) -> dict[str, Any]:
    """What Django is to know of it, beside what holds for every database."""
    ours = {**connections.settings[_OURS], "OPTIONS": {}}
    return {**ours, **dj_database_url.parse(f"sqlite:///{file}")}


def _require_this_version() -> None:
    applied = MigrationRecorder(connections[_FILE]).applied_migrations()
    if set(groundwork.migrations()) - set(applied):
        raise DatabaseBehind(
            "The database is older than this version of Broadsheet: run 'broadsheet migrate'."
        )


def _tables() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.app_label != _SEARCH:  # noqa: SLF001
            yield model


def _copy_all(source: str, target: str, progress: Callable[[int], None]) -> int:
    """References between tables are looked at when the transaction ends, so their order does not matter."""
    rows = 0
    for model in _tables():
        model._base_manager.using(target)._raw_delete(target)  # noqa: SLF001
    for model in _tables():
        fields = model._meta.local_concrete_fields  # noqa: SLF001
        size = connections[target].ops.bulk_batch_size(fields, [None] * _CHUNK)
        for chunk in _chunks(model, source, min(size, _CHUNK)):
            # As Django stores what it reads from a fixture: no model's own code has a say in it.
            model._base_manager._insert(chunk, fields=fields, using=target, raw=True)  # type: ignore[attr-defined]  # noqa: SLF001
            rows += len(chunk)
            progress(rows)
    return rows


def _chunks(model: type[Model], source: str, size: int) -> Iterator[list[Any]]:
    """A table's own columns, without those of the tables that it inherits from."""
    names = [field.attname for field in model._meta.local_concrete_fields]  # noqa: SLF001
    rows = model._base_manager.using(source).order_by("pk").values(*names)  # noqa: SLF001
    chunk: list[Any] = []
    for row in rows.iterator(chunk_size=size):
        chunk.append(SimpleNamespace(**row))
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
