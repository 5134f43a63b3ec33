"""What readers get, written so that every file is always whole: the contract, and the folder.

In the folder a file is staged beside the tree on the same file system, checked to be written in
full, made durable, then renamed: compressed neighbours first, the plain file last (`staging.py`).
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from random import Random
from typing import Protocol

import brotli
import deflate
import msgspec

from broadsheet.kernel.addresses import ENCODED_SUFFIXES, is_safe
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import StoreFailed, StoreFull, UnusableAddress
from broadsheet.press.recipe import Output, fingerprint_of
from broadsheet.press.staging import Files, Hands, Staging
from broadsheet.press.tombstones import NAME as TOMBSTONES
from broadsheet.press.tombstones import Tombstones

STAGING = ".staging"
_NO_ARTIFACTS = frozenset({STAGING, TOMBSTONES})
COMPRESSIBLE = frozenset(
    {".html", ".xml", ".atom", ".json", ".css", ".js", ".txt", ".svg", ".webmanifest", ".ico"}
)
# Most of what readers get is public; the rest are redirects and what is gone.
_SHARE_OF_PUBLIC = 0.75


class Place(msgspec.Struct, frozen=True):
    """Where an answer lies: in the public folder (`plain`) or among the answers."""

    path: str
    plain: bool


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
        (".br", brotli.compress(body, quality=config.brotli_quality, lgwin=_window(body))),
    )
    smaller = ((suffix, data) for suffix, data in candidates if len(data) < len(body))
    return (*smaller, ("", body))


def _window(body: bytes) -> int:
    """The logarithm of a window that holds all of it: brotli 5 is faster with a small one, and no worse."""
    return max(16, min(22, len(body).bit_length()))


def _is_compressible(output: Output) -> bool:
    return PurePosixPath(relative_file(place_of(output))).suffix in COMPRESSIBLE


def code_of(config: PressConfig) -> str:
    """Of everything by which the press compresses; `brw` is Brotli with a window as large as the page."""
    return f"deflate{config.gzip_level}-brw{config.brotli_quality}-from{config.compress_from}"


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

    def expect(self, output: Output) -> None:
        """Says what the next `put` will probably be given: it may be made ready meanwhile."""
        ...

    def put(self, outputs: Sequence[Output]) -> list[Place]:
        """Writes those that do not lie there already, byte for byte, in their order; gives their places."""
        ...

    def forget(self) -> None:
        """There will be no `put` of what was expected."""
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
        self._hands = Hands()
        self._staging: Staging | None = None
        self.suffixes = suffixes
        self.tombstones = Tombstones(answers)

    @property
    def code(self) -> str:
        return code_of(self._config)

    def expect(self, output: Output) -> None:
        """Compressed, staged and made durable in threads, while the caller bakes the next."""
        self._begun().expect(output)

    def put(self, outputs: Sequence[Output]) -> list[Place]:
        """Raises StoreFull or StoreFailed."""
        with self._failures():
            try:
                return list(map(place_of, self._begun().install(outputs)))
            finally:
                self.forget()

    def forget(self) -> None:
        staging, self._staging = self._staging, None
        if staging is not None:
            staging.end()

    def _begun(self) -> Staging:
        if self._staging is None:
            self._staging = Staging(self._files_of, self._hands, durable=self._durable)
        return self._staging

    def remove(self, place: Place) -> bool:
        """Folders that are left empty go too."""
        file = self._file(place)
        existed = file.exists()
        with self._failures():
            for suffix in ("", *ENCODED_SUFFIXES):
                _named(file, suffix).unlink(missing_ok=True)
            left = self._prune(file.parent, self._roots[place.plain])
            if existed and self._durable:
                self._hands.make_durable([str(left)])
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

    def _files_of(self, output: Output) -> Files:
        place = place_of(output)
        root = str(self._roots[place.plain])
        file = f"{root}/{relative_file(place)}"
        contents = contents_of(output, self._config) if self.suffixes else (("", body_of(output)),)
        present = {suffix for suffix, _ in contents}
        return Files(
            contents=tuple((file + suffix, data) for suffix, data in contents),
            absent=tuple(file + suffix for suffix in ENCODED_SUFFIXES if suffix not in present),
            staging=f"{root}/{STAGING}",
        )

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


def _named(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix) if suffix else file


def _answer(output: Output) -> bytes:
    answer = {"status": output.status}
    extra = {"location": output.location} if output.status == 301 else {"body": output.body.decode()}
    return msgspec.json.encode(answer | extra)


def _gzip(body: bytes, level: int) -> bytes:
    """Without time or name in its head: equal bodies give equal bytes, whatever the processor."""
    return bytes(deflate.gzip_compress(body, level))
