"""Wire files as they came: `<yyyy>/<mm>/<dd>/<sha256>`, durable before anything is read in them."""

from __future__ import annotations

import filecmp
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.kernel.durability import make_durable
from broadsheet.wire.errors import ArchiveDamaged, ArchiveUnwritable

_THREADS = 8


class Incoming:
    """Bytes that lie in the archive's folder under a name of their own, not yet in place."""

    def __init__(self, folder: Path, temporary: Path, digest: str, size: int) -> None:
        self._folder = folder
        self._temporary = temporary
        self.digest = digest
        self.size = size

    def place_for(self, day: datetime) -> str:
        """Where bytes that came on this day belong, relative to the archive."""
        return f"{day.astimezone(UTC):%Y/%m/%d}/{self.digest}"

    def harden(self) -> None:
        """The bytes are on the disk when it returns."""
        with self._temporary.open("rb") as file:
            os.fsync(file.fileno())

    def is_at(self, place: str) -> bool:
        """Whether the same bytes lie there."""
        try:
            return filecmp.cmp(self._temporary, self._folder / place, shallow=False)
        except OSError:
            return False

    def settle(self, place: str) -> None:
        """Moves the bytes into place."""
        path = self._folder / place
        with _telling(self._folder):
            if not path.parent.exists():
                path.parent.mkdir(parents=True)
                for folder in path.parent.parents:
                    make_durable(folder)
                    if folder == self._folder:
                        break
            self._temporary.replace(path)


class Archive:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def receive(self, chunks: Iterable[bytes]) -> Iterator[Incoming]:
        """Writes `chunks`; unless they are settled within the block, nothing stays.

        Raises ArchiveUnwritable if the folder takes no bytes, and whatever `chunks` raises.
        """
        temporary = self._folder / f".incoming-{secrets.token_hex(8)}"
        try:
            digest, size = self._write(temporary, iter(chunks))
            yield Incoming(self._folder, temporary, digest, size)
        finally:
            with suppress(OSError):
                temporary.unlink()

    def settle(self, places: Mapping[Incoming, str]) -> None:
        """Moves all into their places, durably when it returns. Raises ArchiveUnwritable.

        The disk is waited for by several threads: it does much of that at once.
        """
        with _telling(self._folder):
            if len(places) == 1:
                next(iter(places)).harden()
            elif places:
                with ThreadPoolExecutor(_THREADS) as threads:
                    list(threads.map(Incoming.harden, places))
            for incoming, place in places.items():
                incoming.settle(place)
            for folder in {(self._folder / place).parent for place in places.values()}:
                make_durable(folder)

    def read(self, place: str, digest: str) -> bytes:
        """The bytes as they came. Raises ArchiveDamaged if they are not there or changed."""
        try:
            data = (self._folder / place).read_bytes()
        except OSError as error:
            raise ArchiveDamaged(
                f"The archived file {place} cannot be read ({error.strerror}): restore it from a backup."
            ) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise ArchiveDamaged(f"The archived file {place} was changed: restore it from a backup.")
        return data

    def _write(self, temporary: Path, chunks: Iterator[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with _telling(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("xb") as file:
                for chunk in chunks:
                    file.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
        return digest.hexdigest(), size


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveUnwritable(
            f"The archive {folder} took no bytes ({error.strerror or error}). Nothing was stored. "
            "Make room or check the folder's permissions, then take the file again."
        ) from error
