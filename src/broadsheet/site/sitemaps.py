"""Sitemaps (sitemaps.org 0.9) and the news sitemap that search engines for news read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Final

import msgspec
from lxml import etree

from broadsheet.kernel.language import Language
from broadsheet.site.xml import child, document

SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"


IMAGE: Final = "http://www.google.com/schemas/sitemap-image/1.1"
LIMIT: Final = 50_000
"""So many addresses one sitemap, and so many sitemaps one index, may name."""


class Url(msgspec.Struct, frozen=True):
    address: str
    changed: datetime | None = None
    picture: str = ""
    """The address of the lead picture, or empty."""


class NewsUrl(msgspec.Struct, frozen=True, kw_only=True):
    address: str
    title: str
    published: datetime
    language: Language


def index(addresses: Iterable[str]) -> bytes:
    """Without moments of change, so that the index changes when a month begins and not before."""
    root = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap={None: SITEMAP})
    for address in islice(addresses, LIMIT):
        _child(_child(root, "sitemap"), "loc", address)
    return document(root)


def urls(found: Iterable[Url]) -> bytes:
    """The first so many that one sitemap may name."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "image": IMAGE})
    for url in islice(found, LIMIT):
        element = _child(root, "url")
        _child(element, "loc", url.address)
        if url.changed is not None:
            _child(element, "lastmod", _moment(url.changed))
        if url.picture:
            child(child(element, f"{{{IMAGE}}}image"), f"{{{IMAGE}}}loc", url.picture)
    return document(root)


def news(found: Iterable[NewsUrl], publication: str) -> bytes:
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "news": NEWS})
    for url in found:
        element = _child(root, "url")
        _child(element, "loc", url.address)
        story = child(element, f"{{{NEWS}}}news")
        paper = child(story, f"{{{NEWS}}}publication")
        child(paper, f"{{{NEWS}}}name", publication)
        child(paper, f"{{{NEWS}}}language", url.language)
        child(story, f"{{{NEWS}}}publication_date", _moment(url.published))
        child(story, f"{{{NEWS}}}title", url.title)
    return document(root)


def _child(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    return child(parent, f"{{{SITEMAP}}}{name}", text)


def _moment(moment: datetime) -> str:
    """W3C format, to the second."""
    return moment.replace(microsecond=0).isoformat()
