"""Agency HTML to a small, safe subset, and HTML or plain text to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Final

import lxml.html
import nh3

from broadsheet.wire.errors import TooDeep
from broadsheet.wire.item import WireLink
from broadsheet.wire.text import has_hidden, many_lines, visible

TAGS: Final = frozenset({
    "p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "table", "thead",
    "tbody", "tr", "th", "td",
})  # fmt: skip
_RENAMED: Final = {
    "b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3",
    "dt": "p", "dd": "p", "pre": "p", "address": "p", "caption": "p",
}  # fmt: skip
_CONTAINERS: Final = frozenset({
    "body", "section", "article", "main", "aside", "header", "footer", "div", "figure", "dl", "center",
    "form", "fieldset", "nav",
})  # fmt: skip
_BLOCKS: Final = _CONTAINERS | {"p", "h2", "h3", "ul", "ol", "blockquote", "table"}
_ACTIVE: Final = frozenset({
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "template",
    "noscript", "svg", "math",
})  # fmt: skip
_MEDIA: Final = frozenset({"img", "picture", "video", "audio", "canvas", "source", "track", "figcaption"})
_CONTROLS: Final = frozenset({"input", "button", "select", "textarea", "option"})
_UNSEEN: Final = frozenset({"head", "title", "meta", "link", "base"})
# libxml2 itself stops at 2048, without a word.
_MAX_DEPTH: Final = 250
_HTTP = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_LINE_END = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6]|div|tr|blockquote|section)\s*>", re.IGNORECASE)
_TAG = re.compile(r"""<(?:[^<>"]|"[^"]*")*>""")
_REFERENCE = re.compile(r"&#(?:x[0-9a-f]+|[0-9]+);?", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|h2|h3|li)>\s*</\1>")
"""What the last parser makes of an end without a beginning."""
_PARAGRAPH_END = re.compile(r"\n\s*\n")

Element = lxml.html.HtmlElement


def safe_html(html: str, warnings: list[str]) -> str:
    """`html` reduced to TAGS; what was dropped is told in `warnings`. Raises TooDeep.

    Text that stood in no paragraph gets one. A dateline marked as such is left out, for
    the item has its place as a field. Links lead to http(s) addresses or are unwrapped.
    """
    html = _plain_references(html)
    if has_hidden(html):
        warnings.append("Invisible characters were removed from the text.")
    body = _parsed(visible(html))
    told = dict.fromkeys(message for element in list(body.iter()) for message in _tidied(element))
    warnings.extend(told)
    for container in reversed([element for element in body.iter() if element.tag in _CONTAINERS]):
        _into_paragraphs(container)
    _drop_empty(body)
    return _sanitised(lxml.html.tostring(body, encoding="unicode"))


def without_headline(html: str, headline: str) -> str:
    """Safe HTML without the headline that some agencies repeat at its head."""
    return html.removeprefix(f"<h2>{escape(headline, quote=False)}</h2>")


def safe_text(text: str) -> str:
    """Plain text as HTML paragraphs: at blank lines if there are any, else at line ends."""
    lines = many_lines(text)
    parts = _PARAGRAPH_END.split(lines) if _PARAGRAPH_END.search(lines) else lines.split("\n")
    return "".join(
        f"<p>{'<br>'.join(escape(part, quote=False).split(chr(10)))}</p>" for part in parts if part
    )


def text_of(html: str) -> str:
    """What people read in `html`, a line for every paragraph or item."""
    if "<" not in html and "&" not in html:
        return many_lines(html)
    broken = _LINE_END.sub(lambda found: found[0] + "\n", html)
    body = _parsed(visible(_plain_references(broken)))
    for element in list(body.iter()):
        if element.tag in _ACTIVE | _UNSEEN and element.getparent() is not None:
            element.drop_tree()
    return many_lines(body.text_content())


def plain(html: str) -> str:
    """As `text_of`, of what `safe_html` or `safe_text` made: it needs no parser, which would take ten times
    as long."""
    broken = _LINE_END.sub(lambda found: found[0] + "\n", html)
    return many_lines(unescape(_TAG.sub("", broken)))


def links_of(html: str) -> tuple[WireLink, ...]:
    """The http(s) links in `html`, in order, once each."""
    body = _parsed(visible(_plain_references(html)))
    anchors = [anchor for anchor in body.iter("a") if _is_web(anchor.get("href", ""))]
    titles: dict[str, str] = {}
    for anchor in anchors:
        titles.setdefault(anchor.get("href", "").strip(), many_lines(anchor.text_content()))
    return tuple(WireLink(href=href, title=title) for href, title in titles.items())


def looks_like_html(text: str) -> bool:
    return re.search(r"</?(?:p|div|section|br|b|i|em|strong|a|h[1-6]|ul|ol|table)\b[^<]*>", text) is not None


def _plain_references(html: str) -> str:
    """Characters instead of numeric references, so that none can hide behind its number."""
    return _REFERENCE.sub(lambda found: escape(_character(found[0])), html)


def _character(reference: str) -> str:
    """What HTML makes of it; no number of more than a few digits is a character's."""
    return unescape(reference) if len(reference) < 20 else "\ufffd"


def _is_web(href: str) -> bool:
    return _HTTP.match(href.strip()) is not None


def _parsed(html: str) -> Element:
    """The body. `huge_tree` keeps libxml2 from dropping texts of ten million characters."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # Within a body from the start, or what stands first could become a part of the head.
    root = lxml.html.document_fromstring(b"<body>" + html.encode(), parser=parser)
    if root.xpath(f"boolean(//*[count(ancestor::*) > {_MAX_DEPTH}])"):
        raise TooDeep(f"The text's HTML is nested deeper than {_MAX_DEPTH} elements. Ask the agency.")
    return root if root.body is None else root.body


def _tidied(element: Element) -> Iterator[str]:
    """Brings one element towards TAGS and tells what is lost."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if element.getparent() is None:
        return
    if any(name.lower().startswith("on") for name in element.attrib):
        yield "Event handlers were removed from the text."
    if tag in _UNSEEN or "dateline" in element.get("class", "").split():
        element.drop_tree()
    elif tag in _ACTIVE | _MEDIA | _CONTROLS or "-" in tag:
        yield _loss(element, tag)
        element.drop_tree()
    elif tag == "a" and not _is_web(element.get("href", "")):
        yield from _unlinked(element)
    elif tag in _RENAMED:
        element.tag = _RENAMED[tag]


def _loss(element: Element, tag: str) -> str:
    address = element.get("src", "")
    where = f": {address[:300]}" if _is_web(address) else ""
    return f"The text held an element <{tag[:40]}> that was removed{where}."


def _unlinked(anchor: Element) -> Iterator[str]:
    anchor.tag = "span"
    if re.match(r"\s*(?:javascript|data|vbscript)\s*:", anchor.get("href", ""), re.IGNORECASE):
        yield "A link that would run code was removed from the text."


def _into_paragraphs(container: Element) -> None:
    """A container of blocks keeps them, inline runs between them become paragraphs."""
    if container.tag != "body" and not any(child.tag in _BLOCKS for child in container):
        container.tag = "p"
        return
    runs = [_run(container.text)]
    container.text = None
    for child in list(container):
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS:
            runs += [child, _run(tail)]
        else:
            runs[-1].append(child)
            child.tail = tail
    container[:] = [run for run in runs if run.tag != "p" or len(run) or (run.text or "").strip()]


def _run(text: str | None) -> Element:
    paragraph = lxml.html.Element("p")
    paragraph.text = text
    return paragraph


def _drop_empty(body: Element) -> None:
    for element in reversed(list(body.iter("p", "h2", "h3", "li", "ul", "ol", "blockquote"))):
        if not element.text_content().strip():
            element.drop_tree()


def _sanitised(html: str) -> str:
    """The last word: whatever came before, nothing but TAGS and web links leaves here."""
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(_ACTIVE - {"frame", "frameset", "applet", "embed", "object"}),
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
        attribute_filter=lambda _tag, _name, value: value.strip() if _is_web(value) else None,
    )
    return _EMPTY.sub("", cleaned).strip()
