"""The only source of time.

Code asks `now()` and `monotonic()`; whoever starts it decides which clock answers.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import uuid4

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Uptime(NamedTuple):
    """How long the machine has run, sleep included, since which of its starts.

    Seconds of one boot may be compared between processes; those of two boots mean nothing together.
    """

    boot: str
    seconds: float


class Clock(Protocol):
    """Wall time for people, monotonic time for durations."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean anything."""
        ...

    def uptime(self) -> Uptime: ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def uptime(self) -> Uptime:
        if sys.platform == "linux":
            return Uptime(_boot(), time.clock_gettime(time.CLOCK_BOOTTIME))
        return Uptime(_boot(), time.monotonic())


@cache
def _boot() -> str:
    """The kernel's own name for this start of the machine; where it tells none, one for this process."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return uuid4().hex


class ManualClock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = require_aware(start).astimezone(UTC)
        self._monotonic = 0.0
        self._boot = uuid4().hex

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def uptime(self) -> Uptime:
        return Uptime(self._boot, self._monotonic)

    def advance(self, by: timedelta) -> None:
        """Time passes: both clocks move."""
        self._now += by
        self._monotonic += by.total_seconds()

    def jump(self, to: datetime) -> None:
        """The wall clock is set to another time while no time passes."""
        self._now = require_aware(to).astimezone(UTC)

    def reboot(self, at: datetime) -> None:
        """The machine starts anew, with its wall clock at `at`."""
        self.jump(at)
        self._monotonic, self._boot = 0.0, uuid4().hex


_system = SystemClock()
_current: ContextVar[Clock | None] = ContextVar("broadsheet_clock", default=None)


def current() -> Clock:
    """The clock in force here: the machine's, unless `using` says otherwise."""
    return _current.get() or _system


def now() -> datetime:
    return current().now()


def monotonic() -> float:
    return current().monotonic()


def uptime() -> Uptime:
    return current().uptime()


@contextmanager
def using(clock: Clock) -> Iterator[Clock]:
    """Lets `clock` answer within the block (this thread or task alone)."""
    token = _current.set(clock)
    try:
        yield clock
    finally:
        _current.reset(token)


def require_aware(moment: datetime) -> datetime:
    """`moment` itself; a naive one raises ValueError, for it names no instant."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment
