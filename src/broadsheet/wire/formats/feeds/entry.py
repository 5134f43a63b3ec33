"""An entry of any feed as an item. Others' pages are quoted, not taken over: a feed gives no rights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

from broadsheet.wire import acceptance, markup
from broadsheet.wire.errors import DateOutOfRange, DateUnreadable
from broadsheet.wire.identity import lasting_id, supplier_of, version_number
from broadsheet.wire.item import Parsed, WireItem, WireLink, WirePicture, WireSubject
from broadsheet.wire.moments import version_moment
from broadsheet.wire.text import one_line

MOST: Final = 10_000
"""Entries of one feed; a feed with more is not one that people publish."""


_ZONES: Final = {"MEZ": "+0100", "CET": "+0100", "BST": "+0100"} | {"MESZ": "+0200", "CEST": "+0200"}
"""Those that RFC 2822 does not know; whoever writes them means them."""
_ZONE: Final = re.compile(rf"\b(?:{'|'.join(_ZONES)})$", re.IGNORECASE)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the kinds of feeds have in common, as text of the feed."""

    id: str
    title: str = ""
    link: str = ""
    summary_html: str = ""
    body_html: str = ""
    date: str = ""
    """The last change, else the publication: RFC 3339 or RFC 2822."""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    feed: str = ""
    """The feed's own title: who it comes from."""
    pictures: tuple[WirePicture, ...] = ()


def item_of(entry: Entry, received: datetime, warnings: list[str]) -> Parsed:
    """Versions are told apart by the date; without one, the order of arrival decides.

    Raises a subclass of Unusable.
    """
    own = lasting_id(entry.id or entry.link, "id")
    made = _moment(entry.date, warnings)
    body = markup.safe_html(entry.body_html or entry.summary_html, warnings)
    lead = markup.text_of(entry.summary_html) if entry.body_html else ""
    item = WireItem(
        supplier=supplier_of(entry.link or own, entry.feed),
        id=own,
        version=version_number(None, made) or 0,
        version_created=made or received,
        headline=acceptance.headline(
            [one_line(markup.text_of(entry.title)), lead, markup.text_of(body)], warnings
        ),
        lead=lead,
        body_html=body,
        links=(WireLink(href=entry.link, title=""),)
        if entry.link.startswith(("http://", "https://"))
        else (),
        byline=", ".join(entry.authors),
        source=entry.feed,
        language=entry.language,
        subjects=tuple(WireSubject(name=name) for name in dict.fromkeys(entry.categories)),
        pictures=entry.pictures,
        warnings=tuple(warnings),
    )
    return Parsed(acceptance.complete(item))


def _moment(text: str, warnings: list[str]) -> datetime | None:
    """None, with a warning, for what cannot be read: a feed's date says nothing that must not be missed."""
    if not text:
        return None
    try:
        return version_moment(_iso(text), "date")
    except (DateUnreadable, DateOutOfRange, ValueError, OverflowError):
        warnings.append(f"The feed's date {text[:40]!r} cannot be meant; the order of arrival decides.")
        return None


def _iso(text: str) -> str:
    """Raises ValueError, OverflowError. A date without a zone counts as UTC, as RFC 2822 says of `-0000`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = parsedate_to_datetime(_ZONE.sub(lambda found: _ZONES[found[0].upper()], text))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def largest(pictures: Sequence[WirePicture]) -> tuple[WirePicture, ...]:
    found = acceptance.largest(pictures)
    return () if found is None else (found,)
