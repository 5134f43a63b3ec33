"""What goes into the ledger and what comes out of it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from broadsheet.ledger.records import AnyRecord, RecordKind


class Append(msgspec.Struct, frozen=True, kw_only=True):
    """A record to be published, or, with `record` None, an asset to be taken back."""

    asset: str
    record: AnyRecord | None
    act: str
    """The editorial act's name: publish, correct, retract, unpublish …"""
    by: str
    why: str = ""
    version: int | None = None
    """None: the next one. A given version must be newer than the last."""
    at: datetime | None = None
    """When it took effect; None: now. Only an import of older material names another time."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One published fact, as it stands in the ledger for ever."""

    seq: int
    asset: str
    kind: RecordKind
    version: int
    record: AnyRecord | None
    act: str
    at: datetime
    by: str
    why: str
    digest: str


class Place(msgspec.Struct, frozen=True):
    """One member of a list."""

    sort: str
    asset: str
