"""Finding what a template was given to print, by its kind, among views within views.

Whether a view of one class can hold one of another follows from their fields' types, once
for each class; so nothing is looked through in vain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, get_args, get_type_hints

import msgspec

_UNKNOWN: Final = (object, Any)


class Finder:
    """Finds views of these kinds, which are final: a view is found by its own class."""

    def __init__(self, kinds: Iterable[type]) -> None:
        self._kinds = frozenset(kinds)
        self._fields: dict[type, tuple[str, ...]] = {}

    def within(self, values: Iterable[object]) -> Mapping[type, list[Any]]:
        """By kind, in the order in which they are printed."""
        found: dict[type, list[Any]] = {}
        self._collect(values, found)
        return found

    def _collect(self, values: Iterable[Any], found: dict[type, list[Any]]) -> None:
        known, kinds = self._fields, self._kinds
        for value in values:
            kind = type(value)
            if kind is tuple or kind is list:
                if value:
                    self._collect(value, found)
                continue
            if kind in kinds:
                found.setdefault(kind, []).append(value)
            fields = known.get(kind)
            if fields is None:
                fields = known[kind] = self._fields_of(kind)
            if fields:
                self._collect([getattr(value, name) for name in fields], found)

    def _fields_of(self, holder: type) -> tuple[str, ...]:
        """Those in which there may be something of these kinds."""
        if not issubclass(holder, msgspec.Struct):
            return ()
        hints = get_type_hints(holder)
        return tuple(name for name in holder.__struct_fields__ if self._may_hold(hints[name], frozenset()))

    def _may_hold(self, hint: object, above: frozenset[object]) -> bool:
        if hint in _UNKNOWN or hint in self._kinds:
            return True
        if parts := get_args(hint):
            return any(self._may_hold(part, above) for part in parts)
        if not isinstance(hint, type) or not issubclass(hint, msgspec.Struct) or hint in above:
            return False
        inner = [*get_type_hints(hint).values(), *hint.__subclasses__()]
        return any(self._may_hold(part, above | {hint}) for part in inner)
