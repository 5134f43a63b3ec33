"""What readers get, written so that every file is always whole: the contract, and the folder.

In the folder a file is staged beside the tree on the same file system, checked to be written in
full, made durable, then renamed: compressed neighbours first, the plain file last.
"""

from __future__ import annotations

import errno
import os
import shutil
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePosixPath
from random import Random
from typing import Protocol

import brotli
import msgspec

from broadsheet.kernel.addresses import ENCODED_SUFFIXES, is_safe
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import StoreFailed, StoreFull, UnusableAddress
from broadsheet.press.recipe import Output, fingerprint_of
from broadsheet.press.tombstones import NAME as TOMBSTONES
from broadsheet.press.tombstones import Tombstones

STAGING = ".staging"
_NO_ARTIFACTS = frozenset({STAGING, TOMBSTONES})
COMPRESSIBLE = frozenset(
    {".html", ".xml", ".atom", ".json", ".css", ".js", ".txt", ".svg", ".webmanifest", ".ico"}
)
_GZIP_WINDOW = 31
# From so many files on, one sync of the whole system is cheaper than one for each file.
_SYNC_ALL_FROM = 48
_SYNCS_AT_ONCE = 4
_COMPRESS_APART_FROM = 2
# Most of what readers get is public; the rest are redirects and what is gone.
_SHARE_OF_PUBLIC = 0.75


class Place(msgspec.Struct, frozen=True):
    """Where an answer lies: in the public folder (`plain`) or among the answers."""

    path: str
    plain: bool


class _Files(msgspec.Struct, frozen=True):
    """What is written for one output: the plain file last, `absent` neighbours taken away."""

    place: Place
    contents: tuple[tuple[Path, bytes], ...]
    absent: tuple[Path, ...]


def place_of(output: Output) -> Place:
    return Place(output.path, output.status == 200)


def body_of(output: Output) -> bytes:
    """The plain file's bytes."""
    return output.body if output.status == 200 else _answer(output)


def contents_of(output: Output, config: PressConfig) -> tuple[tuple[str, bytes], ...]:
    """The files of one output by their suffix: what is worth compressing, the plain one last."""
    body = body_of(output)
    if output.status != 200 or len(body) < config.compress_from or not _is_compressible(output):
        return (("", body),)
    candidates = (
        (".gz", _gzip(body, config.gzip_level)),
        (".br", brotli.compress(body, quality=config.brotli_quality)),
    )
    smaller = ((suffix, data) for suffix, data in candidates if len(data) < len(body))
    return (*smaller, ("", body))


def _is_compressible(output: Output) -> bool:
    return PurePosixPath(relative_file(place_of(output))).suffix in COMPRESSIBLE


def code_of(config: PressConfig) -> str:
    """Of everything by which the press compresses."""
    return f"gzip{config.gzip_level}-br{config.brotli_quality}-from{config.compress_from}"


def digest_of(output: Output) -> str:
    return fingerprint_of(str(output.status), output.location, output.body)


def relative_file(place: Place) -> str:
    """The file under its root: `/politik/` is `politik/index.html`, or `politik/index.json` among answers.

    Raises UnusableAddress.
    """
    if not is_safe(place.path) or (place.path.endswith("/index") and not place.plain):
        raise UnusableAddress(f"{place.path!r} is no address that a file can stand for.")
    name = place.path[1:]
    if place.plain:
        return name + "index.html" if name.endswith("/") or not name else name
    return name + "index.json" if name.endswith("/") or not name else name + ".json"


def name_of(place: Place) -> str:
    """The plain file's name: `public/…` or `answers/…`. Raises UnusableAddress."""
    return f"{'public' if place.plain else 'answers'}/{relative_file(place)}"


class Held(Protocol):
    """A file, wherever it lies."""

    def exists(self) -> bool: ...

    def read_bytes(self) -> bytes:
        """Raises FileNotFoundError if it is not there."""
        ...


