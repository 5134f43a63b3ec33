"""Typed access to plain data whose shape nobody promised.

A value of another type than expected counts as absent; the schemas, where there are any,
tell about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

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
        value = self._values.get(key)
        return visible(value) if isinstance(value, str) else ""

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
        value = self._values.get(key)
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
        value = self._values.get(key)
        members = value if isinstance(value, list) else []
        return [Fields(member, self.warnings) for member in members if isinstance(member, Mapping)]

    def _text(self, key: str) -> str:
        value = self._values.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            return ""
        if has_hidden(value):
            self.warnings.append(f"Invisible characters were removed from '{key}'.")
        return value
