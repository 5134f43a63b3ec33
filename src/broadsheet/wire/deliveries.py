"""Paths to files, one after the other, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from broadsheet.wire.errors import FileUnreadable

_CHUNK = 1 << 20


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every path; of a folder all files in it, sorted, without hidden ones and linked folders.

    A folder that cannot be listed is given as it is, so that reading it tells why.
    """
    for path in paths:
        yield from _files_in(path) if path.is_dir() else [path]


def _files_in(folder: Path) -> Iterator[Path]:
    try:
        members = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for member in members:
        if member.name.startswith("."):
            continue
        if not member.is_dir():
            yield member
        elif not member.is_symlink():
            yield from _files_in(member)


def chunks(path: Path) -> Generator[bytes, None, None]:
    """The file's bytes, piece by piece. Raises FileUnreadable, also for what is no plain file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileUnreadable("This is no plain file. Nothing was stored.")
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise FileUnreadable(
            f"The file could not be read ({reason}). Nothing was stored. Check the path and take it again."
        ) from error


class FileBytes:
    """A file's bytes in pieces, each time they are asked for. Raises FileUnreadable then."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        return chunks(self._path)

    def size(self) -> int:
        """0 if nobody knows."""
        try:
            return self._path.stat().st_size
        except (OSError, ValueError):
            return 0


def size_of(pieces: Iterable[bytes]) -> int:
    """Of bytes that are asked for later; 0 if nobody knows before."""
    if isinstance(pieces, FileBytes):
        return pieces.size()
    return sum(map(len, pieces)) if isinstance(pieces, list) else 0


def name_of(path: Path) -> str:
    """The path as text, also if its bytes are none."""
    return os.fsencode(path).decode("utf-8", "replace")
