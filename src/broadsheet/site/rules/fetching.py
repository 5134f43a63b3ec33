"""Which addresses a browser asks for by itself (HTML Living Standard; CSS Values 4.5; SVG 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from broadsheet.site.rules.markup import Element

_BY_ELEMENT: Final = {
    "img": ("src", "srcset", "lowsrc", "attributionsrc"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "script": ("src", "href", "xlink:href", "attributionsrc"),
    "iframe": ("src",),
    "frame": ("src",),
    "portal": ("src",),
    "fencedframe": ("src",),
    "embed": ("src",),
    "object": ("data", "classid", "codebase", "archive"),
    "applet": ("codebase", "archive", "code"),
    "input": ("src", "formaction"),
    "button": ("formaction",),
    "form": ("action",),
    "base": ("href",),
    "html": ("manifest",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href", "src"),
    "feimage": ("href", "xlink:href"),
}
_ANYWHERE: Final = ("style", "ping", "background", "attributionsrc")
_MERELY_NAMED: Final = frozenset(
    {"canonical", "alternate", "author", "license", "me", "help", "next", "prev", "up", "first", "last"}
    | {"bookmark", "search", "shortlink", "hub", "self", "amphtml", "privacy-policy", "terms-of-service"}
)
"""Relations of a `<link>` that only say what there is. Whatever is not among them may be fetched."""
_REFRESH: Final = re.compile(r"[\d.\s]*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL: Final = re.compile(
    r"""(?:url|src)\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))|@import\s*(?:"([^"]*)"|'([^']*)')"""
    r"""|image-set\(([^;{}]*)""",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"""["']([^"']*)["']""")
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")


def of_element(element: Element) -> Iterator[str]:
    attributes = element.attributes
    for name in _BY_ELEMENT.get(element.name, ()):
        yield from _addresses(name, attributes.get(name, ""))
    if element.name == "link" and not _MERELY_NAMED.issuperset(attributes.get("rel", "").lower().split()):
        yield from _addresses("href", attributes.get("href", ""))
        yield from _addresses("imagesrcset", attributes.get("imagesrcset", ""))
    if element.name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        yield from (found[1] for found in [_REFRESH.match(attributes.get("content", ""))] if found)
    if element.name == "style":
        yield from of_styles(element.content)
    for name in _ANYWHERE:
        if value := attributes.get(name):
            yield from of_styles(value) if name == "style" else value.split()


def of_styles(text: str) -> Iterator[str]:
    """Whatever `url()`, `@import` and `image-set()` name; escapes are read as a browser reads them."""
    for found in _URL.finditer(_unescaped(_COMMENT.sub("", text))):
        if found[6]:
            yield from _QUOTED.findall(found[6])
        else:
            yield next((each for each in found.groups() if each), "")


def candidates(srcset: str) -> Iterator[str]:
    return (each.split()[0] for each in srcset.split(",") if each.strip())


def _addresses(attribute: str, value: str) -> Iterator[str]:
    if attribute.endswith("srcset"):
        yield from candidates(value)
    elif attribute == "archive":
        yield from value.replace(",", " ").split()
    elif value:
        yield value


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    point = int(found[1], 16)
    return chr(point) if 0 < point <= 0x10FFFF else "�"
