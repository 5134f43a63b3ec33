"""A story's text as plain HTML for feed readers: absolute addresses, no islands, no styles.

External content is a link to it; a table, a box and a gallery are what HTML has for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import singledispatchmethod
from html import escape

from broadsheet.ledger.records import Story
from broadsheet.site import labels
from broadsheet.site.article import article
from broadsheet.site.embeds import EmbedView
from broadsheet.site.illustrations import Illustration
from broadsheet.site.machine import machine_label, picture_label
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.players import PlayerView
from broadsheet.site.prose import (
    Cell,
    FactBoxView,
    FigureView,
    GalleryView,
    InfographicView,
    ListingView,
    MachineView,
    ParagraphView,
    Piece,
    PullQuoteView,
    QuotationView,
    SubheadView,
    TableView,
)
from broadsheet.site.sources import SourceLine
from broadsheet.site.views import View

Absolute = Callable[[str], str]


def full_text(newsroom: Newsroom, story: Story) -> str:
    """Lead, text and corrections; empty if there is nothing to read."""
    house, shown = newsroom.house, article(newsroom, story)
    text = house.speaking(story.language).catalogue.text
    parts = [_element("p", escape(paid))] if (paid := _paid_by(text, story)) else []
    parts += [_element("p", _element("strong", escape(story.lead)))] if story.lead else []
    parts += map(Markup(house.absolute, text).block, shown.body)
    if shown.corrections:
        parts.append(_element("h2", escape(text(f"corrections.title.{shown.corrections.natures}"))))
        parts += [
            _element("p", escape(f"{each.label}, {each.moment.full}: {each.text}"))
            for each in shown.corrections.all
        ]
    markup = "\n".join(parts)
    return labels.sponsored(markup, house.config.address) if paid else markup


def _paid_by(text: Callable[..., str], story: Story) -> str:
    """The label with the advertiser's name; empty for anything but an advertorial."""
    if story.genre != "advertorial":
        return ""
    return f"{text('advertorial.label')} {text('advertorial.paid_by', advertiser=story.advertiser)}"


class Markup:
    """Views as HTML; all text is escaped."""

    def __init__(self, absolute: Absolute, text: Callable[..., str]) -> None:
        self._absolute = absolute
        self._text = text

    @singledispatchmethod
    def block(self, view: View) -> str:
        raise TypeError(f"There is no full text of the view {type(view).__name__}.")

    @block.register
    def _(self, view: ParagraphView) -> str:
        return _element("p", escape(f"{view.dateline} ") * bool(view.dateline) + self._pieces(view.pieces))

    @block.register
    def _(self, view: SubheadView) -> str:
        return _element("h2", escape(view.text))

    @block.register
    def _(self, view: ListingView) -> str:
        items = "".join(_element("li", self._pieces(item)) for item in view.items)
        return _element("ol" if view.ordered else "ul", items)

    @block.register
    def _(self, view: TableView) -> str:
        caption = _element("caption", escape(view.caption)) if view.caption else ""
        head = _row("th", view.head) if view.head else ""
        return _element("table", caption + head + "".join(_row("td", row) for row in view.rows))

    @block.register
    def _(self, view: PullQuoteView) -> str:
        return self._quoted(view.text, view.speaker, view.source)

    @block.register
    def _(self, view: QuotationView) -> str:
        text = self._text("quotation.literal", text=view.text) if view.literal else view.text
        return self._quoted(text, view.speaker, view.source)

    @block.register
    def _(self, view: FactBoxView) -> str:
        return _element("aside", _element("h2", escape(view.title)) + "".join(map(self.block, view.body)))

    @block.register
    def _(self, view: FigureView) -> str:
        return self._figure(view.illustration)

    @block.register
    def _(self, view: GalleryView) -> str:
        caption = _element("p", escape(view.caption)) if view.caption else ""
        return caption + "".join(map(self._figure, view.illustrations))

    @block.register
    def _(self, view: MachineView) -> str:
        label = _element("p", _element("em", escape(machine_label(self._text, view.made))))
        return label + "".join(map(self.block, view.body))

    @block.register
    def _(self, view: EmbedView) -> str:
        label = self._text("embed.label", provider=view.provider.name)
        words = ": ".join(filter(None, (label, view.embed.title)))
        return _element("p", self._link(escape(words), view.href))

    @block.register
    def _(self, view: PlayerView) -> str:
        """A link to the file, and what is said in it."""
        media = view.media
        parts = [_element("p", self._link(escape(media.title), media.src) + escape(f" ({media.credit})"))]
        parts += [_element("p", escape(view.caption))] if view.caption else []
        parts += [_element("p", escape(paragraph)) for paragraph in media.transcript]
        return "".join(parts)

    @block.register
    def _(self, view: InfographicView) -> str:
        words = "".join(_element("p", escape(paragraph)) for paragraph in view.description)
        return self._figure(view.illustration) + words + (self.block(view.data) if view.data else "")

    def _quoted(self, words: str, speaker: str, source: SourceLine | None) -> str:
        lines = [f"– {speaker}"] if speaker else []
        if source is not None:
            names = " → ".join((*source.names, self._text("sources.us")))
            lines.append(self._text("sources.line", names=names))
        return _element("blockquote", "".join(_element("p", escape(line)) for line in (words, *lines)))

    def _figure(self, illustration: Illustration) -> str:
        picture = illustration.picture
        made = picture_label(self._text, picture)
        words = escape(" ".join(filter(None, (picture.caption, picture.credit, made))))
        image = (
            f'<img src="{escape(self._absolute(picture.src))}" width="{picture.width}"'
            f' height="{picture.height}" alt="{escape(picture.alt)}">'
        )
        return _element("figure", image + (_element("figcaption", words) if words else ""))

    def _pieces(self, pieces: Iterable[Piece]) -> str:
        return "".join(map(self._piece, pieces))

    def _piece(self, piece: Piece) -> str:
        words = escape(piece.text)
        words = _element("em", words) if piece.emphasis else words
        words = _element("strong", words) if piece.strong else words
        link = self._link(words, piece.href)
        return f"{escape(piece.paid)}: {link}" if piece.paid else link

    def _link(self, words: str, href: str) -> str:
        """A place in the page itself means nothing elsewhere: that link is left out."""
        if not href or href.startswith("#"):
            return words
        address = self._absolute(href) if href.startswith("/") else href
        return f'<a href="{escape(address)}">{words}</a>'


def _row(tag: str, cells: Sequence[Cell]) -> str:
    return _element("tr", "".join(_element(tag, escape(cell.text)) for cell in cells))


def _element(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag}>"
