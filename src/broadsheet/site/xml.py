"""XML for machines: text that XML can carry, documents in stable bytes."""

from __future__ import annotations

import re
from typing import Final

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