class Store(Protocol):
    """Where the press puts what readers get. Files are named as docs/contracts/folders.md names them,
    `public/…` and `answers/…`. Whatever fails raises a StoreFailed, with every old file still whole."""

    tombstones: Tombstones
    suffixes: Sequence[str]
    """Of the compressed neighbours that are kept."""

    @property
    def code(self) -> str:
        """Changes whenever the same output would give other files, or lie elsewhere."""
        ...

    def put(self, outputs: Sequence[Output]) -> list[Place]:
        """Writes those that do not lie there already, byte for byte, in their order; gives their places."""
        ...

    def remove(self, place: Place) -> bool:
        """Takes a file and its neighbours away; whether there was one."""
        ...

    def sweep(self) -> None:
        """Clears what an interrupted run left unfinished."""
        ...

    def files(self) -> Iterator[tuple[str, Held]]:
        """Every artifact's file, with its name."""
        ...

    def plain(self, place: Place) -> bytes | None:
        """The bytes that lie there, as readers without compression get them; None if there are none."""
        ...

    def neighbours(self, place: Place) -> Iterator[tuple[str, Held]]:
        """The plain file of a place and what its encodings would be called."""
        ...

    def any_file(self, chance: Random) -> str | None:
        """One file's name, found at random without looking at all of them; None if none was."""
        ...


class FolderStore:
    """Artifacts in two local folders: `public` for plain files, `answers` for the rest."""

    def __init__(
        self,
        public: Path,
        answers: Path,
        config: PressConfig,
        *,
        durable: bool = True,
        suffixes: Sequence[str] = ENCODED_SUFFIXES,
    ) -> None:
        self._roots = {True: public, False: answers}
        self._config = config
        self._durable = durable
        self._numbers = count()
        self.suffixes = suffixes
        self.tombstones = Tombstones(answers)

    @property
    def code(self) -> str:
        return code_of(self._config)

    def put(self, outputs: Sequence[Output]) -> list[Place]:
        """Raises StoreFull or StoreFailed."""
        with self._failures():
            changed = [files for files in self._prepared(outputs) if not _lie_there(files)]
            staged: dict[Path, Path] = {}
            try:
                self._stage(changed, staged)
                self._install(changed, staged)
            finally:
                for temporary in staged.values():
                    temporary.unlink(missing_ok=True)
        return [files.place for files in changed]

    def remove(self, place: Place) -> bool:
        """Folders that are left empty go too."""
        file = self._file(place)
        existed = file.exists()
        with self._failures():
            for suffix in ("", *ENCODED_SUFFIXES):
                _named(file, suffix).unlink(missing_ok=True)
            left = self._prune(file.parent, self._roots[place.plain])
            if existed:
                self._make_durable([left])
        return existed

    def sweep(self) -> None:
        for root in self._roots.values():
            shutil.rmtree(root / STAGING, ignore_errors=True)

    def files(self) -> Iterator[tuple[str, Path]]:
        for plain, root in self._roots.items():
            for file in sorted(root.rglob("*")):
                name = file.relative_to(root)
                if file.is_file() and name.parts[0] not in _NO_ARTIFACTS:
                    yield f"{'public' if plain else 'answers'}/{name.as_posix()}", file

    def plain(self, place: Place) -> bytes | None:
        try:
            return self._file(place).read_bytes()
        except FileNotFoundError:
            return None

    def neighbours(self, place: Place) -> Iterator[tuple[str, Path]]:
        for suffix in ("", *ENCODED_SUFFIXES):
            yield name_of(place) + suffix, _named(self._file(place), suffix)

    def any_file(self, chance: Random) -> str | None:
        """By a walk down the folders: as cheap in a large archive as in a small one. None if it ends in
        an empty folder."""
        plain = chance.random() < _SHARE_OF_PUBLIC
        at = root = self._roots[plain]
        while at.is_dir():
            entries = sorted(each for each in at.iterdir() if at != root or each.name not in _NO_ARTIFACTS)
            if not entries:
                return None
            at = chance.choice(entries)
        return f"{'public' if plain else 'answers'}/{at.relative_to(root).as_posix()}" if at != root else None

    # ---- writing ------------------------------------------------------------------------

    def _file(self, place: Place) -> Path:
        return self._roots[place.plain] / relative_file(place)

    def _prepared(self, outputs: Sequence[Output]) -> list[_Files]:
        if len(outputs) < _COMPRESS_APART_FROM:
            return [self._prepare(output) for output in outputs]
        with ThreadPoolExecutor(max_workers=2) as pool:
            # zlib and brotli let go of the interpreter, so two cores compress at once.
            return list(pool.map(self._prepare, outputs))

    def _prepare(self, output: Output) -> _Files:
        place = place_of(output)
        file = self._file(place)
        contents = contents_of(output, self._config) if self.suffixes else (("", body_of(output)),)
        present = {suffix for suffix, _ in contents}
        return _Files(
            place,
            tuple((_named(file, suffix), data) for suffix, data in contents),
            tuple(_named(file, suffix) for suffix in ENCODED_SUFFIXES if suffix not in present),
        )

    def _stage(self, prepared: Sequence[_Files], staged: dict[Path, Path]) -> None:
        """Fills `staged`, target to staged file; all of them are durable in the end."""
        folders = {plain: self._roots[plain] / STAGING for plain in {files.place.plain for files in prepared}}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        for files in prepared:
            for target, data in files.contents:
                name = f"{os.getpid()}-{next(self._numbers)}"
                staged[target] = folders[files.place.plain] / name
                _write(staged[target], data)
        self._make_durable(staged.values())

    def _make_durable(self, files: Iterable[Path]) -> None:
        paths = list(files)
        if not self._durable:
            return
        if len(paths) >= _SYNC_ALL_FROM:
            os.sync()
            return
        # Several at once share a commit of the file system's journal: one by one, each waits for its own.
        with ThreadPoolExecutor(max_workers=_SYNCS_AT_ONCE) as pool:
            deque(pool.map(_fsync, paths), maxlen=0)

    def _install(self, prepared: Iterable[_Files], staged: dict[Path, Path]) -> None:
        changed: set[Path] = set()
        for files in prepared:
            plain_file, _ = files.contents[-1]
            changed |= _make_folder(plain_file.parent)
            for absent in files.absent:
                absent.unlink(missing_ok=True)
            for target, _ in files.contents:
                staged[target].replace(target)
                del staged[target]
        self._make_durable(changed)

    def _prune(self, folder: Path, root: Path) -> Path:
        """Removes empty folders upwards; gives the one that stays."""
        while folder != root:
            try:
                folder.rmdir()
            except FileNotFoundError:
                pass
            except OSError:  # not empty
                break
            folder = folder.parent
        return folder

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = self._roots[True].parent
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreFull(
                    f"The disk that holds {where} is full. Every page is still whole as it was; "
                    "make room and the press goes on by itself."
                ) from error
            raise StoreFailed(f"{where} cannot be written: {error.strerror or error}.") from error


