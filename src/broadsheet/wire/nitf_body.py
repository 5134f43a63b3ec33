"""The body of an NITF document as ours; also where NITF lies inside another format."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Final

import msgspec
from lxml import etree

from broadsheet.wire import acceptance, markup
from broadsheet.wire.fields import Fields
from broadsheet.wire.item import WirePicture
from broadsheet.wire.nodes import Node, local

_HTML_OF: Final = {
    "hl1": "h2",
    "hl2": "h2",
    "bq": "blockquote",
    "block": "div",
    "em": "em",
    "pre": "p",
    "nitf-table": "div",
    "hr": "br",
}
_LEFT_OUT: Final = frozenset(
    {"media", "note", "datasource", "nitf-table-metadata", "nitf-colgroup", "custom-table"}
)
_PUBLIC_NOTE: Final = "pa"
"""A note's type: `pa` may be published, `std` and `npa` are for editors (NITF 3.6, note)."""
_BY = re.compile(r"\s+,")


class NitfText(msgspec.Struct, frozen=True, kw_only=True):
    headline: str = ""
    kicker: str = ""
    lead: str = ""
    byline: str = ""
    place: str = ""
    source: str = ""
    body_html: str = ""
    pictures: tuple[WirePicture, ...] = ()
    public_notes: tuple[str, ...] = ()
    internal_notes: tuple[str, ...] = ()


def read(root: Node) -> NitfText:
    """What an `nitf` element holds. Raises TooDeep."""
    head, content = root.first("body/body.head"), root.first("body/body.content")
    notes = [*root.within("note")]
    return NitfText(
        headline=head.line("hedline/hl1") or head.line("headline/hl1"),
        kicker=head.line("hedline/hl2") or head.line("headline/hl2"),
        lead=head.text("abstract"),
        byline=_BY.sub(",", head.line("byline")),
        place=head.line("dateline/location") or head.line("dateline"),
        source=head.line("distributor") or head.line("rights/rights.agent"),
        body_html=_html(content),
        pictures=tuple(filter(None, map(_picture, content.within("media")))),
        public_notes=tuple(filter(None, (each.text() for each in notes if _is_public(each)))),
        internal_notes=tuple(filter(None, (each.text() for each in notes if not _is_public(each)))),
    )


def _html(content: Node) -> str:
    if content.element is None:
        return ""
    copy = deepcopy(content.element)
    for each in list(copy.iter(etree.Element)):
        name = local(each.tag)
        if name in _LEFT_OUT:
            _remove(each)
        else:
            each.tag = _HTML_OF.get(name, name if name in markup.TAGS else _plain(name))
    return markup.safe_html(Node(copy, content.warnings).markup(), content.warnings)


def _plain(name: str) -> str:
    """People, places and figures are marked within a line; what is not known is kept as text."""
    return "div" if name in {"body.content", "nitf-table-summary"} else "span"


def _remove(element: etree._Element) -> None:
    """Without the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _is_public(note: Node) -> bool:
    return note.attribute("type") == _PUBLIC_NOTE


def _picture(media: Node) -> WirePicture | None:
    if media.attribute("media-type") not in {"image", "photo", "picture", ""}:
        media.warnings.append(f"A medium of type {media.attribute('media-type')[:20]!r} was not taken in.")
        return None
    references = media.all("media-reference")
    renditions = [
        WirePicture(
            href=each.attribute("source"),
            caption=media.text("media-caption"),
            credit=media.line("media-producer"),
            width=Fields({"width": each.attribute("width")}, []).number("width"),
            height=Fields({"height": each.attribute("height")}, []).number("height"),
            media_type=each.attribute("mime-type"),
        )
        for each in references
    ]
    found = acceptance.largest(renditions)
    if found is None and references:
        media.warnings.append("A picture without a usable address was not taken in.")
    return found
