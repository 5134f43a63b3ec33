"""Typed access to plain data whose shape nobody promised.

Where a text is expected, a list of texts or an object that holds one stands for it, and where a list is
expected, its only member: versions of formats differ in that. Any other value counts as absent; the schemas,
where there are any, tell about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

from broadsheet.wire import markup
from broadsheet.wire.text import has_hidden, many_lines, one_line, visible


class Fields:
    """One JSON object; what had to be changed in its text is told in `warnings`."""

    def __init__(self, values: Mapping[str, Any], warnings: list[str]) -> None:
        self._values = values
        self.warnings = warnings

    def __contains__(self, key: str) -> bool:
        return self._values.get(key) is not None

    def is_text(self, key: str) -> bool:
        return isinstance(self._values.get(key), str)

    def raw(self, key: str) -> str:
        """Text with its markup and line ends, without hidden characters."""
        return visible(_words(self._values.get(key), "\n"))

    def line(self, key: str) -> str:
        """One line of plain text; a number counts as text."""
        return one_line(self._text(key))

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of texts, one line each."""
        value = self._values.get(key)
        members = value if isinstance(value, list) else []
        return tuple(filter(None, (one_line(each) for each in members if isinstance(each, str))))

    def text(self, key: str) -> str:
        """Lines of plain text; markup, where there is any, is taken off."""
        value = self._text(key)
        return markup.text_of(value) if markup.looks_like_html(value) else many_lines(value)

    def number(self, key: str) -> int | None:
        """A whole number, also when it is written as text."""
        value = _only(self._values.get(key))
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal():
            return int(value) if len(value) < 19 else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            return None
        return int(value)

    def urgency(self, key: str = "urgency") -> int | None:
        value = self.number(key)
        return value if value is not None and 1 <= value <= 9 else None

    def is_true(self, key: str) -> bool:
        return self._values.get(key) is True

    def record(self, key: str) -> Fields:
        value = self._values.get(key)
        return Fields(value if isinstance(value, Mapping) else {}, self.warnings)

    def records(self, key: str) -> list[Fields]:
        members = map(_record, _members(self._values.get(key)))
        return [Fields(member, self.warnings) for member in members if member]

    def _text(self, key: str) -> str:
        value = _words(self._values.get(key), ", ")
        if has_hidden(value):
            self.warnings.append(f"Invisible characters were removed from '{key}'.")
        return value


_HOLDS_TEXT: Final = ("value", "name", "literal", "label")
_OF_ONE: Final = frozenset({*_HOLDS_TEXT, "uri", "urn", "href", "role", "type"})
"""Keys by which an object is one member, rather than several by their names."""


def _words(value: Any, between: str) -> str:
    value = _only(value)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return between.join(filter(None, (_words(each, between) for each in value)))
    if isinstance(value, Mapping):
        return next((each for key in _HOLDS_TEXT if isinstance(each := value.get(key), str)), "")
    return ""


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _members(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and value and not _OF_ONE & value.keys():
        return [_named(name, member) for name, member in value.items()]
    return [] if value is None else [value]


def _named(name: str, member: Any) -> Any:
    return {"name": name, **member} if isinstance(member, Mapping) else {"role": name, "value": member}


def _record(member: Any) -> Mapping[str, Any]:
    if isinstance(member, str):
        return {"name": member, "value": member}
    return member if isinstance(member, Mapping) else {}
