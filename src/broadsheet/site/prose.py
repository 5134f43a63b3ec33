"""A story's blocks as its page prints them: links resolved, pictures found, columns measured."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar

import msgspec

from broadsheet.kernel.language import count_words
from broadsheet.ledger.plain import plain
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
    Run,
    Subhead,
    Table,
    Text,
)
from broadsheet.site.corrections import Marks
from broadsheet.site.embeds import EmbedView, embed_view
from broadsheet.site.illustrations import Illustration
from broadsheet.site.machine import runs
from broadsheet.site.media import paragraphs
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.pictures import PictureView
from broadsheet.site.players import player
from broadsheet.site.sources import SourceLine
from broadsheet.site.views import View

_NUMBER = re.compile(r"[+\-−–±]?\s*[\d.,\s]*\d\s*(?:%|‰|°C|[^\W\d]{1,4}\.?|€|\$)?|[–—-]")
_FOREIGN = ("http://", "https://")
_FOLLOWABLE = (*_FOREIGN, "mailto:", "tel:", "#")
_UNMARKED: Marks = {}
_SIZES_IN_TEXT = "(min-width: 48rem) 42rem, 100vw"
_SIZES_IN_GALLERY = "(min-width: 64rem) 47.5rem, calc(100vw - 4.5rem)"


class Piece(msgspec.Struct, frozen=True):
    """A run whose link, if any, is an address."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    external: bool = False
    paid: str = ""
    """The word for "advertisement", where the link leads to an advertorial of ours: it stands before it."""


class ParagraphView(View, frozen=True):
    kind: ClassVar[str] = "paragraph"
    pieces: tuple[Piece, ...]
    dateline: str = ""

    @property
    def plain(self) -> str:
        """Its text, if that is all there is to print: so it is with most."""
        if self.dateline or self.marks or len(self.pieces) != 1:
            return ""
        piece = self.pieces[0]
        return "" if piece.strong or piece.emphasis or piece.href or piece.paid else piece.text


class SubheadView(View, frozen=True):
    kind: ClassVar[str] = "subhead"
    text: str


class ListingView(View, frozen=True):
    kind: ClassVar[str] = "listing"
    items: tuple[tuple[Piece, ...], ...]
    ordered: bool


class Cell(msgspec.Struct, frozen=True):
    text: str
    numeric: bool


class TableView(View, frozen=True):
    kind: ClassVar[str] = "table"
    name: str
    """The caption's id in the page."""
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str


class PullQuoteView(View, frozen=True):
    kind: ClassVar[str] = "pullquote"
    text: str
    speaker: str
    source: SourceLine | None = None


class QuotationView(View, frozen=True):
    kind: ClassVar[str] = "quotation"
    text: str
    speaker: str
    literal: bool
    source: SourceLine | None


class FactBoxView(View, frozen=True):
    kind: ClassVar[str] = "factbox"
    name: str
    title: str
    body: tuple[View, ...]


class FigureView(View, frozen=True):
    kind: ClassVar[str] = "figure"
    illustration: Illustration


class GalleryView(View, frozen=True):
    kind: ClassVar[str] = "gallery"
    illustrations: tuple[Illustration, ...]
    caption: str


class InfographicView(View, frozen=True):
    kind: ClassVar[str] = "infographic"
    illustration: Illustration
    description: tuple[str, ...]
    data: TableView | None


class MachineView(View, frozen=True):
    """What a machine made: blocks side by side, with a label above them."""

    kind: ClassVar[str] = "machine"
    name: str
    made: MachineMade
    body: tuple[View, ...]


