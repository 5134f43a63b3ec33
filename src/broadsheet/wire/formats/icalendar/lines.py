"""Lines of iCalendar as components and properties (RFC 5545 § 3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from broadsheet.wire.errors import FileTruncated, NotUtf8
from broadsheet.wire.text import many_lines

_NAME: Final = re.compile(
    r"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*)(?:,[^;:]*)?)*):(.*)", re.DOTALL
)
_PARAMETER: Final = re.compile(r";([A-Za-z0-9-]+)=(\"[^\"]*\"|[^;:]*)")
_ESCAPED: Final = re.compile(r"\\([\\;,nN])")


class Property(msgspec.Struct, frozen=True):
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as people read it (§ 3.3.11)."""
        return many_lines(_ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value))


class Component(msgspec.Struct, frozen=True):
    name: str
    properties: list[Property]

    def first(self, name: str) -> Property | None:
        return next((each for each in self.properties if each.name == name), None)

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def text(self, name: str) -> str:
        found = self.first(name)
        return "" if found is None else found.text


def components(data: bytes, name: str) -> Iterator[Component]:
    """All of this name, without what lies within them, such as alarms. Raises NotUtf8, FileTruncated."""
    open_: list[Component] = []
    for each in _properties(data):
        if each.name == "BEGIN":
            open_.append(Component(each.value.strip().upper(), []))
        elif each.name == "END" and open_:
            closed = open_.pop()
            if closed.name == name:
                yield closed
        elif open_:
            open_[-1].properties.append(each)
    if open_:
        raise FileTruncated("The calendar ends in the middle. Fetch it again.")


def _properties(data: bytes) -> Iterator[Property]:
    for line in _unfolded(data):
        found = _NAME.fullmatch(line)
        if found is not None:
            parameters = {key.upper(): value.strip('"') for key, value in _PARAMETER.findall(found[2])}
            yield Property(found[1].upper(), parameters, found[3])


def _unfolded(data: bytes) -> list[str]:
    """A line that begins with a blank goes on the one before it; folds may lie within a character."""
    whole = re.sub(rb"\r?\n[ \t]", b"", data)
    try:
        return whole.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise NotUtf8("The calendar is not in UTF-8, which RFC 5545 asks for. Ask who sent it.") from None
