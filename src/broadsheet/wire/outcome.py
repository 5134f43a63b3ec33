"""What became of one delivered document: the answer of `wire take` and `wire retry`."""

from __future__ import annotations

from typing import Literal

import msgspec

OutcomeStatus = Literal["taken", "duplicate", "older", "quarantined"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Its JSON form has exactly these keys."""

    path: str
    status: OutcomeStatus
    item: str | None = None
    """Our id of the item; None for what became none."""
    version: int | None = None
    """The delivered version, which is not the item's newest if the status is `older`."""
    headline: str | None = None
    embargo: str | None = None
    """ISO 8601 with offset."""
    twin: str | None = None
    """Our id of another item with the same text, as when an agency sends it in two formats."""
    error: str | None = None


def quarantined(path: str, error: str) -> Outcome:
    return Outcome(path=path, status="quarantined", error=error)
