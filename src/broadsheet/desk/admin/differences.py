"""What an agency changed from one version to the next, word by word, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from broadsheet.desk.compose.rich_text import blocks_of
from broadsheet.ledger.records import Listing
from broadsheet.wire.item import WireItem

_WORDS = re.compile(r"\S+\s*")


class Stretch(NamedTuple):
    change: Literal["same", "added", "removed"]
    text: str


Line = list[Stretch]


def difference(before: WireItem, after: WireItem) -> list[Line]:
    """The newer text, line by line, with what was removed in its place; changed lines alone."""
    old, new = list(_lines(before)), list(_lines(after))
    lines: list[Line] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += _changed(old[i:j], new[k:m])
    return lines


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Lines that replace each other are compared by words, the rest came or went as a whole."""
    for a, b in zip(old, new, strict=False):
        yield list(_by_words(a, b))
    yield from ([Stretch("removed", line)] for line in old[len(new) :])
    yield from ([Stretch("added", line)] for line in new[len(old) :])


def _by_words(old: str, new: str) -> Iterator[Stretch]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch("same", "".join(a[i:j]))
            continue
        if i < j:
            yield Stretch("removed", "".join(a[i:j]))
        if k < m:
            yield Stretch("added", "".join(b[k:m]))


def _lines(item: WireItem) -> Iterator[str]:
    yield from filter(None, (item.kicker, item.headline, item.lead))
    for html in (item.body_html, item.infobox_html):
        for block in blocks_of(html):
            texts = block.items if isinstance(block, Listing) else (block.text,)
            yield from ("".join(run.text for run in text) for text in texts)
