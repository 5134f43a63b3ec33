"""Advertisements that are booked: a kind of record, and its parts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from broadsheet.kernel.language import Language
from broadsheet.ledger.values import Record, Value

AdPlace = Literal["top", "text", "rail", "end", "front"]
AD_PLACES: tuple[AdPlace, ...] = get_args(AdPlace)
PageKind = Literal["home", "section", "topic", "story"]
PAGE_KINDS: tuple[PageKind, ...] = get_args(PageKind)


class PictureCreative(Value, frozen=True, tag="picture"):
    picture: str
    narrow: str = ""
    """A picture's id, for telephones; empty: the same."""


class TextCreative(Value, frozen=True, tag="text"):
    headline: str
    text: str = ""


class MarkupCreative(Value, frozen=True, tag="markup"):
    """A document of its own in a frame without scripts and without a network."""

    markup: str
    title: str
    """What is to be seen, for those who cannot see it."""


class TagCreative(Value, frozen=True, tag="tag"):
    """What another host shows in a frame, after the reader has said yes to it."""

    url: str
    provider: str
    """The host's name."""
    name: str
    """As readers know it."""
    title: str


Creative = PictureCreative | TextCreative | MarkupCreative | TagCreative


class Political(Value, frozen=True):
    """What Regulation (EU) 2024/900, Art. 11 wants said beside a political advertisement."""

    sponsor: str
    notice: str
    """The address of the transparency notice (Art. 12)."""
    controlled_by: str = ""
    vote: str = ""
    """The election, referendum or legislative process that it is about."""
    amount: str = ""
    """What was paid or given, in words."""


class Campaign(Record, frozen=True, tag="campaign"):
    """An advertisement that is booked; it begins and ends by its dates."""

    advertiser: str
    creative: Creative
    places: tuple[AdPlace, ...]
    starts: datetime
    ends: datetime | None = None
    """None for one of our own that has no end."""
    href: str = ""
    weight: int = 1
    """Against the others in the same place: twice the weight, shown twice as often."""
    kinds: tuple[PageKind, ...] = ()
    """Empty: pages of every kind. So with sections and topics, which are ids."""
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: Language | Literal[""] = ""
    is_house: bool = False
    """Our own: shown where no other fits."""
    political: Political | None = None
