"""What was made ahead of a bake: bytes in a private folder, under names that say all they are made from.

A recipe that finds its bytes here need not make them; one that does not makes the same ones.
So nothing here is ever missed: what is lost, damaged or thrown away costs time alone, and
nothing is made durable. A clean bake, which everything is compared with, does not look here.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

_DIGEST: Final = 32
"""Bytes before the content that tell whether all of it is what was put there, under this name."""


class Larder:
    """A flat folder that only its owner can read; it is made when something is put there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, data: bytes) -> None:
        """All of it or nothing, whoever else puts the same there. Raises OSError."""
        path = self._path(name)
        temporary = path.with_name(f".{name}.{secrets.token_hex(4)}")
        self._folder.mkdir(mode=0o700, exist_ok=True)
        try:
            with temporary.open("xb") as file:
                file.write(_digest(name, data))
                file.write(data)
            temporary.replace(path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def get(self, name: str) -> bytes | None:
        """None if it is not there, not whole, or cannot be read."""
        try:
            found = self._path(name).read_bytes()
        except OSError:
            return None
        data = found[_DIGEST:]
        return data if found[:_DIGEST] == _digest(name, data) else None

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Throws away what is not wanted, and what was left half written. Not while anybody puts."""
        for path in self._paths():
            if path.name.startswith(".") or not wanted(path.name):
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _paths(self) -> list[Path]:
        try:
            return list(self._folder.iterdir())
        except OSError:
            return []

    def _path(self, name: str) -> Path:
        """Raises ValueError for what could name a place elsewhere."""
        if "/" in name or name in {"", ".", ".."}:
            raise ValueError(f"{name!r} cannot be the name of a file.")
        return self._folder / name


def _digest(name: str, data: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=_DIGEST)
    digest.update(f"{name}\0".encode())
    digest.update(data)
    return digest.digest()
