"""Files on their way into the folder: made ready in threads, then put where readers find them.

What takes long is done while the press still bakes: as soon as an output is known, its files are compressed,
staged on the same file system as the tree and made durable. When it is decided that they are to be installed,
all of a batch are renamed in a row.
"""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from itertools import count
from os import path as paths
from typing import Final

import msgspec

from broadsheet.kernel.durability import make_durable
from broadsheet.press.recipe import Output

# zlib and brotli let go of the interpreter, so two cores compress at once.
_AT_ONCE: Final = 2
# From so many files on, one sync of the whole system is cheaper than one for each file.
_SYNC_ALL_FROM: Final = 48
_SYNCS_AT_ONCE: Final = 4
# So many outputs of a batch become durable while others are baked.
_AHEAD: Final = 12
# Old files are held, each by a handle, in batches of so many: a process has some thousand of them.
_HELD_AT_MOST: Final = 200
_HOLD: Final = getattr(os, "O_PATH", os.O_RDONLY) | os.O_CLOEXEC
_numbers: Final = count()


class Files(msgspec.Struct, frozen=True):
    """What is written for one output: the plain file last, `absent` neighbours taken away. Paths are text:
    with thousands of files `pathlib` is felt."""

    contents: tuple[tuple[str, bytes], ...]
    absent: tuple[str, ...]
    staging: str
    """A folder on the same file system."""

    def lie_there(self) -> bool:
        """Whether a former run wrote exactly this."""
        return all(_holds(file, data) for file, data in self.contents) and not any(
            map(paths.exists, self.absent)
        )


class _Ready(msgspec.Struct, frozen=True):
    files: Files
    staged: list[str]
    """In the order of the contents; empty if all of it lies there already."""
    syncs: list[Future[None]]
    """Of those that become durable already."""

    def install(self) -> set[str]:
        """Gives every folder that has new entries."""
        plain_file, _ = self.files.contents[-1]
        folder = paths.dirname(plain_file)
        changed = _make_folder(folder)
        if changed == {folder}:  # nothing stands yet in one that was made just now
            _remove(self.files.absent)
        for temporary, (target, _) in zip(self.staged, self.files.contents, strict=True):
            os.replace(temporary, target)
        return changed


class Hands:
    """The threads of a store. They stay: to start one takes as long as to compress a page."""

    def __init__(self) -> None:
        self.compressing = ThreadPoolExecutor(_AT_ONCE, "compressing")
        self.syncing = ThreadPoolExecutor(_SYNCS_AT_ONCE, "syncing")

    def make_durable(self, files: Iterable[str]) -> None:
        each = list(files)
        if len(each) >= _SYNC_ALL_FROM:
            os.sync()
            return
        # Several at once share a commit of the file system's journal: one by one, each waits for its own.
        deque(self.syncing.map(make_durable, each), maxlen=0)

    def let_go(self, handles: Iterable[int]) -> None:
        for handle in handles:
            self.syncing.submit(os.close, handle)


class Staging:
    """Of one batch."""

    def __init__(self, files_of: Callable[[Output], Files], hands: Hands, *, durable: bool) -> None:
        self._files_of = files_of
        self._hands = hands
        self._durable = durable
        # By identity: an output is told apart from an equal one, and kept as long as it is known by it.
        self._begun: dict[int, tuple[Output, Future[_Ready]]] = {}
        self._temporary: set[str] = set()
        self._folders: set[str] = set()

    def expect(self, output: Output) -> None:
        self._begin(output, ahead=self._durable and len(self._begun) < _AHEAD)

    def install(self, outputs: Sequence[Output]) -> list[Output]:
        """Those that did not lie there already, in their order. Raises OSError."""
        for output in outputs:
            self._begin(output)
        ready = {id(output): self._begun[id(output)][1].result() for output in outputs}
        changing = {key: each for key, each in ready.items() if each.staged}
        self._make_durable(changing.values())
        with self._held([target for each in changing.values() for target, _ in each.files.contents]):
            folders = set[str]()
            for each in changing.values():
                folders |= each.install()
                self._temporary.difference_update(each.staged)
            if self._durable:
                self._hands.make_durable(folders)
        return [output for output in outputs if id(output) in changing]

    def end(self) -> None:
        """What was made ready for nothing goes."""
        for _, begun in self._begun.values():
            begun.cancel()
        wait(begun for _, begun in self._begun.values())
        _remove(self._temporary)

    def _begin(self, output: Output, *, ahead: bool = False) -> None:
        if id(output) not in self._begun:
            begun = self._hands.compressing.submit(self._make_ready, output, ahead)
            self._begun[id(output)] = output, begun

    def _make_ready(self, output: Output, ahead: bool) -> _Ready:
        files = self._files_of(output)
        ready = _Ready(files, [], [])
        if not files.lie_there():
            self._make_once(files.staging)
            for _target, data in files.contents:
                temporary = f"{files.staging}/{os.getpid()}-{next(_numbers)}"
                self._temporary.add(temporary)
                _write(temporary, data)
                ready.staged.append(temporary)
                if ahead:
                    ready.syncs.append(self._hands.syncing.submit(make_durable, temporary))
        return ready

    def _make_once(self, folder: str) -> None:
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)

    def _make_durable(self, ready: Collection[_Ready]) -> None:
        for sync in [sync for each in ready for sync in each.syncs]:
            sync.result()
        if self._durable:
            self._hands.make_durable(path for each in ready if not each.syncs for path in each.staged)

    @contextmanager
    def _held(self, targets: Sequence[str]) -> Iterator[None]:
        """Keeps what is replaced within the block until its end, and lets go of it beside. To free an old
        file's blocks the kernel puts whoever renames to sleep, once for each; on a busy machine that took
        longer than all else."""
        handles = list(_handles(targets)) if len(targets) <= _HELD_AT_MOST else []
        try:
            yield
        finally:
            self._hands.let_go(handles)


def _handles(files: Iterable[str]) -> Iterator[int]:
    for file in files:
        with suppress(FileNotFoundError, NotADirectoryError):
            yield os.open(file, _HOLD)


def _holds(file: str, data: bytes) -> bool:
    try:
        return os.stat(file).st_size == len(data) and _read(file) == data
    except (FileNotFoundError, NotADirectoryError):
        return False


def _read(file: str) -> bytes:
    with open(file, "rb") as opened:
        return opened.read()


def _remove(files: Iterable[str]) -> None:
    for file in files:
        with suppress(FileNotFoundError):
            os.unlink(file)


def _make_folder(folder: str) -> set[str]:
    """Makes it with all above it; gives every folder that has new entries, for they must be durable too: that
    one alone if it was there."""
    changed = {folder}
    try:
        os.mkdir(folder)
    except FileExistsError:
        return changed
    except FileNotFoundError:
        changed |= _make_folder(paths.dirname(folder))
        os.mkdir(folder)
    return changed | {paths.dirname(folder)}


def _write(path: str, data: bytes) -> None:
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
