"""The file that a backup is: a gzipped tar that begins with a manifest and ends with checksums.

The contract is docs/contracts/backup.md. Nothing of a tar is believed: members are told by
their names from a short list, and are plain files or refused.
"""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

import msgspec

from broadsheet.kernel.configuration import FILE_NAME
from broadsheet.project.errors import BackupDamaged, BackupExists, BackupNewer, NoBackup

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
DATABASE: Final = "broadsheet.sqlite3"
KEY: Final = "secret.key"
FOLDERS: Final = ("vault", "media", "wire", "ad-counts")
"""Originals of published pictures, uploads at the desk, agency files as they came."""

_SINGLE: Final = frozenset({DATABASE, FILE_NAME, KEY})
_LEVEL: Final = 4  # pictures do not shrink; of databases, higher levels save little and take long
_CHUNK: Final = 1 << 20
_LONGEST_MANIFEST: Final = 10_000_000


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself. Keys that a later version adds are overlooked by this one."""

    format: int
    broadsheet: str
    """The version that made it."""
    made: datetime
    head: int
    """The ledger's last entry."""
    digest: str
    """Its link of the chain."""
    database: str = "sqlite"
    """Where the rows came from; from elsewhere than SQLite they come without what the desk searches in."""
    migrations: tuple[str, ...]
    """Of Broadsheet's own rooms: `press.0001_initial`."""
    missing: tuple[str, ...]
    """Files that the database names and the site's folder did not hold."""


def require_free(file: Path, *, force: bool) -> None:
    """Raises BackupExists."""
    if file.exists() and not force:
        raise BackupExists(f"{file} exists. Name another file, or write over it with --force.")


# ---- writing ----------------------------------------------------------------------------


class Writer:
    """Adds members one by one, reading each once."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._digests: dict[str, str] = {}

    @property
    def names(self) -> set[str]:
        return set(self._digests)

    def add(self, name: str, file: Path) -> None:
        """Raises OSError for a file that shrinks meanwhile."""
        with file.open("rb") as stream:
            info = tarfile.TarInfo(name)
            info.size = stream.seek(0, 2)
            info.mtime = int(file.stat().st_mtime)
            stream.seek(0)
            self._add(info, stream)

    def add_bytes(self, name: str, data: bytes, made: datetime) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mtime = len(data), int(made.timestamp())
        self._add(info, BytesIO(data))

    def add_sums(self, made: datetime) -> None:
        """The last member, in the form that `sha256sum -c` reads."""
        lines = [f"{digest}  {name}\n" for name, digest in self._digests.items()]
        self.add_bytes(SUMS, "".join(lines).encode(), made)

    def _add(self, info: tarfile.TarInfo, stream: BinaryIO) -> None:
        info.mode = 0o600
        hashed = _Hashed(stream)
        self._tar.addfile(info, hashed)
        self._digests[info.name] = hashed.digest()


class _Hashed:
    """A stream that knows the SHA-256 of what was read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._hash.update(data)
        return data

    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def writing(stream: BinaryIO) -> Iterator[Writer]:
    with (
        gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=_LEVEL, filename="") as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Writer(tar)


# ---- reading ----------------------------------------------------------------------------


def unpack(file: Path, folder: Path) -> tuple[Manifest, int]:
    """Puts a backup's members into an empty folder; gives what it says of itself and their number.

    Raises NoBackup, BackupDamaged, BackupNewer; then the folder holds what came before and is
    of no use.
    """
    with file.open("rb") as stream, _damages(file), gzip.GzipFile(fileobj=stream) as packed:
        with _opened(packed, file) as tar:
            manifest, digest = _read_manifest(tar, file)
            if manifest.format > FORMAT:
                raise newer(manifest)
            sums, found = b"", {MANIFEST: digest}
            while member := tar.next():
                if member.name == SUMS:
                    sums = _read_small(tar, member, file)
                    break
                found[member.name] = _unpack_member(tar, member, folder, file)
        packed.read()  # to the end, where gzip's own checksum is
    _compare(found, sums, file)
    return manifest, len(found)


def _opened(packed: gzip.GzipFile, file: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(fileobj=packed, mode="r|")
    except (tarfile.ReadError, gzip.BadGzipFile) as error:
        raise NoBackup(f"{file} is no backup: it is no gzipped tar ({error}).") from error


@contextmanager
def _damages(file: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise BackupDamaged(f"{file} is damaged or cut off ({error}). Take another backup.") from error


def _read_manifest(tar: tarfile.TarFile, file: Path) -> tuple[Manifest, str]:
    member = tar.next()
    if member is None or member.name != MANIFEST:
        raise NoBackup(f"{file} is no backup: it does not begin with {MANIFEST}.")
    data = _read_small(tar, member, file)
    try:
        return msgspec.json.decode(data, type=Manifest), hashlib.sha256(data).hexdigest()
    except msgspec.DecodeError as error:
        raise NoBackup(f"{file} is no backup: its {MANIFEST} cannot be read ({error}).") from error


def newer(manifest: Manifest) -> BackupNewer:
    return BackupNewer(
        f"The backup was made by a newer Broadsheet ({manifest.broadsheet}): restore it with that version."
    )


def _read_small(tar: tarfile.TarFile, member: tarfile.TarInfo, file: Path) -> bytes:
    stream = tar.extractfile(member) if _is_plain(member) and member.size <= _LONGEST_MANIFEST else None
    if stream is None:
        raise NoBackup(f"{file} is no backup: its {member.name!r} is no file, or too long.")
    with stream:
        return stream.read()


def _is_plain(member: tarfile.TarInfo) -> bool:
    return member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()


def _unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, file: Path) -> str:
    """Its SHA-256."""
    stream = tar.extractfile(member) if _is_plain(member) and is_expected(member.name) else None
    if stream is None:
        raise NoBackup(f"{file} is no backup: it holds {member.name!r}, which none of ours does.")
    target, digest = folder / member.name, hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with stream, target.open("xb") as copy:
            while data := stream.read(_CHUNK):
                copy.write(data)
                digest.update(data)
    except FileExistsError as error:
        raise NoBackup(f"{file} is no backup: it holds {member.name!r} twice.") from error
    target.chmod(0o600 if member.name == KEY else 0o644)
    return digest.hexdigest()


def is_expected(name: str) -> bool:
    """Whether a member of this name has a place in a site's folder, and within it."""
    if name in _SINGLE:
        return True
    parts = PurePosixPath(name).parts
    inside = "/".join(parts) == name and not {"..", ".", "/"} & set(parts) and name.isprintable()
    return inside and len(parts) > 1 and parts[0] in FOLDERS and "\\" not in name


def _compare(found: dict[str, str], sums: bytes, file: Path) -> None:
    lines = [line.partition("  ") for line in sums.decode(errors="replace").splitlines()]
    expected = {name: digest for digest, _, name in lines}
    if not expected:
        raise BackupDamaged(f"{file} is cut off: its {SUMS} is missing. Take another backup.")
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise BackupDamaged(f"{file} is damaged: {name} is not what {SUMS} says. Take another backup.")
