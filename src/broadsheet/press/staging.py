"""Files on their way into the folder: made ready in threads, then put where readers find them.

What takes long is done while the press still bakes: an output's files are compressed and staged, on the same
file system as the tree, as soon as it is known. They are made durable when it is decided that they are to be
installed, and only then renamed, all of a batch in a row.
"""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Final

import msgspec

from broadsheet.press.recipe import Output

# zlib and brotli let go of the interpreter, so two cores compress at once.
_AT_ONCE: Final = 2
# From so many files on, one sync of the whole system is cheaper than one for each file.
_SYNC_ALL_FROM: Final = 48
_SYNCS_AT_ONCE: Final = 4
# An output's files at most: the plain one and its neighbours.
_FILES: Final = 3
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

    def install(self) -> set[Path]:
        """Gives every folder that has new entries."""
        plain_file, _ = self.files.contents[-1]
        changed = _make_folder(plain_file.parent)
        for absent in self.files.absent:
            absent.unlink(missing_ok=True)
        for temporary, (target, _) in zip(self.staged, self.files.contents, strict=True):
            temporary.replace(target)
        return changed


class Staging:
    """Of one batch."""

    def __init__(self, files_of: Callable[[Output], Files], *, durable: bool) -> None:
        self._files_of = files_of
        self._durable = durable
        self._pool = ThreadPoolExecutor(max_workers=_AT_ONCE)
        # By identity: an output is told apart from an equal one, and kept as long as it is known by it.
        self._begun: dict[int, tuple[Output, Future[_Ready]]] = {}
        self._temporary: list[Path] = []

    def begin(self, output: Output) -> None:
        if id(output) not in self._begun:
            self._begun[id(output)] = output, self._pool.submit(self._make_ready, output)

    def install(self, outputs: Sequence[Output]) -> list[Output]:
        """Those that did not lie there already, in their order. Raises OSError."""
        for output in outputs:
            self.begin(output)
        ready = dict(self._made_durable(outputs))
        changed = set[Path]()
        with _held(target for each in ready.values() for target, _ in each.files.contents):
            for each in ready.values():
                changed |= each.install()
            make_durable(changed, self._durable)
        return [output for output in outputs if id(output) in ready]

    def end(self) -> None:
        """What was made ready for nothing goes."""
        self._pool.shutdown(cancel_futures=True)
        for temporary in self._temporary:
            temporary.unlink(missing_ok=True)

    def _make_ready(self, output: Output) -> _Ready:
        files = self._files_of(output)
        ready = _Ready(files, [])
        if not files.lie_there():
            files.staging.mkdir(parents=True, exist_ok=True)
            for _target, data in files.contents:
                temporary = files.staging / f"{os.getpid()}-{next(_numbers)}"
                self._temporary.append(temporary)
                _write(temporary, data)
                ready.staged.append(temporary)
        return ready

    def _made_durable(self, outputs: Sequence[Output]) -> Iterator[tuple[int, _Ready]]:
        """What is to be installed, by the output's identity. In a small batch the first become durable while
        the last are compressed; after a large one, all at once."""
        few = self._durable and len(outputs) * _FILES < _SYNC_ALL_FROM
        ready = dict[int, _Ready]()
        with ThreadPoolExecutor(max_workers=_SYNCS_AT_ONCE) as pool:
            syncs = list[Future[None]]()
            for output in outputs:
                each = ready[id(output)] = self._begun[id(output)][1].result()
                syncs += [pool.submit(_fsync, path) for path in each.staged] if few else ()
            for sync in syncs:
                sync.result()
        if not few:
            make_durable((path for each in ready.values() for path in each.staged), self._durable)
        return ((key, each) for key, each in ready.items() if each.staged)


def make_durable(files: Iterable[Path], durable: bool = True) -> None:
    paths = list(files)
    if not durable:
        return
    if len(paths) >= _SYNC_ALL_FROM:
        os.sync()
        return
    # Several at once share a commit of the file system's journal: one by one, each waits for its own.
    with ThreadPoolExecutor(max_workers=_SYNCS_AT_ONCE) as pool:
        deque(pool.map(_fsync, paths), maxlen=0)


@contextmanager
def _held(targets: Iterable[Path]) -> Iterator[None]:
    """Keeps what is replaced within the block until its end, and lets go of it in a thread. To free an old
    file's blocks the kernel puts whoever renames to sleep, once for each; on a busy machine that took longer
    than all else."""
    paths = list(targets)
    handles = list(_handles(paths)) if len(paths) <= _HELD_AT_MOST else []
    try:
        yield
    finally:
        Thread(target=_close, args=(handles,)).start()


def _handles(paths: Iterable[Path]) -> Iterator[int]:
    for path in paths:
        with suppress(FileNotFoundError, NotADirectoryError):
            yield os.open(path, _HOLD)


def _close(handles: Iterable[int]) -> None:
    for handle in handles:
        os.close(handle)


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


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
