"""One file from which a site can be made again; the site goes on working meanwhile."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import msgspec
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField

from broadsheet.kernel import clock
from broadsheet.kernel.configuration import FILE_NAME
from broadsheet.kernel.durability import make_durable
from broadsheet.ledger import journal
from broadsheet.project import archive, groundwork, moving
from broadsheet.project.archive import Manifest, Writer
from broadsheet.project.configuration import Configuration
from broadsheet.project.errors import DatabaseUnusable, FolderUnusable
from broadsheet.wire.models import RawFile

Progress = Callable[[int], None]


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """What was written. `missing` names files that the database refers to and nobody has."""

    file: str
    bytes: int
    files: int
    head: int
    missing: tuple[str, ...]
    seconds: float


def back_up(configuration: Configuration, file: Path, *, with_secret: bool, progress: Progress) -> Backup:
    """Writes the whole file beside its place, then renames it.

    The database comes first and the folders after it, so a picture that is added in between is
    one too many. A file that was there is replaced. Raises DatabaseUnusable, FolderUnusable.
    """
    began = clock.monotonic()
    with _workshop(file) as folder:
        copy, made = folder / archive.DATABASE, folder / file.name
        _copy_database(copy)
        with _private(made) as stream, archive.writing(stream) as writer:
            manifest = _fill(writer, configuration, copy, with_secret, progress)
        size, count = made.stat().st_size, len(writer.names)
        made.replace(file)
        make_durable(file.parent)
    seconds = round(clock.monotonic() - began, 3)
    return Backup(
        file=str(file), bytes=size, files=count, head=manifest.head, missing=manifest.missing, seconds=seconds
    )


@contextmanager
def _workshop(file: Path) -> Iterator[Path]:
    """A folder of ours alone on the same disk; what an interrupted run left there goes first."""
    folder = file.with_name(f".{file.name}.new")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _private(file: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner can read, durable at the end."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


# ---- the database -----------------------------------------------------------------------


def _copy_database(copy: Path) -> None:
    """One state of it as SQLite, though others write. Logins are left out, their bytes too."""
    if connection.vendor == "sqlite":
        _copy_pages(copy)
    else:
        moving.save(copy)
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("DELETE FROM django_session")
        database.commit()
        flaws = [str(flaw) for (flaw,) in database.execute("PRAGMA integrity_check")]
    if flaws != ["ok"]:
        raise DatabaseUnusable(f"The database is damaged ({flaws[0]}). Keep your older backups.")


def _copy_pages(copy: Path) -> None:
    """SQLite's own way, in a single step: between two steps a write would make it begin again."""
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as database:
        connection.connection.backup(database)


def own_migrations() -> Iterator[str]:
    """Those of Broadsheet's rooms that the database has seen."""
    labels = {app.label for app in apps.get_app_configs() if groundwork.is_ours(app.label)}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        if app in labels:
            yield f"{app}.{name}"


def _named() -> Iterator[str]:
    """Every file that the database refers to, by its place in the site's folder."""
    for blob in journal.blobs():
        yield f"vault/{blob[:2]}/{blob}"
    for place in RawFile.objects.exclude(place="").values_list("place", flat=True).iterator():
        yield f"wire/{place}"
    for model in apps.get_models():
        for field in model._meta.get_fields():  # noqa: SLF001 - documented by Django
            if isinstance(field, FileField):
                names = model._default_manager.values_list(field.name, flat=True)  # noqa: SLF001
                yield from (f"media/{name}" for name in names.iterator() if name)


# ---- the file ---------------------------------------------------------------------------


def _fill(
    writer: Writer, configuration: Configuration, copy: Path, with_secret: bool, progress: Progress
) -> Manifest:
    kind = connection.vendor
    with moving.instead(copy):
        named = set(_named())
        manifest = Manifest(
            format=archive.FORMAT,
            broadsheet=version("broadsheet"),
            made=clock.now(),
            head=journal.head(),
            digest=journal.digest(),
            database=kind,
            migrations=tuple(own_migrations()),
            missing=tuple(sorted(name for name in named if not (configuration.folder / name).is_file())),
        )
    writer.add_bytes(archive.MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)), manifest.made)
    writer.add(archive.DATABASE, copy)
    single = [FILE_NAME, *([archive.KEY] if with_secret else [])]
    for count, name in enumerate([*single, *_in_folders(configuration.folder)], 1):
        writer.add(name, configuration.folder / name)
        progress(count)
    writer.add_sums(manifest.made)
    return manifest


def _in_folders(site: Path) -> Iterator[str]:
    """Files of the three folders by their names; one that begins with a dot is not finished."""
    for folder in archive.FOLDERS:
        for file in sorted((site / folder).rglob("*")):
            name = file.relative_to(site).as_posix()
            if file.is_file() and not file.name.startswith("."):
                if not archive.is_expected(name):
                    raise FolderUnusable(f"{file} has a name that no backup can hold: rename it.")
                yield name
