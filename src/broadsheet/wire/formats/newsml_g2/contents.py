"""What a G2 item delivers: text in XHTML, NITF or plain, and files at an address (§ 6)."""

from __future__ import annotations

import msgspec

from broadsheet.wire import acceptance, markup, nitf_body
from broadsheet.wire.fields import Fields
from broadsheet.wire.item import WirePicture
from broadsheet.wire.nodes import Node


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    headline: str = ""
    byline: str = ""
    body_html: str = ""
    infobox_html: str = ""
    pictures: tuple[WirePicture, ...] = ()


def read(item: Node) -> Contents:
    """The first text; further ones are the same in another form, as G2 says."""
    pictures = _pictures(item)
    for text in [*item.all("contentSet/inlineXML"), *item.all("contentSet/inlineData")]:
        found = _text(text)
        if found.body_html:
            return msgspec.structs.replace(found, pictures=(*found.pictures, *pictures))
    for remote in item.all("contentSet/remoteContent"):
        if not remote.attribute("contenttype").startswith(("image/", "video/", "audio/")) and not pictures:
            item.warnings.append(f"Content at {remote.attribute('href')[:300]} was not fetched.")
    return Contents(pictures=pictures)


def _text(node: Node) -> Contents:
    kind = node.attribute("contenttype").lower()
    inner = next(iter(node.children()), node)
    if inner.name == "nitf":
        return _of_nitf(inner)
    if node.name == "inlineData" and not node.children() and node.attribute("encoding") == "":
        return _of_words(node, kind)
    if inner.name in {"html", "body"} or "html" in kind:
        return _of_xhtml(node if inner.name == "body" else inner)
    node.warnings.append(f"Content of the type {kind[:60]!r} was not taken in.")
    return Contents()


def _of_words(node: Node, kind: str) -> Contents:
    """Plain text, or HTML that is escaped or in a CDATA section."""
    if "html" in kind:
        return Contents(body_html=markup.safe_html(node.raw(), node.warnings))
    return Contents(body_html=markup.safe_text(node.text()))


def _of_nitf(root: Node) -> Contents:
    text = nitf_body.read(root)
    return Contents(
        headline=text.headline, byline=text.byline, body_html=text.body_html, pictures=text.pictures
    )


def _of_xhtml(root: Node) -> Contents:
    """The sections that hold text; dpa repeats headline and byline in a header, others do not."""
    body = root.first("body") or root
    mains = [each for each in body.all("section") if "main" in each.attribute("class").split()]
    boxes = [each for each in body.all("section") if "infobox" in each.attribute("class")]
    source = "".join(map(_without_teaser, mains)) if mains else body.markup(without=body.all("header"))
    box = "".join(each.markup() for each in boxes)
    return Contents(
        body_html=markup.safe_html(source, root.warnings),
        infobox_html=markup.safe_html(box, root.warnings) if box else "",
    )


def _without_teaser(section: Node) -> str:
    teasers = [each for each in section.children() if "teaser" in each.attribute("class").split()]
    return section.markup(without=teasers)


def _pictures(item: Node) -> tuple[WirePicture, ...]:
    """The largest of the renditions that lie at an address, if the item is a picture."""
    renditions = [
        WirePicture(
            href=each.attribute("href"),
            id=item.attribute("guid"),
            headline=item.line("contentMeta/headline"),
            caption=item.text("contentMeta/description"),
            credit=item.line("contentMeta/creditline"),
            width=Fields({"width": each.attribute("width")}, []).number("width"),
            height=Fields({"height": each.attribute("height")}, []).number("height"),
            media_type=each.attribute("contenttype"),
        )
        for each in item.all("contentSet/remoteContent")
    ]
    found = acceptance.largest(renditions)
    return () if found is None else (found,)
