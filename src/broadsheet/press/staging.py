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
from pathlib import Path
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
    """What is written for one output: the plain file last, `absent` neighbours taken away."""

    contents: tuple[tuple[Path, bytes], ...]
    absent: tuple[Path, ...]
    staging: Path
    """A folder on the same file system."""

    def lie_there(self) -> bool:
        """Whether a former run wrote exactly this."""
        return all(_holds(file, data) for file, data in self.contents) and not any(
            absent.exists() for absent in self.absent
        )


class _Ready(msgspec.Struct, frozen=True):
    files: Files
    staged: list[Path]
    """In the order of the contents; empty if all of it lies there already."""
    syncs: list[Future[None]]
    """Of those that become durable already."""

    def install(self) -> set[Path]:
        """Gives every folder that has new entries."""
        plain_file, _ = self.files.contents[-1]
        changed = _make_folder(plain_file.parent)
        for absent in self.files.absent:
            absent.unlink(missing_ok=True)
        for temporary, (target, _) in zip(self.staged, self.files.contents, strict=True):
            temporary.replace(target)
        return changed


class Hands:
    """The threads of a store. They stay: to start one takes as long as to compress a page."""

    def __init__(self) -> None:
        self.compressing = ThreadPoolExecutor(_AT_ONCE, "compressing")
        self.syncing = ThreadPoolExecutor(_SYNCS_AT_ONCE, "syncing")

    def make_durable(self, files: Iterable[Path]) -> None:
        paths = list(files)
        if len(paths) >= _SYNC_ALL_FROM:
            os.sync()
            return
        # Several at once share a commit of the file system's journal: one by one, each waits for its own.
        deque(self.syncing.map(make_durable, paths), maxlen=0)

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
        self._temporary: set[Path] = set()

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
            folders = set[Path]()
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
        for temporary in self._temporary:
            temporary.unlink(missing_ok=True)

    def _begin(self, output: Output, *, ahead: bool = False) -> None:
        if id(output) not in self._begun:
            begun = self._hands.compressing.submit(self._make_ready, output, ahead)
            self._begun[id(output)] = output, begun

    def _make_ready(self, output: Output, ahead: bool) -> _Ready:
        files = self._files_of(output)
        ready = _Ready(files, [], [])
        if not files.lie_there():
            files.staging.mkdir(parents=True, exist_ok=True)
            for _target, data in files.contents:
                temporary = files.staging / f"{os.getpid()}-{next(_numbers)}"
                self._temporary.add(temporary)
                _write(temporary, data)
                ready.staged.append(temporary)
                if ahead:
                    ready.syncs.append(self._hands.syncing.submit(make_durable, temporary))
        return ready

    def _make_durable(self, ready: Collection[_Ready]) -> None:
        for sync in [sync for each in ready for sync in each.syncs]:
            sync.result()
        if self._durable:
            self._hands.make_durable(path for each in ready if not each.syncs for path in each.staged)

    @contextmanager
    def _held(self, targets: Sequence[Path]) -> Iterator[None]:
        """Keeps what is replaced within the block until its end, and lets go of it beside. To free an old
        file's blocks the kernel puts whoever renames to sleep, once for each; on a busy machine that took
        longer than all else."""
        handles = list(_handles(targets)) if len(targets) <= _HELD_AT_MOST else []
        try:
            yield
        finally:
            self._hands.let_go(handles)


def _handles(paths: Iterable[Path]) -> Iterator[int]:
    for path in paths:
        with suppress(FileNotFoundError, NotADirectoryError):
            yield os.open(path, _HOLD)


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
