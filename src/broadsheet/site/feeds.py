"""RSS 2.0, Atom 1.0 and JSON Feed 1.1 from one description of a feed.

Nothing here knows the time: a feed is as new as its newest item.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from typing import Any, Final

import msgspec
from lxml import etree

from broadsheet.kernel.language import Language
from broadsheet.site.xml import Slot, child, document, piece, with_pieces

ATOM: Final = "http://www.w3.org/2005/Atom"
DC: Final = "http://purl.org/dc/elements/1.1/"
DCTERMS: Final = "http://purl.org/dc/terms/"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
MEDIA: Final = "http://search.yahoo.com/mrss/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_IN_RSS: Final = Slot(b"    <item>", b"  </channel>")
_IN_ATOM: Final = Slot(b"  <entry", b"</feed>")
# Items whose XML is kept: those of a dozen feeds. A new story changes one of forty.
_PIECES: Final = 500
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without items changed last; Atom asks for a moment."""


class Author(msgspec.Struct, frozen=True):
    name: str
    url: str


class FeedPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A JPEG. Its length in bytes is not known where feeds are made."""

    url: str
    width: int
    height: int
    text: str
    credit: str


class Enclosure(msgspec.Struct, frozen=True, kw_only=True):
    """The film or recording that a text offers first."""

    url: str
    media_type: str
    size: int
    """Bytes, exactly."""
    seconds: int


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Plain text but for `html`; `id` stays when the address changes."""

    id: str
    url: str
    title: str
    summary: str
    published: datetime
    updated: datetime | None
    authors: tuple[Author, ...]
    tags: tuple[str, ...]
    language: Language
    picture: FeedPicture | None
    enclosure: Enclosure | None = None
    is_paid: bool = False
    html: str = ""
    """The whole text, where the site gives it away in feeds."""

    @property
    def changed(self) -> datetime:
        return self.updated or self.published


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    page: str
    """The address of the page whose feed this is."""
    title: str
    description: str
    language: Language
    publisher: str
    items: tuple[Item, ...]
    """The newest first."""
    hub: str = ""
    """The address of the WebSub hub that is told when the feed changes, or empty."""

    @property
    def changed(self) -> datetime | None:
        return max((item.changed for item in self.items), default=None)


def story_id(id: str) -> str:
    """The name of a story for feed readers; neither host nor slug is in it."""
    return f"urn:broadsheet:story:{id}"


def hub_links(parent: etree._Element, url: str, media_type: str, hub: str) -> None:
    """Where the feed is, and who can be asked to be told of its changes: WebSub, section 4."""
    child(parent, f"{{{ATOM}}}link", href=url, rel="self", type=media_type)
    if hub:
        child(parent, f"{{{ATOM}}}link", href=hub, rel="hub")


# ---- RSS --------------------------------------------------------------------------------


def rss(feed: Feed) -> bytes:
    channel = _rss_channel()
    child(channel, "title", feed.title)
    child(channel, "link", feed.page)
    child(channel, "description", feed.description)
    child(channel, "language", feed.language)
    child(channel, "copyright", feed.publisher)
    if feed.changed is not None:
        child(channel, "lastBuildDate", format_datetime(feed.changed))
    hub_links(channel, feed.url, "application/rss+xml", feed.hub)
    return with_pieces(document(channel.getroottree().getroot()), _IN_RSS, map(_rss_piece, feed.items))


def _rss_channel() -> etree._Element:
    names = {"atom": ATOM, "dc": DC, "dcterms": DCTERMS, "media": MEDIA, "content": CONTENT}
    return child(etree.Element("rss", nsmap=names, version="2.0"), "channel")


@lru_cache(_PIECES)
def _rss_piece(item: Item) -> bytes:
    channel = _rss_channel()
    _rss_item(child(channel, "item"), item)
    return piece(document(channel.getroottree().getroot()), _IN_RSS)


def _rss_item(element: etree._Element, item: Item) -> None:
    """A title is read as text, a description as HTML: so the format's best practice has it."""
    child(element, "title", item.title)
    child(element, "link", item.url)
    child(element, "guid", item.id, isPermaLink="false")
    child(element, "description", escape(item.summary, quote=False))
    if item.html:
        child(element, f"{{{CONTENT}}}encoded", item.html)
    child(element, "pubDate", format_datetime(item.published))
    if item.updated is not None:
        child(element, f"{{{DCTERMS}}}modified", rfc3339(item.updated))
    for author in item.authors:
        child(element, f"{{{DC}}}creator", author.name)
    for tag in item.tags:
        child(element, "category", tag)
    if item.enclosure is not None:
        file = item.enclosure
        child(element, "enclosure", url=file.url, length=str(file.size), type=file.media_type)
    if item.picture is not None:
        _media(element, item.picture)


