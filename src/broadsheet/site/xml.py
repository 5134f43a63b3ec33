"""XML for machines: text that XML can carry, documents in stable bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from lxml import etree

# What XML 1.0 has no way to write, not even escaped (production [2] Char).
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """`text` without the control characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def child(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """Appends an element; empty attributes are left out."""
    element = etree.SubElement(parent, tag)
    element.text = writable(text) or None
    for name, value in attributes.items():
        if value:
            element.set(name, writable(value))
    return element


def document(root: etree._Element) -> bytes:
    """The same tree gives the same bytes."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


class Slot(NamedTuple):
    """Where a document has its items: what each begins with and what stands after the last, indented."""

    item: bytes
    end: bytes


def piece(whole: bytes, slot: Slot) -> bytes:
    """The items of a document alone, to be put into others with the same root."""
    return whole[whole.index(slot.item) : whole.rindex(slot.end)]


def with_pieces(head: bytes, slot: Slot, pieces: Iterable[bytes]) -> bytes:
    """A document without items, with these: the same bytes as if it had been made with them."""
    at = head.rindex(slot.end)
    return b"".join([head[:at], *pieces, head[at:]])
