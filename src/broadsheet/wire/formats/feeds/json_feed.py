"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from broadsheet.wire.errors import ContentMissing, Unusable
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.feeds.entry import MOST, Entry, item_of, largest
from broadsheet.wire.item import Parsed, WirePicture
from broadsheet.wire.markup import safe_text

NAME: Final = "JSON Feed"


def recognises(document: Mapping[str, Any]) -> bool:
    return str(document.get("version", "")).startswith("https://jsonfeed.org/version/")


def parse(document: Mapping[str, Any], received: datetime) -> list[Parsed | Unusable]:
    """An item for each entry. Raises ContentMissing for a feed without any."""
    feed = Fields(document, [])
    entries = feed.records("items")
    if not entries:
        raise ContentMissing("The feed has no entries. There is nothing to take in.")
    return list(_parsed(feed, entries[:MOST], received))


def _parsed(feed: Fields, entries: list[Fields], received: datetime) -> Iterator[Parsed | Unusable]:
    for fields in entries:
        warnings: list[str] = []
        try:
            yield item_of(_entry(feed, fields), received, warnings)
        except Unusable as error:
            yield error


def _entry(feed: Fields, fields: Fields) -> Entry:
    authors = fields.records("authors") or [fields.record("author")]
    return Entry(
        id=fields.line("id"),
        title=fields.line("title"),
        link=fields.line("url") or fields.line("external_url"),
        summary_html=safe_text(fields.text("summary")),
        body_html=fields.raw("content_html") or safe_text(fields.text("content_text")),
        date=fields.line("date_modified") or fields.line("date_published"),
        authors=tuple(filter(None, (each.line("name") for each in authors))),
        categories=fields.lines("tags"),
        language=fields.line("language") or feed.line("language"),
        feed=feed.line("title"),
        pictures=largest([WirePicture(href=fields.line("image"))]),
    )
