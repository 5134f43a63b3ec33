"""The only source of time.

Code asks `now()` and `monotonic()`; whoever starts it decides which clock answers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time for people, monotonic time for durations."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean anything."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class ManualClock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = require_aware(start).astimezone(UTC)
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, by: timedelta) -> None:
        """Time passes: both clocks move."""
        self._now += by
        self._monotonic += by.total_seconds()

    def jump(self, to: datetime) -> None:
        """The wall clock is set to another time while no time passes."""
        self._now = require_aware(to).astimezone(UTC)


_system = SystemClock()
_current: ContextVar[Clock | None] = ContextVar("broadsheet_clock", default=None)


def current() -> Clock:
    """The clock in force here: the machine's, unless `using` says otherwise."""
    return _current.get() or _system


def now() -> datetime:
    return current().now()


def monotonic() -> float:
    return current().monotonic()


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
