"""Finished HTML as rules look at it: elements, read as a browser's tokenizer reads them, and words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import lxml.html
from lxml.html import HtmlElement

# HTML, 13.2.5: an attribute's value is quoted only right after its equals sign. Possessive
# throughout, so that no markup makes the search slow.
_ATTRIBUTES: Final = (
    r"""(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+))?+)*+"""
)
_TOKEN: Final = re.compile(
    rf"<(?:"
    rf"!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|(?P<raw>(?i:script|style|textarea|title|xmp|iframe|noembed|noframes))(?=[\s/>])(?P<r>{_ATTRIBUTES})>"
    rf"(?P<content>.*?)(?:(?=</(?i:(?P=raw))[\s/>])|\Z)"
    rf"|(?P<name>[a-zA-Z][^\s/>]*+)(?P<a>{_ATTRIBUTES})>"
    rf")",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?"""
)
# Most tags: those that only end, structure, name, describe, link within the site or show its own pictures.
_PLAIN: Final = re.compile(
    r"""[/!?].*|a href="/[\w-][^"&\\]*"|meta (?:name|property)="[\w:-]+" content="[^"]*"|"""
    r"""link rel="canonical" href="(?:https?:/)?/[\w-][^"]*"|"""
    r"""(?!(?:style|script|iframe|frame|object|embed|applet|portal|fencedframe)\b)[a-z]\w*(?: (?:"""
    r"""(?:class|id|datetime|aria-label|data-[a-z]+)="[^"]*"|"""
    r"""(?:type|sizes|width|height|alt|loading|decoding|fetchpriority)="[^"]*"|"""
    r"""src="/[\w-][^"&\\]*"|srcset="(?:/[\w-][^"&\\, ]* \d+w(?:, )?)+"|data-relative"""
    r"""))*+""",
    re.DOTALL,
)
_SPOKEN: Final = re.compile(r"<([^/>][^>]*)")
_TAG: Final = re.compile(r"<[^>]*>")
# What may begin is looked at before the names: a page has hundreds of tags.
_UNSEEN: Final = re.compile(r"<(?=[!tsnTSN])(?:!--|((?i:template|script|style|noscript))\b)")
_END_OF_COMMENT: Final = re.compile("-->")
_HIDDEN: Final = re.compile(r"""hidden(?=[\s>]|=""|="until-found"|="hidden"|="true")""")
_NAME: Final = re.compile(r"<(\w+)")


class Element:
    """A start tag. `content` is what stands in an element that holds no markup, such as a script."""

    __slots__ = ("_attributes", "content", "name")

    def __init__(self, found: re.Match[str]) -> None:
        raw = found["raw"]
        self.name = (raw or found["name"]).lower()
        self._attributes: str = found["r"] if raw else found["a"]
        self.content: str = found["content"] or ""

    @property
    def attributes(self) -> Mapping[str, str]:
        """By lower-case name; of two with one name the first counts, as in a browser."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self._attributes):
            found.setdefault(match[1].lower(), html.unescape(match[2] or match[3] or match[4] or ""))
        return found


class Markup:
    def __init__(self, text: str) -> None:
        self.text = text

    def elements(self) -> Iterator[Element]:
        """All of them, in their order; what stands in comments is none."""
        return (Element(found) for found in _TOKEN.finditer(self.text) if found["raw"] or found["name"])

    def spoken(self) -> set[str]:
        """What stands in each different start tag, roughly cut out: what is in comments may be among them,
        and a tag that holds a `>` in quotes is cut short."""
        return set(_SPOKEN.findall(self.text))

    def offers(self, path: str) -> bool:
        """Whether a reader sees a link to the path."""
        link = f'href="{path}"'
        return link in self._foot or link in self.seen

    @cached_property
    def _foot(self) -> str:
        """Of most links it is asked whether they stand here."""
        return self.seen[max(0, self.seen.rfind("<footer")) :]

    @cached_property
    def seen(self) -> str:
        """The body without what no reader sees: comments, scripts, templates, what is `hidden`."""
        return _without_hidden(_without_unseen(self.text[max(0, self.text.find("<body")) :]))

    @cached_property
    def tree(self) -> HtmlElement:
        """For what is asked of few pages: it takes longer than all else together."""
        return lxml.html.fromstring(self.text)

    @cached_property
    def words(self) -> str:
        """What is seen, without tags, with one space between two words."""
        return " ".join(plain(self.seen).split())

    def says(self, text: str) -> bool:
        return " ".join(text.split()) in self.words


def is_plain(tag: str) -> bool:
    """Whether what stands in a tag can have nothing that any rule asks of an element."""
    return _PLAIN.fullmatch(tag) is not None


def element(tag: str) -> Element | None:
    """Of what stands in a start tag; None if that is not all of it."""
    found = _TOKEN.fullmatch(f"<{tag}>")
    return Element(found) if found and (found["raw"] or found["name"]) else None


def plain(markup: str) -> str:
    return html.unescape(_TAG.sub(" ", markup))


def _without_unseen(text: str) -> str:
    rest, place = list[str](), 0
    for found in _UNSEEN.finditer(text):
        start = found.start()
        if start >= place and (end := _end_of_unseen(text, found)):
            rest.append(text[place:start])
            place = end
    return "".join((*rest, text[place:]))


def _end_of_unseen(text: str, begin: re.Match[str]) -> int:
    """0 if it does not end."""
    ends = re.compile(rf"</(?i:{begin[1]})\s*>") if begin[1] else _END_OF_COMMENT
    found = ends.search(text, begin.end())
    return found.end() if found else 0


def _without_hidden(text: str) -> str:
    rest, place, found = list[str](), 0, text.find("hidden")
    while found >= 0:
        start = text.rfind("<", place, found)
        if start >= place and _HIDDEN.match(text, found) and _is_attribute(text[start:found]):
            rest.append(text[place:start])
            place = _end(text, start)
        found = text.find("hidden", max(found + 1, place))
    return "".join((*rest, text[place:]))


def _is_attribute(before: str) -> bool:
    return ">" not in before and before.endswith((" ", "\n", " aria-"))


def _end(text: str, start: int) -> int:
    """Where the element that begins at `start` ends; at the end of the text if it does not."""
    name = _NAME.match(text, start)
    end = text.find(f"</{name[1]}", start) if name else -1
    return text.find(">", end) + 1 if end >= 0 else len(text)
