"""Rich text as elements and back, in the form that Wagtail's editor reads."""

from __future__ import annotations

from typing import Any

from lxml import html as lxml_html
from lxml.etree import ParserError


def tree_of(markup: str) -> Any:
    try:
        return lxml_html.fragment_fromstring(markup, create_parent="div")
    except ParserError:
        return lxml_html.fragment_fromstring("", create_parent="div")


def text_of(element: Any) -> str:
    return " ".join(str(element.text_content()).split())


def markup_of(element: Any) -> str:
    return _written(element, with_tail=False)


def inner_of(element: Any) -> str:
    """What stands within it."""
    return escaped(element.text or "") + "".join(_written(child) for child in element)


def _written(element: Any, *, with_tail: bool = True) -> str:
    """As Wagtail's editor reads it: it takes a `<br>` that is not closed for one that never ends."""
    markup: str = lxml_html.tostring(element, encoding="unicode", with_tail=with_tail)
    return markup.replace("<br>", "<br/>")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
