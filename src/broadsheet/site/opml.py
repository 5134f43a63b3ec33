"""A list of feeds that feed readers import: OPML 2.0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from lxml import etree

from broadsheet.site.xml import child, document, writable


class Outline(msgspec.Struct, frozen=True):
    """A feed, if it has an address, else a folder of outlines."""

    title: str
    inside: Sequence[Outline] = ()
    feed: str = ""
    page: str = ""


def document_of(title: str, outlines: Iterable[Outline]) -> bytes:
    root = etree.Element("opml", version="2.0")
    child(child(root, "head"), "title", title)
    _append(child(root, "body"), outlines)
    return document(root)


def _append(parent: etree._Element, outlines: Iterable[Outline]) -> None:
    for each in outlines:
        element = child(parent, "outline")
        # `text` is what the format asks for; older readers look at `title`.
        attributes = {"text": each.title, "title": each.title}
        if each.feed:
            attributes |= {"type": "rss", "xmlUrl": each.feed, "htmlUrl": each.page}
        for name, value in attributes.items():
            element.set(name, writable(value))
        _append(element, each.inside)
