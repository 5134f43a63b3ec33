"""What a recipe read: the reasons for which its artifact would have to be baked again."""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec


class Interval(msgspec.Struct, frozen=True, order=True):
    """The part of a list that was read: low <= sort < high. An empty `high` has no end."""

    list: str
    low: str
    high: str = ""


class Trace(msgspec.Struct, frozen=True):
    """Sorted, so that equal readings give equal traces."""

    keys: tuple[str, ...] = ()
    intervals: tuple[Interval, ...] = ()
    until: datetime | None = None
    """The first moment at which the same reading could come out differently."""
    since: datetime | None = None
    """The last moment that had come by then: before it, the same reading would come out differently."""

    def digest(self) -> str:
        return hashlib.blake2b(
            msgspec.msgpack.encode((self.keys, self.intervals)), digest_size=16
        ).hexdigest()


class Recorder:
    """Collects a trace while a recipe reads."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._intervals: set[Interval] = set()
        self._until: datetime | None = None
        self._since: datetime | None = None

    def key(self, key: str) -> None:
        self._keys.add(key)

    def interval(self, interval: Interval) -> None:
        self._intervals.add(interval)

    def until(self, moment: datetime) -> None:
        if self._until is None or moment < self._until:
            self._until = moment

    def since(self, moment: datetime) -> None:
        if self._since is None or moment > self._since:
            self._since = moment

    def add(self, trace: Trace) -> None:
        """All that was read for another reading is read for this one, too."""
        self._keys.update(trace.keys)
        self._intervals.update(trace.intervals)
        if trace.until is not None:
            self.until(trace.until)
        if trace.since is not None:
            self.since(trace.since)

    def trace(self) -> Trace:
        return Trace(tuple(sorted(self._keys)), tuple(sorted(self._intervals)), self._until, self._since)
