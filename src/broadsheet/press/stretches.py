"""Reading lists ahead, for pages that each read a few places below their own.

Whoever bakes an archive asks the same lists again and again, a little higher each time. So from the second
question on, the places around the one that is asked for are read together, and most questions are answered
from what was read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from operator import attrgetter
from typing import Final

import msgspec

from broadsheet.ledger import state
from broadsheet.ledger.entries import Place

_AROUND: Final = 60
"""Places that are read on either side."""
_LISTS: Final = 400
"""So many lists are remembered, those that were asked last: some 10 MB."""

_sort = attrgetter("sort")


class _Stretch(msgspec.Struct, frozen=True):
    """A part of a list, lowest first, without a gap; nothing where the list was asked only once."""

    places: list[Place] = []
    reaches_bottom: bool = False
    reaches_top: bool = False

    def newest(self, below: str, limit: int) -> list[Place] | None:
        """None where it cannot tell."""
        places = self.places
        if not (self.reaches_top or (places and below and below <= places[-1].sort)):
            return None
        end = bisect_left(places, below, key=_sort) if below else len(places)
        if end < limit and not self.reaches_bottom:
            return None
        return places[max(0, end - limit) : end][::-1]


class Stretches:
    """Of one consistent state of the ledger."""

    def __init__(self) -> None:
        self._by_list: OrderedDict[str, _Stretch] = OrderedDict()

    def newest(self, name: str, below: str, limit: int) -> list[Place]:
        """At most `limit` members of a list, highest sort key first, all below `below` if given."""
        stretch = self._by_list.get(name)
        found = stretch.newest(below, limit) if stretch is not None else None
        if found is None:
            found = state.places(name, below=below or None, limit=limit)
            self._by_list[name] = _around(name, below, max(limit, _AROUND)) if stretch else _Stretch()
        self._by_list.move_to_end(name)
        if len(self._by_list) > _LISTS:
            self._by_list.popitem(last=False)
        return found


def _around(name: str, below: str, reach: int) -> _Stretch:
    lower = state.places(name, below=below or None, limit=reach)
    upper = state.places(name, from_=below, limit=reach, newest=False) if below else []
    return _Stretch([*reversed(lower), *upper], len(lower) < reach, len(upper) < reach)
