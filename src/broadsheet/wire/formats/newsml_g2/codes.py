"""What stands behind a G2 property: a code, an address, or words (§ 4.6)."""

from __future__ import annotations

import re

from broadsheet.wire.nodes import Node

_LAST = re.compile(r"[^:/#]*$")


def code_of(node: Node) -> str:
    """The code without its vocabulary: `usable`, whatever the alias or the address before it."""
    said = node.attribute("qcode") or node.attribute("uri").rstrip("/") or node.attribute("literal")
    found = _LAST.search(said)
    return found[0] if found else ""


def name_of(node: Node) -> str:
    """The name for people, else the code."""
    return node.line("name") or code_of(node)
