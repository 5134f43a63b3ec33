"""RSS and Atom as entries, by what their elements are called: real feeds mix the two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec
from lxml import etree

from broadsheet.wire.errors import ContentMissing, Unusable
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.feeds.entry import MOST, Entry, item_of, largest
from broadsheet.wire.item import Parsed, WirePicture
from broadsheet.wire.nodes import Node, local

NAME: Final = "RSS, Atom"

_DATES: Final = ("updated", "modified", "published", "pubDate", "date", "issued")
_BODIES: Final = ("encoded", "content", "body")
_MEDIA_RSS: Final = "{http://search.yahoo.com/mrss"
"""Its namespace begins so; feeds differ in how it ends."""
_SUMMARIES: Final = ("description", "summary")


def recognises(root: etree._Element) -> bool:
    return local(root.tag) in {"rss", "feed", "RDF"}


def parse(root: etree._Element, received: datetime) -> list[Parsed | Unusable]:
    """An item for each entry. Raises ContentMissing for a feed without any."""
    feed = Node(root, [])
    head = feed if feed.name == "feed" else feed.first("channel")
    entries = [*feed.all("entry"), *feed.all("channel/item"), *feed.all("item")]
    if not entries:
        raise ContentMissing("The feed has no entries. There is nothing to take in.")
    return list(_parsed(Head.of(head), entries[:MOST], received))


class Head(msgspec.Struct, frozen=True):
    """What a feed says once for all its entries; looking for it at each would cost the square of them."""

    title: str
    language: str

    @classmethod
    def of(cls, node: Node) -> Head:
        return cls(node.line("title"), node.line("language") or node.attribute("lang"))


def _parsed(head: Head, entries: list[Node], received: datetime) -> Iterator[Parsed | Unusable]:
    for node in entries:
        warnings: list[str] = []
        try:
            yield item_of(_entry(head, Node(node.element, warnings)), received, warnings)
        except Unusable as error:
            yield error


def _entry(head: Head, node: Node) -> Entry:
    return Entry(
        id=node.line("guid") or node.line("id") or node.attribute("about"),
        title=node.line("title"),
        link=_link(node),
        summary_html=next(filter(None, map(_html, _texts(node, _SUMMARIES))), ""),
        body_html=next(filter(None, map(_html, _texts(node, _BODIES))), ""),
        date=next(filter(None, (node.line(name) for name in _DATES)), ""),
        authors=_authors(node),
        categories=tuple(
            filter(None, (each.line() or each.attribute("term") for each in node.all("category")))
        ),
        language=head.language,
        feed=head.title,
        pictures=_pictures(node),
    )


def _link(node: Node) -> str:
    """Atom's has an attribute and several relations; RSS's is the text."""
    links = node.all("link")
    own = [each for each in links if each.attribute("rel") in {"", "alternate"}]
    return next(filter(None, (each.attribute("href") or each.line() for each in own)), "")


def _texts(node: Node, names: Sequence[str]) -> Iterator[Node]:
    """Media RSS calls pictures `content` and their captions `description`: they are no text of the entry."""
    for name in names:
        for each in node.all(name):
            if each.element is not None and not str(each.element.tag).startswith(_MEDIA_RSS):
                yield each


def _html(node: Node) -> str:
    """Markup that is escaped, as RSS has it, or inside, as Atom's `xhtml` has it."""
    return node.markup() if node.attribute("type") == "xhtml" else node.text()


def _authors(node: Node) -> tuple[str, ...]:
    """Atom names people; RSS writes `mail@example.org (Name)`, Dublin Core the name."""
    named = [each.line("name") or each.line() for name in ("author", "creator") for each in node.all(name)]
    return tuple(dict.fromkeys(filter(None, map(_without_mail, named))))


def _without_mail(author: str) -> str:
    address, opened, name = author.partition("(")
    return name.rstrip(") ") if opened and "@" in address else author


def _pictures(node: Node) -> tuple[WirePicture, ...]:
    media = [*node.all("content"), *node.all("group/content"), *node.all("enclosure"), *node.all("thumbnail")]
    offered = [_picture(node, each) for each in media if each.attribute("url")]
    return largest([each for each in offered if each.media_type.startswith("image/")])


def _picture(entry: Node, node: Node) -> WirePicture:
    """Media RSS, an enclosure, or a thumbnail, which is a picture without saying so."""
    said = node.attribute("type")
    is_image = node.attribute("medium") == "image" or node.name == "thumbnail"
    return WirePicture(
        href=node.attribute("url"),
        caption=node.text("description") or node.text("title"),
        credit=node.line("credit") or entry.line("credit"),
        width=Fields({"width": node.attribute("width")}, []).number("width"),
        height=Fields({"height": node.attribute("height")}, []).number("height"),
        media_type=said or ("image/*" if is_image else ""),
    )
