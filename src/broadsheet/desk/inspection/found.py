"""What the walks give."""

from __future__ import annotations

import msgspec

from broadsheet.ledger.records import MediaType


class Damaged(Exception):
    """The bytes do not hold what they begin with; `inspect` says it in words."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Zero where a file of this kind has no such measure, or does not tell it."""

    media_type: MediaType
    seconds: int = 0
    width: int = 0
    height: int = 0
    pages: int = 0


def whole_seconds(seconds: float) -> int:
    """At least one: nothing that is heard lasts no time. Raises Damaged for what no clock shows."""
    if not 0 < seconds < _LONGEST:
        raise Damaged("a duration that cannot be")
    return max(1, round(seconds))


_LONGEST = 7 * 24 * 3600
