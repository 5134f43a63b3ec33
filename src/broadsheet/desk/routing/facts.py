"""What rules ask of an item, read once."""

from __future__ import annotations

from datetime import datetime

import msgspec

from broadsheet.wire import markup, media_topics
from broadsheet.wire.item import WireItem


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    service: str
    subjects: frozenset[str]
    """Codes of its Media Topics and of all that hold these."""
    categories: frozenset[str]
    """The agency's own words for what it is about, and their codes, in small letters."""
    urgency: int | None
    text: str
    """Headline and text, in small letters."""
    place: str
    language: str
    moment: datetime
    """When it came in, in the newsroom's time."""


def facts_of(wire: WireItem, moment: datetime) -> Facts:
    return Facts(
        service=wire.supplier.casefold(),
        subjects=media_topics.codes_of(wire.subjects),
        categories=_categories(wire),
        urgency=wire.urgency,
        text=_text(wire),
        place=wire.place.casefold(),
        language=wire.language[:2].casefold(),
        moment=moment,
    )


def _categories(wire: WireItem) -> frozenset[str]:
    words = [*wire.keywords, wire.genre, wire.kicker]
    words += [word for subject in wire.subjects for word in (subject.name, subject.code)]
    return frozenset(word.strip().casefold() for word in words if word.strip())


def _text(wire: WireItem) -> str:
    parts = [wire.kicker, wire.headline, wire.lead, markup.text_of(wire.body_html)]
    return "\n".join(parts).casefold()
