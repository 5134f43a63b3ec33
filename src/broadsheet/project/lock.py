"""One `broadsheet up` for each site folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from broadsheet.project.errors import AlreadyRunning

LOCK_NAME = ".up.lock"


@contextmanager
def running_lock(folder: Path) -> Iterator[None]:
    """Holds `<folder>/.up.lock` with this process's pid in it; raises AlreadyRunning.

    The kernel frees the lock when the process ends, however it does; the file stays.
    """
    handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(handle, folder)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.pread(handle, 20, 0).decode().strip() or "unknown"
        raise AlreadyRunning(
            f"'broadsheet up' already runs for {folder} (process {pid}): stop it first, with 'kill {pid}'."
        ) from None
