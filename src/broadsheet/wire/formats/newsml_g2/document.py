"""A G2 document as its items. Numbers of sections are those of the NewsML-G2 Guidelines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lxml import etree

from broadsheet.wire.errors import FormatUnknown, Unusable
from broadsheet.wire.formats.newsml_g2 import news_item, package
from broadsheet.wire.item import Parsed
from broadsheet.wire.nodes import Node, local

NAME: Final = "NewsML-G2"

_NAMESPACE: Final = "http://iptc.org/std/nar/2006-10-01/"
_READERS: Final = {"newsItem": news_item.read, "packageItem": package.read}
_OTHERS: Final = frozenset({"conceptItem", "knowledgeItem", "planningItem", "catalogItem"})


def recognises(root: etree._Element) -> bool:
    """By its element; some agencies leave out the namespace."""
    name = local(root.tag)
    known = name in _READERS or name in _OTHERS or name == "newsMessage"
    return known and (_NAMESPACE in str(root.tag) or root.tag == name)


def parse(root: etree._Element, received: datetime) -> list[Parsed | Unusable]:
    """Each item in the document, in its order; one that is unusable does not hide the others."""
    return list(_parsed(root, received))


def _parsed(root: etree._Element, received: datetime) -> Iterator[Parsed | Unusable]:
    for item in _items(root):
        try:
            reader = _READERS.get(item.name)
            if reader is None:
                raise FormatUnknown(
                    f"A {item.name} tells no news; only newsItem and packageItem are taken in."
                )
            yield reader(item, received)
        except Unusable as error:
            yield error


def _items(root: etree._Element) -> list[Node]:
    """Of a message (§ 17), all that its item sets hold; each with warnings of its own."""
    if local(root.tag) != "newsMessage":
        return [Node(root, [])]
    found = (child for each in root if local(each.tag) == "itemSet" for child in each)
    return [Node(child, []) for child in found if isinstance(child.tag, str)]
