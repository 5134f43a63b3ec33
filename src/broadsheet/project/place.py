"""Making a site's folder anew around the files that its readers still get."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from broadsheet.project.errors import FolderInUse

READERS: Final = frozenset({"public", "answers"})


@contextmanager
def building_beside(folder: Path, *, force: bool) -> Iterator[Path]:
    """A folder beside `folder` that takes its place when the block has ended well, else goes.

    `folder` is new or empty; with `force` it may hold what readers get, which stays where it is
    to the last moment: two renames. Raises FolderInUse.
    """
    folder = folder.absolute()
    building, old = (folder.with_name(f".{folder.name}.{name}") for name in ("new", "old"))
    if old.exists() and not folder.exists():  # a run that ended between the two renames
        old.replace(folder)
    _require_free(folder, force)
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        yield building
        _close_database()
        os.sync()
        _require_free(folder, force)
        _exchange(building, folder, old)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _require_free(folder: Path, force: bool) -> None:
    present = list(folder.iterdir()) if folder.exists() else []
    if not present:
        return
    readers_only = all(each.name in READERS and each.is_dir() and not each.is_symlink() for each in present)
    if readers_only and force:
        return
    if readers_only:
        raise FolderInUse(f"{folder} holds what readers get: make the site anew around it with --force.")
    raise FolderInUse(
        f"{folder} is not empty. Name a new or an empty folder, or one that holds public/ and answers/ alone."
    )


def _close_database() -> None:
    """SQLite folds its log into the file when the last connection goes."""
    from django.db import connections

    connections.close_all()


def _exchange(building: Path, folder: Path, old: Path) -> None:
    if not folder.exists():
        building.replace(folder)
        return
    shutil.rmtree(old, ignore_errors=True)
    folder.replace(old)
    try:
        building.replace(folder)
    except OSError:
        old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