class Prose:
    """Turns the blocks of one text into views; what is not published is left out."""

    def __init__(self, newsroom: Newsroom, sources: Mapping[str, SourceLine] | None = None) -> None:
        """`sources` are by the ids of the story's chains, which quotations name."""
        self._newsroom = newsroom
        self._sources = sources or {}

    def views(self, blocks: Sequence[Block], dateline: str = "", marks: Marks = _UNMARKED) -> list[View]:
        """The dateline runs into the first paragraph, if the text begins with one."""
        made = self._made_of
        views = [made[type(block)](self, block, f"b{number}") for number, block in enumerate(blocks, start=1)]
        first = next((at for at, view in enumerate(views) if view is not None), None)
        if dateline and first is not None and isinstance(view := views[first], ParagraphView):
            views[first] = msgspec.structs.replace(view, dateline=dateline)
        shown = [
            msgspec.structs.replace(view, marks=marks[place]) if view is not None and place in marks else view
            for place, view in enumerate(views)
        ]
        return list(_together(blocks, shown))

    def pieces(self, text: Text) -> tuple[Piece, ...]:
        """A link to something that is not published becomes plain text."""
        return tuple(self._piece(run) for run in text)

    def _piece(self, run: Run) -> Piece:
        href = self._newsroom.address(run.asset) if run.asset else followable(run.href)
        paid = bool(href) and self._newsroom.is_paid(run.asset, href)
        label = self._newsroom.house.catalogue.text("advertorial.label") if paid else ""
        return Piece(run.text, run.strong, run.emphasis, href, href.startswith(_FOREIGN), label)

    def _paragraph(self, block: Paragraph, _name: str) -> View:
        return ParagraphView(pieces=self.pieces(block.text))

    def _subhead(self, block: Subhead, _name: str) -> View:
        return SubheadView(text=block.text)

    def _listing(self, block: Listing, _name: str) -> View:
        return ListingView(items=tuple(map(self.pieces, block.items)), ordered=block.ordered)

    def _table_view(self, block: Table, name: str) -> View | None:
        return _table(block, name) if block.rows else None

    def _pull_quote(self, block: PullQuote, _name: str) -> View:
        return PullQuoteView(text=block.text, speaker=block.speaker, source=self._sources.get(block.source))

    def _quotation(self, block: Quotation, _name: str) -> View:
        return QuotationView(
            text=block.text,
            speaker=block.speaker,
            literal=block.literal,
            source=self._sources.get(block.source),
        )

    def _fact_box(self, block: FactBox, name: str) -> View:
        return FactBoxView(name=name, title=block.title, body=tuple(self.views(block.body)))

    def _figure(self, block: PictureBlock, _name: str) -> View | None:
        illustration = self._illustration(block, _SIZES_IN_TEXT)
        return FigureView(illustration=illustration) if illustration else None

    def _gallery(self, block: Gallery, _name: str) -> View | None:
        found = tuple(each for each in self._illustrations(block.pictures) if each is not None)
        return GalleryView(illustrations=found, caption=block.caption) if found else None

    def _embed(self, block: Embed, name: str) -> View:
        poster = self._newsroom.illustration(block.poster, _SIZES_IN_TEXT) if block.poster else None
        return embed_view(block, name, followable(block.url), poster)

    def _media(self, block: MediaBlock, name: str) -> View | None:
        media = self._newsroom.media(block.file)
        return player(block, media, name) if media else None

    def _infographic(self, block: Infographic, name: str) -> View | None:
        illustration = self._newsroom.illustration(block.picture, _SIZES_IN_TEXT, block.caption)
        if illustration is None:
            return None
        return InfographicView(
            illustration=illustration,
            description=paragraphs(block.description),
            data=_table(block.data, name) if block.data and block.data.rows else None,
        )

    def _illustrations(self, pictures: Iterable[PictureBlock]) -> Iterator[Illustration | None]:
        return (self._illustration(picture, _SIZES_IN_GALLERY) for picture in pictures)

    def _illustration(self, block: PictureBlock, sizes: str) -> Illustration | None:
        return self._newsroom.illustration(block.picture, sizes, block.caption)

    _made_of: ClassVar[Mapping[type[Block], Callable[[Prose, Any, str], View | None]]] = {
        Paragraph: _paragraph,
        Subhead: _subhead,
        Listing: _listing,
        Table: _table_view,
        PullQuote: _pull_quote,
        Quotation: _quotation,
        FactBox: _fact_box,
        PictureBlock: _figure,
        Gallery: _gallery,
        Embed: _embed,
        MediaBlock: _media,
        Infographic: _infographic,
    }
    """By a block's own class: a dispatch over its bases takes longer than most views."""


def _together(blocks: Sequence[Block], views: Sequence[View | None]) -> Iterator[View]:
    """What a machine made in one labelled part, the rest as it is."""
    left = iter(views)
    for part, run in runs(blocks):
        shown = [view for view in islice(left, len(run)) if view is not None]
        if part is None:
            yield from shown
        elif shown:
            yield MachineView(name=part.name, made=part.made, body=tuple(shown))


def opened(views: Iterable[View]) -> Iterator[View]:
    """In the place of a part that a machine made, the blocks in it."""
    for view in views:
        yield from view.body if isinstance(view, MachineView) else [view]


def pictures_within(views: Iterable[View]) -> Iterator[PictureView]:
    """In their order."""
    for view in opened(views):
        match view:
            case FigureView(illustration=shown) | InfographicView(illustration=shown):
                yield shown.picture
            case GalleryView(illustrations=several):
                yield from (each.picture for each in several)
            case EmbedView(poster=Illustration() as poster):
                yield poster.picture


def _table(table: Table, name: str) -> TableView:
    head, rows = (table.rows[0], table.rows[1:]) if table.header else ((), table.rows)
    numeric = [_is_numeric(column) for column in zip(*rows, strict=False)]
    numeric += [False] * (len(table.rows[0]) - len(numeric))
    return TableView(
        name=name,
        head=_cells(head, numeric),
        rows=tuple(_cells(row, numeric) for row in rows),
        caption=table.caption,
    )


def _cells(row: Sequence[str], numeric: Sequence[bool]) -> tuple[Cell, ...]:
    return tuple(Cell(text, right) for text, right in zip(row, numeric, strict=False))


def _is_numeric(column: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in column if cell.strip()]
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)


def followable(href: str) -> str:
    """The address itself if a link may lead there, else nothing: no page runs what a link says."""
    own = href.startswith("/") and not href.startswith("//")
    return href if own or href.lower().startswith(_FOLLOWABLE) else ""


# ---- words ------------------------------------------------------------------------------


def words_in(blocks: Iterable[Block], *more: str) -> int:
    """How many words there are to read, in these texts too; pictures and external content aside."""
    return count_words("\n".join([*more, *(text for block in blocks for text in _texts(block))]))


def first_words(blocks: Iterable[Block]) -> Iterator[str]:
    """The paragraphs as plain text, in order; those without words are left out."""
    paragraphs = (plain(block.text) for block in blocks if isinstance(block, Paragraph))
    return (text for text in paragraphs if text.strip())


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text=runs):
            yield plain(runs)
        case Subhead(text=text) | PullQuote(text=text) | Quotation(text=text):
            yield text
        case Listing(items=items):
            yield from map(plain, items)
        case FactBox(title=title, body=body):
            yield title
            for part in body:
                yield from _texts(part)
        case Infographic(description=description):
            yield description
        case Table(rows=rows):
            yield from (cell for row in rows for cell in row)
        case _:
            return
