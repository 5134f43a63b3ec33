"""The neutral form that every wire format produces; docs/contracts/wire-item.md describes it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

Status = Literal["usable", "withheld", "canceled"]
Kind = Literal["text", "picture", "audio", "video", "graphic", "composite", "event"]
Urgency = Annotated[int, msgspec.Meta(ge=1, le=9)]


ARCHIVED: Final = "wire:"
"""Before the SHA-256 of archived bytes, where a picture came as a file and lies at no address."""


class WireSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What the copy is about, in the agency's own vocabulary."""

    name: str
    scheme: str = ""
    code: str = ""


class WirePicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture at the agency's address, or in the archive, in its largest rendition."""

    href: str
    id: str = ""
    headline: str = ""
    caption: str = ""
    alt: str = ""
    """What is to be seen, for those who cannot see it."""
    credit: str = ""
    width: int | None = None
    height: int | None = None
    media_type: str = ""


class WireLink(msgspec.Struct, frozen=True, kw_only=True):
    href: str
    title: str = ""


class WireHop(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who had the item in hand before it came to us."""

    name: str
    at: datetime | None = None
    actions: tuple[str, ...] = ()
    """In the agency's words: `created`, `transformed`, `enhanced`."""


class WireRecall(msgspec.Struct, frozen=True, kw_only=True):
    """Another item of the same supplier that this one takes back."""

    id: str
    """The agency's, of the other one."""
    status: Literal["withheld", "canceled"] = "canceled"
    only_if_new: bool = False
    """Whether it counts only if the item that says so was not there before."""


class WireItem(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one agency item.

    Plain fields hold text without markup or control characters. Fields ending in `_html`
    hold sanitised HTML. Nothing that the agency marked as not for publication is in here.
    """

    supplier: str
    """The agency's short name, always derived in the same way from the id."""
    id: str
    """The agency's own, lasting over all versions."""
    version: int
    """Grows with every version; taken from the version's date where the agency counts none."""
    version_created: datetime
    kind: Kind = "text"
    status: Status = "usable"
    headline: str = ""
    """Empty only in a cancellation."""
    kicker: str = ""
    lead: str = ""
    body_html: str = ""
    infobox_html: str = ""
    links: tuple[WireLink, ...] = ()
    byline: str = ""
    creditline: str = ""
    place: str = ""
    """The dateline's place, without agency and dash."""
    source: str = ""
    """Who the agency says it comes from, as people write it."""
    hops: tuple[str, ...] = ()
    """All whom the agency names as having made or passed on the content, in its order."""
    language: str = ""
    urgency: Urgency | None = None
    """1 is the most urgent."""
    genre: str = ""
    embargo: datetime | None = None
    """Nothing of the item may be published before."""
    usage_terms: str = ""
    copyright_notice: str = ""
    subjects: tuple[WireSubject, ...] = ()
    keywords: tuple[str, ...] = ()
    pictures: tuple[WirePicture, ...] = ()
    provenance: tuple[WireHop, ...] = ()
    """When whom of `hops` did what with it, the first first, where the agency keeps such a record."""
    begins: datetime | None = None
    """When an event is, in its own time zone."""
    ends: datetime | None = None
    all_day: bool = False
    """Whether `begins` and `ends` name days, the last one not included."""
    notes: tuple[str, ...] = ()
    """Editorial notes that may be published."""
    signals: tuple[str, ...] = ()
    """What this version says of itself, as in "correction" or "update"."""
    update_reason: str = ""
    """Why there is a new version, if the agency says so for publication."""
    recalls: tuple[WireRecall, ...] = ()
    is_clip: bool = False
    """Somebody else's page: to be quoted with its source, never published as ours."""
    address: str = ""
    """Of a clip: where it stands on the web."""
    warnings: tuple[str, ...] = ()
    """What was changed or doubtful when the item was read; in English, for editors."""


class Parsed(msgspec.Struct, frozen=True):
    """What a format makes of one document; internal notes are kept apart from the item."""

    item: WireItem
    internal_notes: tuple[str, ...] = ()


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(WireItem)


def encode(item: WireItem) -> str:
    """Equal items give equal text."""
    return _encoder.encode(item).decode()


def decode(text: str) -> WireItem:
    return _decoder.decode(text)
