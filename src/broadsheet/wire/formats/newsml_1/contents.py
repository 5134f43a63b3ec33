"""What an item delivers: the text within it, and pictures at an address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from broadsheet.wire import acceptance, markup, nitf_body
from broadsheet.wire.fields import Fields
from broadsheet.wire.item import Kind, WirePicture
from broadsheet.wire.nodes import Node

_KINDS: Final[dict[str, Kind]] = {
    "text": "text",
    "photo": "picture",
    "picture": "picture",
    "graphic": "graphic",
    "audio": "audio",
    "video": "video",
    "complexdata": "composite",
}


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    kind: Kind
    headline: str = ""
    byline: str = ""
    place: str = ""
    body_html: str = ""
    pictures: tuple[WirePicture, ...] = ()
    notes: tuple[str, ...] = ()
    internal_notes: tuple[str, ...] = ()


def read(item: Node) -> Contents:
    """The first text; further texts are captions, or the same in another form. Raises TooDeep."""
    found = list(item.within("ContentItem"))
    kinds = [_KINDS.get(each.first("MediaType").attribute("FormalName").lower(), "text") for each in found]
    texts = [
        each for each, kind in zip(found, kinds, strict=True) if kind == "text" and each.first("DataContent")
    ]
    text = _text(texts[0].first("DataContent")) if texts else Contents(kind="text")
    others = [kind for kind in kinds if kind != "text"]
    kind: Kind = "text" if texts or not others else others[0]
    return msgspec.structs.replace(text, kind=kind, pictures=(*text.pictures, *_pictures(item)))


def _text(content: Node) -> Contents:
    inner = next(iter(content.children()), Node(None, content.warnings))
    if inner.name == "nitf":
        nitf = nitf_body.read(inner)
        return Contents(
            kind="text",
            headline=nitf.headline,
            byline=nitf.byline,
            place=nitf.place,
            body_html=nitf.body_html,
            pictures=nitf.pictures,
            notes=nitf.public_notes,
            internal_notes=nitf.internal_notes,
        )
    if not inner:
        return Contents(kind="text", body_html=markup.safe_text(content.text()))
    html = inner.first("body") or inner if inner.name == "html" else content
    return Contents(kind="text", body_html=markup.safe_html(html.markup(), content.warnings))


def _pictures(item: Node) -> tuple[WirePicture, ...]:
    """The largest rendition of each component that has any."""
    found = (acceptance.largest(_renditions(component)) for component in item.within("NewsComponent"))
    return tuple(filter(None, found))


def _renditions(component: Node) -> Iterator[WirePicture]:
    lines = component.first("NewsLines")
    for each in component.all("ContentItem"):
        if _KINDS.get(each.first("MediaType").attribute("FormalName").lower()) not in {"picture", "graphic"}:
            continue
        sizes = {
            one.attribute("FormalName").lower(): one.attribute("Value")
            for one in each.all("Characteristics/Property")
        }
        if not each.attribute("Href").startswith(("http://", "https://")):
            component.warnings.append(
                f"The picture {each.attribute('Href')[:80]!r} has no address of its own."
            )
        yield WirePicture(
            href=each.attribute("Href"),
            headline=lines.line("HeadLine"),
            credit=lines.line("CreditLine"),
            width=Fields(sizes, []).number("width"),
            height=Fields(sizes, []).number("height"),
            media_type=each.first("MimeType").attribute("FormalName"),
        )
