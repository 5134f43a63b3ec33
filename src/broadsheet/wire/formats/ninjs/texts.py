"""Headlines, descriptions and bodies: lists of texts that are told apart by role and type."""

from __future__ import annotations

from typing import Final

from broadsheet.wire import markup, nitf_body, xml_input
from broadsheet.wire.errors import Unusable
from broadsheet.wire.fields import Fields
from broadsheet.wire.nodes import Node

# Roles are free words; these are what agencies use. A text of any other role is not taken
# for something it may not be.
_LEADS: Final = ("lead", "teaser", "abstract", "summary", "text", "main", "description", "caption", "")
_KICKERS: Final = ("kicker", "overline", "dachzeile")
_HEADLINES: Final = ("main", "headline", "text", "")


_DEEPEST: Final = 64
"""Levels of NITF within a body."""


class Texts:
    def __init__(self, document: Fields) -> None:
        self._headlines = document.records("headlines")
        self._descriptions = document.records("descriptions")
        self._bodies = document.records("bodies")
        self._warnings = document.warnings

    @property
    def headline(self) -> str:
        found = _of_role(self._headlines, _HEADLINES) or next(iter(self._headlines), None)
        return " ".join(found.text("value").split()) if found else ""

    @property
    def kicker(self) -> str:
        found = _of_role(self._headlines, _KICKERS)
        return " ".join(found.text("value").split()) if found else ""

    @property
    def lead(self) -> str:
        found = _of_role(self._descriptions, _LEADS)
        return found.text("value") if found else ""

    @property
    def creditline(self) -> str:
        found = _of_role(self._descriptions, ("creditline", "credit"))
        return found.line("value") if found else ""

    @property
    def body_html(self) -> str:
        """The first body in HTML, else in NITF, else in plain text; other markup is not read."""
        for wanted in ("html", "nitf", "plain"):
            for body in self._bodies:
                if (
                    body.raw("value").strip()
                    and _type(body) == wanted
                    and (html := self._as_html(body, wanted))
                ):
                    return html
        if any(body.raw("value").strip() for body in self._bodies):
            self._warnings.append(
                "The text is in a form that is not read; only headline and lead were taken."
            )
        return ""

    def _as_html(self, body: Fields, kind: str) -> str:
        text = body.raw("value")
        if kind == "nitf":
            return self._of_nitf(text)
        return markup.safe_html(text, self._warnings) if kind == "html" else markup.safe_text(text)

    def _of_nitf(self, text: str) -> str:
        """A whole document, or only what its body holds."""
        try:
            root = xml_input.load(text.encode(), _DEEPEST)
        except Unusable as error:
            self._warnings.append(f"The text is NITF that cannot be read: {error}")
            return ""
        return nitf_body.read(Node(root, self._warnings)).body_html


def _of_role(texts: list[Fields], roles: tuple[str, ...]) -> Fields | None:
    """The text whose role stands first among `roles`."""
    fitting = [text for text in texts if text.line("role").lower() in roles and text.raw("value").strip()]
    return min(fitting, key=lambda text: roles.index(text.line("role").lower()), default=None)


def _type(body: Fields) -> str:
    declared = body.line("contenttype").lower() or body.line("role").lower()
    if "html" in declared:
        return "html"
    if "nitf" in declared:
        return "nitf"
    if "xml" in declared:
        return "other"
    return "html" if not body.line("contenttype") and markup.looks_like_html(body.raw("value")) else "plain"
