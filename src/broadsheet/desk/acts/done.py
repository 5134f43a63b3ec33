"""What an act answers."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Done(msgspec.Struct, frozen=True):
    """A story went to the readers or was taken back."""

    story: str
    url: str
    """The path on the readers' site."""
    seq: int
    """The ledger's entry."""


class Filed(msgspec.Struct, frozen=True):
    """The same for anything that is no story."""

    asset: str
    url: str
    """Empty for what has no page of its own."""
    seq: int


class Scheduled(msgspec.Struct, frozen=True):
    """Nothing is published yet."""

    story: str
    at: datetime
