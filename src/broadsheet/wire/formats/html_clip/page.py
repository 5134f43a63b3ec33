"""Title, text, date, site and author of an article's page, by trafilatura."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from typing import Any, Final

from lxml import html

from broadsheet.kernel.language import count_words, shorten
from broadsheet.wire import acceptance, web_pages
from broadsheet.wire.errors import ContentMissing
from broadsheet.wire.identity import MAX_ID_LENGTH, MAX_SUPPLIER_LENGTH, id_of_words
from broadsheet.wire.item import Parsed, WireHop, WireItem
from broadsheet.wire.text import has_hidden, one_line, visible

NAME: Final = "HTML clip"

_HEAD: Final = 4096
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_LEAST_WORDS: Final = 30
"""Of an article; what a host says instead of one, as that it is out of order, is shorter."""
_EARLIEST: Final = date(1990, 1, 1)


def recognises(document: bytes) -> bool:
    return _PAGE.match(document[:_HEAD].lstrip()) is not None


def parse(document: bytes, received: datetime) -> list[Parsed]:
    """The one article of the page. Raises ContentMissing where no text stands out from what is around it."""
    page = document.replace(b"\0", b"")  # which would end the text for libxml2
    pasted = _pasted(page)
    told = pasted or _extracted(page)
    lines = _lines(told)
    if not lines or (not pasted and count_words(" ".join(lines)) < _LEAST_WORDS):
        raise ContentMissing("No article was found in the page. Copy its text into the form for clips.")
    return [Parsed(acceptance.complete(_item(told, lines, web_pages.marked_address(document), received)))]


def _pasted(page: bytes) -> dict[str, Any]:
    """All of it, where the page was made of a text; else empty."""
    if web_pages.PASTED.encode() not in page[:_HEAD]:
        return {}
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    lines = [str(each.text_content()) for each in tree.xpath(f"//article[@id='{web_pages.PASTED}']/p")]
    return {"title": tree.findtext(".//title"), "text": "\n".join(lines)}


def _extracted(page: bytes) -> dict[str, Any]:
    """What is surely the article; empty where nothing is."""
    # Takes a second to load: only those who clip wait for it.
    from trafilatura import bare_extraction

    found = bare_extraction(
        page, favor_precision=True, with_metadata=True, include_comments=False, include_tables=False
    )
    return {} if found is None else found if isinstance(found, dict) else found.as_dict()


def _lines(told: dict[str, Any]) -> list[str]:
    lines = [one_line(line) for line in (told.get("text") or "").split("\n")]
    title = _line(told, "title")
    return [line for at, line in enumerate(lines) if line and not (at == 0 and line == title)]


def _item(told: dict[str, Any], lines: list[str], marked: str, received: datetime) -> WireItem:
    warnings: list[str] = []
    if has_hidden(told.get("text") or ""):
        warnings.append("Invisible characters were removed from the text.")
    address = marked or web_pages.web_address(_line(told, "url"))
    host = web_pages.host(address)
    site = _line(told, "sitename") or host
    title = _line(told, "title") or shorten(lines[0], 160)
    published = _published(_line(told, "date"), received, warnings)
    own = f"clip:{address}"
    return WireItem(
        supplier=(host or "clip")[:MAX_SUPPLIER_LENGTH],
        id=own if address and len(own) <= MAX_ID_LENGTH else id_of_words("clip", title, *lines),
        version=int(received.timestamp()),
        version_created=received,
        headline=title,
        body_html="".join(f"<p>{escape(visible(line), quote=False)}</p>" for line in lines),
        byline=_line(told, "author"),
        source=site,
        language=_line(told, "language")[:8],
        provenance=(WireHop(name=site, at=published, actions=("published",)),) if site else (),
        is_clip=True,
        address=address,
        warnings=tuple(warnings),
    )


def _line(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return one_line(value)[:500] if isinstance(value, str) else ""


def _published(text: str, received: datetime, warnings: list[str]) -> datetime | None:
    """The page's own day, at its beginning; none that cannot be meant."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    if not _EARLIEST <= day <= (received + timedelta(days=1)).date():
        warnings.append(f"The page's date {text[:10]!r} cannot be meant.")
        return None
    return datetime.combine(day, time(), UTC)
