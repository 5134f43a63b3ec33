"""A body's blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from broadsheet.desk.compose.links import asset_of_page
from broadsheet.desk.compose.rich_text import blocks_of, plain
from broadsheet.desk.models import MediaFile, Picture
from broadsheet.desk.models.providers import Recognised, recognise
from broadsheet.ledger.provenance import MachineMade
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
)

_SIZE: Final = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")


def blocks(body: Any) -> tuple[Block, ...]:
    """The records of a StreamField's value; blocks without content are left out."""
    return tuple(block for child in body for block in _block(child))


def _block(child: Any) -> Iterator[Block]:
    if child.block_type == "machine":
        yield from _machine(child.value)
    else:
        yield from _BLOCKS[child.block_type](child.value)


def _machine(value: Any) -> Iterator[Block]:
    """Each part says of itself how a machine made it."""
    made = MachineMade(how=value["how"], editor=_line(value.get("editor")))
    for block in blocks(value["parts"]):
        yield replace(block, machine=made)


def opened(body: Any) -> Iterator[Any]:
    """The children of a StreamField's value, and in the place of one that holds others those."""
    for child in body:
        yield from child.value["parts"] if child.block_type == "machine" else [child]


def pictures_in(body: Any) -> Iterator[Picture]:
    """Every picture that the body shows, in order."""
    for child in opened(body):
        for picture in _PICTURES.get(child.block_type, _none)(child.value):
            if picture is not None:
                yield picture


def media_in(body: Any) -> Iterator[MediaFile]:
    """Every video, recording and document that the body offers, in order."""
    for child in opened(body):
        if child.block_type == "media" and child.value["file"] is not None:
            yield child.value["file"]


def words_of(body: Any) -> str:
    """The text of the paragraphs alone."""
    sources = (child.value.source for child in opened(body) if child.block_type == "paragraph")
    return " ".join(filter(None, (plain(blocks_of(source)) for source in sources)))


def _paragraph(value: Any) -> Iterator[Block]:
    yield from blocks_of(value.source, asset_of_page)


def _subhead(value: Any) -> Iterator[Block]:
    if text := _line(value):
        yield Subhead(text=text)


def _table(value: Any) -> Iterator[Table]:
    rows = [tuple(_line(cell) for cell in row) for row in (value or {}).get("data", [])]
    rows = [row for row in rows if any(row)]
    if rows:
        width = max(map(len, rows))
        yield Table(
            rows=tuple(row + ("",) * (width - len(row)) for row in rows),
            caption=_line(value.get("table_caption")),
            header=value.get("table_header_choice") in {"row", "both"},
        )


def _pullquote(value: Any) -> Iterator[Block]:
    if text := _line(value["text"]):
        yield PullQuote(text=text, speaker=_line(value.get("speaker")), source=value.get("source") or "")


def _quotation(value: Any) -> Iterator[Block]:
    if text := _line(value["text"]):
        yield Quotation(
            text=text,
            speaker=_line(value.get("speaker")),
            literal=bool(value.get("literal")),
            source=value.get("source") or "",
        )


def _factbox(value: Any) -> Iterator[Block]:
    body: tuple[Paragraph | Listing, ...] = blocks_of(value["body"].source, asset_of_page)
    if body or value["title"]:
        yield FactBox(title=_line(value["title"]), body=body)


def _picture(value: Any) -> Iterator[PictureBlock]:
    if value["picture"] is not None:
        yield PictureBlock(picture=value["picture"].picture_id, caption=_line(value.get("caption")))


def _gallery(value: Any) -> Iterator[Block]:
    pictures = tuple(block for each in value["pictures"] for block in _picture(each))
    if pictures:
        yield Gallery(pictures=pictures, caption=_line(value.get("caption")))


def _embed(value: Any) -> Iterator[Block]:
    poster = value.get("poster")
    found = recognise(value["url"]) or Recognised(urlsplit(value["url"]).hostname or "", "")
    size = _SIZE.fullmatch(value.get("size") or "")
    yield Embed(
        provider=found.provider,
        url=value["url"],
        title=_line(value["title"]),
        author=_line(value.get("author")),
        text=_line(value.get("text")),
        poster=poster.picture_id if poster else "",
        key=found.key or value.get("key") or "",
        width=int(size[1]) if size else 0,
        height=int(size[2]) if size else 0,
    )


def _media(value: Any) -> Iterator[Block]:
    if value["file"] is not None:
        yield MediaBlock(file=value["file"].media_id, caption=_line(value.get("caption")))


def _infographic(value: Any) -> Iterator[Block]:
    if value["picture"] is not None:
        yield Infographic(
            picture=value["picture"].picture_id,
            description=paragraphs(value["description"]),
            caption=_line(value.get("caption")),
            data=next(_table(value.get("data")), None),
        )


_BLOCKS: Final[dict[str, Callable[[Any], Iterator[Block]]]] = {
    "paragraph": _paragraph,
    "subhead": _subhead,
    "table": _table,
    "pullquote": _pullquote,
    "quotation": _quotation,
    "factbox": _factbox,
    "picture": _picture,
    "gallery": _gallery,
    "embed": _embed,
    "media": _media,
    "infographic": _infographic,
}


def _none(_value: Any) -> list[Picture | None]:
    return []


_PICTURES: Final[dict[str, Callable[[Any], list[Picture | None]]]] = {
    "picture": lambda value: [value["picture"]],
    "gallery": lambda value: [each["picture"] for each in value["pictures"]],
    "embed": lambda value: [value.get("poster")],
    "infographic": lambda value: [value["picture"]],
}


def paragraphs(text: str | None) -> str:
    """Plain text of which only blank lines are kept, one between two paragraphs."""
    parts = (
        "\n".join(map(str.strip, part.splitlines())).strip() for part in re.split(r"\n\s*\n", _unified(text))
    )
    return "\n\n".join(filter(None, parts))


def _unified(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def _line(text: object) -> str:
    """Plain text in one line; None is empty."""
    return " ".join(str(text).split()) if text is not None else ""