def _media(element: etree._Element, picture: FeedPicture) -> None:
    content = child(
        element,
        f"{{{MEDIA}}}content",
        url=picture.url,
        type="image/jpeg",
        medium="image",
        width=str(picture.width),
        height=str(picture.height),
    )
    if picture.text:
        child(content, f"{{{MEDIA}}}description", picture.text, type="plain")
    if picture.credit:
        child(content, f"{{{MEDIA}}}credit", picture.credit)


# ---- Atom -------------------------------------------------------------------------------


def atom(feed: Feed) -> bytes:
    root = _atom_feed(feed.language)
    _atom(root, "id", feed.page)
    _atom(root, "title", feed.title)
    _atom(root, "subtitle", feed.description)
    _atom(root, "updated", rfc3339(feed.changed or _NEVER))
    hub_links(root, feed.url, "application/atom+xml", feed.hub)
    _atom(root, "link", href=feed.page, rel="alternate", type="text/html")
    _atom(root, "rights", feed.publisher)
    _person(root, Author(feed.publisher, ""))
    pieces = (_atom_piece(item, feed.language) for item in feed.items)
    return with_pieces(document(root), _IN_ATOM, pieces)


def _atom_feed(language: Language) -> etree._Element:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "media": MEDIA})
    root.set(_LANG, language)
    return root


@lru_cache(_PIECES)
def _atom_piece(item: Item, language: Language) -> bytes:
    """In a feed of that language."""
    root = _atom_feed(language)
    _atom_entry(_atom(root, "entry"), item, language)
    return piece(document(root), _IN_ATOM)


def _atom_entry(entry: etree._Element, item: Item, language: Language) -> None:
    if item.language != language:
        entry.set(_LANG, item.language)
    _atom(entry, "id", item.id)
    _atom(entry, "title", item.title)
    _atom(entry, "link", href=item.url, rel="alternate", type="text/html")
    _atom(entry, "published", rfc3339(item.published))
    _atom(entry, "updated", rfc3339(item.changed))
    for author in item.authors:
        _person(entry, author)
    for tag in item.tags:
        _atom(entry, "category", term=tag)
    if item.summary:
        _atom(entry, "summary", item.summary)
    if item.html:
        _atom(entry, "content", item.html, type="html")
    if item.enclosure is not None:
        file = item.enclosure
        _atom(entry, "link", href=file.url, rel="enclosure", type=file.media_type, length=str(file.size))
    if item.picture is not None:
        _atom(entry, "link", href=item.picture.url, rel="enclosure", type="image/jpeg")
        _media(entry, item.picture)


def _atom(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    return child(parent, f"{{{ATOM}}}{name}", text, **attributes)


def _person(parent: etree._Element, author: Author) -> None:
    person = _atom(parent, "author")
    _atom(person, "name", author.name)
    if author.url:
        _atom(person, "uri", author.url)


# ---- JSON Feed --------------------------------------------------------------------------


def json_feed(feed: Feed) -> bytes:
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.publisher}],
    }
    hubs = {"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}
    return msgspec.json.encode({**values, **hubs, "items": [_json_item(item) for item in feed.items]})


def _json_item(item: Item) -> dict[str, Any]:
    values = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "content_text": "" if item.html else item.summary or item.title,
        "summary": item.summary,
        "attachments": [_attachment(item.enclosure)] if item.enclosure else [],
        "image": item.picture.url if item.picture else "",
        "_image": _image(item.picture) if item.picture else {},
        "date_published": rfc3339(item.published),
        "date_modified": rfc3339(item.changed),
        "authors": [{"name": author.name, "url": author.url} for author in item.authors],
        "tags": list(item.tags),
        "language": item.language,
    }
    return {name: value for name, value in values.items() if value}


def _attachment(file: Enclosure) -> dict[str, Any]:
    return {
        "url": file.url,
        "mime_type": file.media_type,
        "size_in_bytes": file.size,
        "duration_in_seconds": file.seconds,
    }


def _image(picture: FeedPicture) -> dict[str, Any]:
    """The format has no place for these words but an object of one's own, whose name begins so."""
    return {"credit": picture.credit, "alt": picture.text}


def in_json(text: str) -> str:
    """As it stands in the feed, without the quotation marks."""
    return msgspec.json.encode(text).decode()[1:-1]


def rfc3339(moment: datetime) -> str:
    """To the second: `2026-11-14T09:30:00+00:00`."""
    return moment.replace(microsecond=0).isoformat()


FORMATS: Final[dict[str, Callable[[Feed], bytes]]] = {
    "feed.xml": rss,
    "feed.atom": atom,
    "feed.json": json_feed,
}
"""By file name: the last part of a feed's address."""
