"""Originals of pictures and files, named by their content; never public, never changed."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from broadsheet.kernel.durability import make_durable
from broadsheet.ledger.errors import BlobMissing


class Vault:
    """A folder of blobs: `<first two characters>/<sha256>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Stores `data` durably and gives its name; the same bytes are stored once."""
        name = name_of(data)
        path = self._path(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            make_durable(path.parent)
        finally:
            temporary.unlink(missing_ok=True)
        return name

    def get(self, name: str) -> bytes:
        """The blob's bytes; raises BlobMissing if they are absent or not what the name says."""
        try:
            data = self._path(name).read_bytes()
        except OSError as error:
            raise BlobMissing(
                f"The blob {name} is not in {self._folder}: restore the vault from a backup."
            ) from error
        if name_of(data) != name:
            raise BlobMissing(
                f"The blob {name} in {self._folder} is damaged: restore the vault from a backup."
            )
        return data

    def _path(self, name: str) -> Path:
        if len(name) != 64 or not name.isalnum():
            raise BlobMissing(f"{name!r} is no blob's name.")
        return self._folder / name[:2] / name


def name_of(data: bytes) -> str:
    """Under which a vault has these bytes, or would have them."""
    return hashlib.sha256(data).hexdigest()
