"""The words of a text without its form, line by line, as somebody would read them aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    Subhead,
    Table,
    Text,
)


def plain(text: Text) -> str:
    return "".join(run.text for run in text)


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Captions are among them if the story itself has them; nothing is empty."""
    return (line for block in blocks for line in _lines(block) if line)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text=text):
            yield plain(text)
        case Subhead(text=text):
            yield text
        case PullQuote(text=text, speaker=speaker):
            yield " – ".join(filter(None, (text, speaker)))
        case Listing(items=items):
            yield from map(plain, items)
        case FactBox(title=title, body=body):
            yield title
            yield from lines(body)
        case Table():
            yield from _rows(block)
        case PictureBlock(caption=caption) | MediaBlock(caption=caption):
            yield caption
        case Gallery(caption=caption, pictures=pictures):
            yield caption
            yield from lines(pictures)
        case Embed(title=title, text=text):
            yield title
            yield text
        case Infographic(caption=caption, description=description, data=data):
            yield caption
            yield from description.split("\n\n")
            yield from _rows(data) if data else ()


def _rows(table: Table) -> Iterator[str]:
    yield table.caption
    yield from (" | ".join(row) for row in table.rows)
