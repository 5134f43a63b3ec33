"""Rich text as Wagtail keeps it, or sanitised agency HTML, as paragraphs, lists and runs.

Bold, italic, links and lists are understood; of everything else the text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from urllib.parse import urlsplit

import msgspec

from broadsheet.ledger.plain import plain as words
from broadsheet.ledger.records import Listing, Paragraph, Run, Text

AssetOfPage = Callable[[int], str]

_STRONG = frozenset({"b", "strong"})
_EMPHASIS = frozenset({"i", "em"})
_LISTS = frozenset({"ul", "ol"})
_SILENT = frozenset({"script", "style"})
_BREAK_TAGS = """
    address article aside blockquote caption dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header
    hr main nav p pre section table tbody td tfoot th thead tr
"""
_BREAKS = frozenset(_BREAK_TAGS.split())
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SCHEMES = frozenset({"http", "https", "mailto"})


def blocks_of(html: str, asset_of_page: AssetOfPage = lambda _: "") -> tuple[Paragraph | Listing, ...]:
    """Paragraphs and lists, in order. Never raises; what cannot be understood is text."""
    reader = _Reader(asset_of_page)
    # An unknown marked section makes Python's parser raise; as text it is harmless.
    reader.feed(html.replace("<![", "&lt;!["))
    reader.close()
    return reader.finish()


def runs_of(html: str, asset_of_page: AssetOfPage = lambda _: "") -> Text:
    """The whole as one stretch; paragraphs and list items are parted by a space."""
    runs: list[Run] = []
    for text in _texts(blocks_of(html, asset_of_page)):
        runs += [Run(text=" "), *text] if runs else text
    return tidy(runs)


def plain(blocks: Iterable[Paragraph | Listing]) -> str:
    """The words alone, paragraphs and items parted by a space."""
    return " ".join(map(words, _texts(blocks)))


def _texts(blocks: Iterable[Paragraph | Listing]) -> Iterable[Text]:
    for block in blocks:
        yield from block.items if isinstance(block, Listing) else (block.text,)


def tidy(runs: Iterable[Run]) -> Text:
    """White space as a browser shows it, equal neighbours joined, nothing empty."""
    joined: list[Run] = []
    for run in runs:
        text = _SPACE.sub(" ", run.text)
        if not joined or joined[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if not text:
            continue
        if joined and _style(joined[-1]) == _style(run):
            joined[-1] = msgspec.structs.replace(joined[-1], text=joined[-1].text + text)
        else:
            joined.append(msgspec.structs.replace(run, text=text))
    return _without_last_space(joined)


def _without_last_space(runs: list[Run]) -> Text:
    if runs and runs[-1].text.endswith(" "):
        last = runs.pop()
        if last.text != " ":
            runs.append(msgspec.structs.replace(last, text=last.text[:-1]))
    return tuple(runs)


def _style(run: Run) -> tuple[bool, bool, str, str]:
    return run.strong, run.emphasis, run.href, run.asset


class _Reader(HTMLParser):
    def __init__(self, asset_of_page: AssetOfPage) -> None:
        super().__init__(convert_charrefs=True)
        self._asset_of_page = asset_of_page
        self._blocks: list[Paragraph | Listing] = []
        self._runs: list[Run] = []
        self._items: list[Text] = []
        self._lists: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._strong = self._emphasis = self._silent = 0

    def finish(self) -> tuple[Paragraph | Listing, ...]:
        self._end_text()
        self._end_list()
        return tuple(self._blocks)

    # ---- what the parser reports ----------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._count(tag, 1)
        if tag == "a":
            self._links.append(self._target(dict(attrs)))
        elif tag == "br":
            self.handle_data(" ")
        elif tag in _LISTS:
            self._begin_list(tag)
        elif tag == "li" or tag in _BREAKS:
            self._end_text()

    def handle_endtag(self, tag: str) -> None:
        self._count(tag, -1)
        if tag == "a" and self._links:
            self._links.pop()
        elif tag in _LISTS:
            self._leave_list()
        elif tag == "li" or tag in _BREAKS:
            self._end_text()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data(" ")
        elif tag in _BREAKS:
            self._end_text()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        href, asset = self._links[-1] if self._links else ("", "")
        self._runs.append(
            Run(
                text=data,
                strong=self._strong > 0,
                emphasis=self._emphasis > 0,
                href=href,
                asset=asset,
            )
        )

    # ---- building -------------------------------------------------------------------------

    def _count(self, tag: str, step: int) -> None:
        if tag in _STRONG:
            self._strong = max(0, self._strong + step)
        elif tag in _EMPHASIS:
            self._emphasis = max(0, self._emphasis + step)
        elif tag in _SILENT:
            self._silent = max(0, self._silent + step)

    def _begin_list(self, tag: str) -> None:
        """A list in a list adds its items to the outer one: records know one level."""
        self._end_text()
        self._lists.append(tag)

    def _leave_list(self) -> None:
        self._end_text()
        if len(self._lists) == 1:
            self._end_list()
        elif self._lists:
            self._lists.pop()

    def _end_list(self) -> None:
        if self._items:
            self._blocks.append(Listing(items=tuple(self._items), ordered=self._lists[:1] == ["ol"]))
        self._items, self._lists = [], []

    def _end_text(self) -> None:
        text, self._runs = tidy(self._runs), []
        if text and self._lists:
            self._items.append(text)
        elif text:
            self._blocks.append(Paragraph(text=text))

    def _target(self, attrs: dict[str, str | None]) -> tuple[str, str]:
        """Address and asset of a link; both empty if it leads nowhere that readers may go."""
        if attrs.get("linktype") == "page":
            page_id = attrs.get("id") or ""
            return "", self._asset_of_page(int(page_id)) if _is_number(page_id) else ""
        href = (attrs.get("href") or "").strip()
        return (href, "") if _is_public(href) else ("", "")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _is_public(href: str) -> bool:
    try:
        parts = urlsplit(href)
        return parts.scheme in _SCHEMES and bool(parts.netloc or (parts.scheme == "mailto" and parts.path))
    except ValueError:
        return False