def _lie_there(files: _Files) -> bool:
    """Whether a former run wrote exactly this."""
    return all(_holds(file, data) for file, data in files.contents) and not any(
        absent.exists() for absent in files.absent
    )


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError):
        return False


def _make_folder(folder: Path) -> set[Path]:
    """Makes it with all above it; gives every folder that has new entries, for they must be durable too."""
    changed, above = {folder}, folder
    while not above.exists():
        above = above.parent
        changed.add(above)
    if above != folder:
        folder.mkdir(parents=True, exist_ok=True)
    return changed


def _named(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix) if suffix else file


def _answer(output: Output) -> bytes:
    answer = {"status": output.status}
    extra = {"location": output.location} if output.status == 301 else {"body": output.body.decode()}
    return msgspec.json.encode(answer | extra)


def _gzip(body: bytes, level: int) -> bytes:
    """Gzip without time or name in its head: equal bodies give equal bytes."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, _GZIP_WINDOW)
    return compressor.compress(body) + compressor.flush()


def _write(path: Path, data: bytes) -> None:
    """All of `data` or an OSError: a short write must not be taken for a whole one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        view = memoryview(data)
        while view:
            written = os.write(handle, view)
            if written == 0:
                raise OSError(errno.ENOSPC, "short write")
            view = view[written:]
        if os.fstat(handle).st_size != len(data):
            raise OSError(errno.EIO, "the file is not as long as what was written")
    finally:
        os.close(handle)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
