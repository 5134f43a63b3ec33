"""The words of a text without its form, line by line, as somebody would read them aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from broadsheet.ledger.records import (
    Block,
    Embed,
    FactBox,
    Gallery,
    Infographic,
    Listing,
    MediaBlock,
    Paragraph,
    PictureBlock,
    PullQuote,
    Quotation,
    Subhead,
    Table,
    Text,
)


def plain(text: Text) -> str:
    return "".join(run.text for run in text)


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Captions are among them if the story itself has them; nothing is empty."""
    return (line for block in blocks for line in _lines(block) if line)


@singledispatch
def _lines(block: Block) -> Iterator[str]:
    raise TypeError(f"Nobody has said which words the block {type(block).__name__} has.")


@_lines.register
def _(block: Paragraph) -> Iterator[str]:
    yield plain(block.text)


@_lines.register
def _(block: Subhead) -> Iterator[str]:
    yield block.text


@_lines.register(PullQuote)
@_lines.register(Quotation)
def _(block: PullQuote | Quotation) -> Iterator[str]:
    yield " – ".join(filter(None, (block.text, block.speaker)))


@_lines.register
def _(block: Listing) -> Iterator[str]:
    yield from map(plain, block.items)


@_lines.register
def _(block: FactBox) -> Iterator[str]:
    yield block.title
    yield from lines(block.body)


@_lines.register
def _(block: Table) -> Iterator[str]:
    yield block.caption
    yield from (" | ".join(row) for row in block.rows)


@_lines.register(PictureBlock)
@_lines.register(MediaBlock)
def _(block: PictureBlock | MediaBlock) -> Iterator[str]:
    yield block.caption


@_lines.register
def _(block: Gallery) -> Iterator[str]:
    yield block.caption
    yield from lines(block.pictures)


@_lines.register
def _(block: Embed) -> Iterator[str]:
    yield block.title
    yield block.text


@_lines.register
def _(block: Infographic) -> Iterator[str]:
    yield block.caption
    yield from block.description.split("\n\n")
    yield from _lines(block.data) if block.data else ()
