"""Whoever waits for entries is woken by those who append them, on one machine.

A named pipe in the site's folder: to ring is to write into it, to wait is to read from it. It says only that
something may be there; nothing is lost with it, for who waits also looks by itself every moment. So it may
fail in any way without anybody having to know: where no such pipe can be made, where nobody reads, where the
one who appends runs on another machine.
"""

from __future__ import annotations

import fcntl
import os
import select
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Final

from broadsheet.kernel import clock

NAME: Final = ".bell"
"""In the site's folder."""

# Seconds after which a signal to stop is heard at the latest.
_LISTEN_FOR: Final = 0.25
_MANY: Final = 4096
_installed: Final[list[Path]] = []


def install(file: Path) -> None:
    """From now on this process rings there."""
    _installed[:] = [file]


def ring() -> None:
    """After the transaction that appended; never raises, and never waits."""
    for file in _installed:
        with suppress(OSError):  # nobody waits, or more rings than anybody has heard
            handle = os.open(file, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                os.write(handle, b".")
            finally:
                os.close(handle)


class Silence:
    """Waits as long as it is told to."""

    def wait(self, stop: Event, seconds: float) -> None:
        stop.wait(seconds)


class Listening(Silence):
    def __init__(self, handle: int) -> None:
        self._handle = handle

    def wait(self, stop: Event, seconds: float) -> None:
        """Until somebody rings, has rung since the last time, or the seconds are over."""
        ends = clock.monotonic() + seconds
        while not stop.is_set() and (left := ends - clock.monotonic()) > 0:
            heard, _, _ = select.select([self._handle], [], [], min(left, _LISTEN_FOR))
            if heard:
                with suppress(BlockingIOError):  # another worker has heard it
                    os.read(self._handle, _MANY)
                return


@contextmanager
def listening(file: Path | None) -> Iterator[Silence]:
    """To those who ring at `file`; in silence if there is no such thing. It goes with the last one who
    listens, for who copies a site's folder may not know what to do with a pipe."""
    try:
        handle = _opened(file) if file else None
    except OSError:
        handle = None
    if file is None or handle is None:
        yield Silence()
        return
    try:
        yield Listening(handle)
    finally:
        with suppress(OSError):  # another worker listens
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.unlink()
        os.close(handle)


def _opened(file: Path) -> int:
    """With a share of its lock, which falls with who listens, however that ends."""
    while True:
        with suppress(FileExistsError):
            os.mkfifo(file, 0o600)
        if not file.is_fifo():
            raise FileExistsError(file)
        # For writing too: without anybody who writes, a pipe would be at its end, and always ready.
        handle = os.open(file, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        fcntl.flock(handle, fcntl.LOCK_SH)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)  # the last one has just taken it away
