"""A text's blocks as the pieces in which editors compare them: paragraph by paragraph.

The editor keeps paragraphs that stand side by side in one block; an agency's new version is about one
of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Final
from uuid import uuid4

import msgspec

from broadsheet.desk.markup import escaped, markup_of, text_of, tree_of

Block = dict[str, Any]
Pair = tuple[int | None, int | None]

TEXT: Final = "paragraph"
_PARTS: Final = frozenset({"p", "ul", "ol"})
_ALIKE: Final = 0.4
"""Dice's coefficient of their words, from which one paragraph is another one changed."""
_MOST: Final = 10_000
"""So many comparisons of one stretch with another, and no more."""


class Piece(msgspec.Struct, frozen=True):
    kind: str
    """`p`, `ul` or `ol` for what stands in a block of text, else the block's type."""
    words: str
    value: Any
    """Markup of a piece of text, else the block's value as it is stored."""
    block: str = ""
    """The id of the block it stands in; empty for one that is yet to come."""

    @property
    def is_text(self) -> bool:
        return self.kind in _PARTS

    @property
    def key(self) -> tuple[str, str]:
        """Equal where people see the same."""
        return self.kind, self.words


# ---- taken apart and put together --------------------------------------------------------


def pieces_of(blocks: Iterable[Block]) -> list[Piece]:
    return [piece for block in blocks for piece in _of_block(block)]


def _of_block(block: Block) -> Iterator[Piece]:
    if block["type"] != TEXT:
        yield Piece(block["type"], _words(block["type"], block["value"]), block["value"], block["id"])
        return
    for kind, markup in _parts(block["value"]):
        yield Piece(kind, text_of(tree_of(markup)), markup, block["id"])


def _parts(markup: str) -> Iterator[tuple[str, str]]:
    root = tree_of(markup)
    if not any(child.tag in _PARTS for child in root):
        yield "p", markup
        return
    if (root.text or "").strip():
        yield "p", f"<p>{escaped(root.text.strip())}</p>"
    for child in root:
        yield child.tag if child.tag in _PARTS else "p", markup_of(child)


def _words(kind: str, value: Any) -> str:
    """Of the kinds that agency copy becomes; all others are nobody's equal."""
    if kind == "subhead":
        return " ".join(value.split())
    if kind == "quotation":
        return " ".join(value["text"].split())
    if kind == "factbox":
        return text_of(tree_of(value["body"]))
    if kind == "table":
        return " ".join(str(cell or "") for row in (value or {}).get("data", []) for cell in row)
    return ""


def blocks_of(pieces: Sequence[Piece], before: Iterable[Block]) -> list[Block]:
    """What is as it was `before` stays so to the letter; text without a block joins that beside it."""
    kept = {block["id"]: (_of_block(block), block) for block in before}
    made: list[Block] = []
    for group in _groups(pieces):
        known = next((piece.block for piece in group if piece.block in kept), "")
        parts, block = kept.pop(known, ((), None))
        if block is not None and list(parts) == group:
            made.append(block)
        elif group[0].is_text:
            made.append(_block(TEXT, "".join(piece.value for piece in group), known))
        else:
            made.append(_block(group[0].kind, group[0].value, known))
    return made


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    for is_text, stretch in groupby(pieces, key=lambda piece: piece.is_text):
        if not is_text:
            yield from ([piece] for piece in stretch)
            continue
        group: list[Piece] = []
        for piece in stretch:
            there = {each.block for each in group} - {""}
            if piece.block and there and piece.block not in there:
                yield group
                group = []
            group.append(piece)
        yield group


def _block(kind: str, value: Any, known: str) -> Block:
    return {"type": kind, "value": value, "id": known or str(uuid4())}


# ---- which is which ----------------------------------------------------------------------


def aligned(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    """Every piece of both in order, those that are the same or alike side by side."""
    keys = [piece.key for piece in old], [piece.key for piece in new]
    for kind, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(range(i, j), range(k, m), strict=True)
        else:
            yield from _alike(old, new, range(i, j), range(k, m))


def _alike(old: Sequence[Piece], new: Sequence[Piece], a: range, b: range) -> Iterator[Pair]:
    """The two that are most alike, then what is before and what is behind them."""
    best = None
    if 0 < len(a) * len(b) <= _MOST:
        best = max((likeness(old[i], new[k]), -i, -k) for i in a for k in b)
    if best is None or best[0] < _ALIKE:
        yield from ((i, None) for i in a)
        yield from ((None, k) for k in b)
        return
    i, k = -best[1], -best[2]
    yield from _alike(old, new, range(a.start, i), range(b.start, k))
    yield i, k
    yield from _alike(old, new, range(i + 1, a.stop), range(k + 1, b.stop))


def likeness(one: Piece, other: Piece) -> float:
    """Dice's coefficient of their words, each word counted once."""
    a, b = set(one.words.casefold().split()), set(other.words.casefold().split())
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
