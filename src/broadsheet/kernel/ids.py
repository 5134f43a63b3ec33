"""Ids of ten characters that sort by the time they were made.

Crockford's base 32 in lower case, no i, l, o, u: 32 bits of seconds since 2020,
then 18 bits that start at random and count up within a second.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock

from broadsheet.kernel import clock

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10
PATTERN = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_TAIL_BITS = 18
# Ids start in the lower half of a second's range, so that at least 131,072 fit after any start.
_START_BITS = _TAIL_BITS - 1


def encode(number: int) -> str:
    """The ten characters for a number below 2**50."""
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range((LENGTH - 1) * 5, -1, -5))


def is_id(text: str) -> bool:
    return PATTERN.fullmatch(text) is not None


class Ids:
    """A maker of ids, growing as long as the moments do; `random(n)` gives an int below n."""

    def __init__(self, random: Callable[[int], int] = secrets.randbelow) -> None:
        self._random = random
        self._last = -1
        self._lock = Lock()

    def new(self, at: datetime | None = None) -> str:
        """An id for the moment `at` (now, by default); earlier than 2020 counts as 2020."""
        seconds = max(0, int(((at or clock.now()) - _EPOCH).total_seconds()))
        first = (seconds << _TAIL_BITS) + self._random(1 << _START_BITS)
        with self._lock:
            same_second = self._last >> _TAIL_BITS == seconds
            self._last = self._last + 1 if same_second else first
            return encode(self._last)


_process = Ids()
_current: ContextVar[Ids | None] = ContextVar("broadsheet_ids", default=None)


def new_id(at: datetime | None = None) -> str:
    """A new id from the maker in force here: the process's own, unless `using` says otherwise."""
    return (_current.get() or _process).new(at)


@contextmanager
def using(maker: Ids) -> Iterator[Ids]:
    """Lets `maker` make the ids within the block (this thread or task alone)."""
    token = _current.set(maker)
    try:
        yield maker
    finally:
        _current.reset(token)
