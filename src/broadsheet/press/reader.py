"""The only way by which a recipe comes to data. Every call is noted in the trace."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from broadsheet.ledger import journal, state
from broadsheet.ledger.entries import Place
from broadsheet.ledger.records import AnyRecord
from broadsheet.ledger.vault import Vault
from broadsheet.press.enclosure import opened
from broadsheet.press.errors import UntrackedRead
from broadsheet.press.facets import Facet, FacetSet
from broadsheet.press.larder import Larder
from broadsheet.press.stretches import Stretches
from broadsheet.press.trace import Interval, Recorder, Trace

R = TypeVar("R", bound=msgspec.Struct)
V = TypeVar("V")

_MOST_KEPT: Final = 10_000
"""Assets whose views are kept from one state of the ledger to the next: more than all fronts show and a
month has, some 20 MB at most."""


class Shelf:
    """Records and views of one consistent state, shared by the recipes of one batch.

    It may go on to a later state.
    """

    def __init__(self) -> None:
        self._head: int | None = None
        self._records: dict[str, AnyRecord | None] = {}
        self._views: dict[str, dict[Facet[Any, Any], object]] = {}
        self._parts: dict[tuple[str, str, str, int | None], list[Place]] = {}
        self._stretches = Stretches()
        self.shared: dict[Hashable, tuple[Any, Trace]] = {}
        """What recipes made of their readings for each other, with what they read for it."""

    def bring_to(self, head: int) -> None:
        """From now on it holds the ledger's state at this entry, for another moment: of the state before, the
        views of what no entry changed in between. Lists are read anew, and what may hang on the moment."""
        self.shared = {}
        if head == self._head and max(len(self._records), len(self._parts)) <= _MOST_KEPT:
            return
        self._records, self._parts, self._stretches = {}, {}, Stretches()
        if self._head is None or head < self._head or len(self._views) > _MOST_KEPT:
            self._views = {}
        else:
            for asset in journal.assets_between(self._head, head):
                self._views.pop(asset, None)
        self._head = head

    def record(self, asset: str) -> AnyRecord | None:
        if asset not in self._records:
            with opened():
                self._records[asset] = state.get(asset)
        return self._records[asset]

    def view(self, facet: Facet[R, V], asset: str) -> V | None:
        try:
            return self._views[asset][facet]  # type: ignore[return-value]
        except KeyError:
            record = self.record(asset)
            view = facet.view(record) if isinstance(record, facet.record) else None
            self._views.setdefault(asset, {})[facet] = view
            return view

    def part(self, name: str, low: str, high: str, limit: int | None) -> list[Place]:
        """Members of a list with low <= sort < high, lowest first: all of them, or so many.

        Shared by all who ask: not to be changed.
        """
        key = (name, low, high, limit)
        if key not in self._parts:
            with opened():
                self._parts[key] = state.places(
                    name, from_=low, below=high or None, limit=limit, newest=False
                )
        return self._parts[key]

    def newest(self, name: str, below: str, limit: int) -> list[Place]:
        """At most `limit` members of a list, highest sort key first, all below `below` if given."""
        with opened():
            return self._stretches.newest(name, below, limit)

    def newest_of_each(self, names: Sequence[str], below: str, limit: int) -> dict[str, list[Place]]:
        with opened():
            return state.newest_of_each(names, below=below, limit=limit)

    def fetch(self, assets: Iterable[str], names: Iterable[str] = ()) -> None:
        """Reads together the records of assets and the whole lists that will be asked for one by one."""
        parts, whole, known = self._parts, ("", "", None), (self._records, self._views)
        records = state.get_each([each for each in assets if not any(each in kept for kept in known)])
        members = state.members_of_each([each for each in names if (each, *whole) not in parts])
        self._records.update(records)
        parts.update({(name, *whole): found for name, found in members.items()})


class Reader:
    """Handed to a recipe for one bake."""

    def __init__(
        self,
        shelf: Shelf,
        vault: Vault,
        now: datetime,
        facets: FacetSet | None = None,
        larder: Larder | None = None,
    ) -> None:
        self._shelf = shelf
        self._vault = vault
        self._now = now
        self._facets = facets
        self._larder = larder
        self._recorder = Recorder()

    def read(self, facet: Facet[R, V], asset: str) -> V | None:
        """The facet of a published asset; None if it is not published, which is noted as well.

        Raises UntrackedRead for a facet that the edition does not list: nobody would compare it.
        """
        if self._facets is not None and facet not in self._facets:
            raise UntrackedRead(
                f"A recipe read the facet {facet.name} of a {facet.kind}, which the edition does not list; "
                "its changes would go unnoticed. Add it to the edition's facets."
            )
        self._recorder.key(facet.key(asset))
        return self._shelf.view(facet, asset)

    def newest(self, name: str, limit: int, *, below: str = "") -> list[Place]:
        """At most `limit` members of a list, highest sort key first, all below `below` if given."""
        return self._noted(name, limit, below, self._shelf.newest(name, below, limit))

    def newest_of_each(self, names: Sequence[str], limit: int, *, below: str) -> list[list[Place]]:
        """`newest` of each of several lists, which are few and seldom asked for again."""
        found = self._shelf.newest_of_each(names, below, limit)
        return [self._noted(name, limit, below, found[name]) for name in names]

    def expect(self, assets: Iterable[str]) -> None:
        """These will be read soon: one question for all of them. Nothing to note yet."""
        with opened():
            self._shelf.fetch(assets)

    def _noted(self, name: str, limit: int, below: str, found: list[Place]) -> list[Place]:
        low = found[-1].sort if len(found) == limit else ""
        self._recorder.interval(Interval(name, low, below))
        return found

    def oldest(self, name: str, limit: int, *, from_: str = "") -> list[Place]:
        """At most `limit` members of a list, lowest sort key first, from `from_` on if given.

        What comes later in the list than these changes nothing of what is read here.
        """
        found = self._shelf.part(name, from_, "", limit)
        high = _just_above(found[-1].sort) if len(found) == limit else ""
        self._recorder.interval(Interval(name, from_, high))
        return found

    def between(self, name: str, low: str = "", high: str = "") -> list[Place]:
        """All members with low <= sort < high, lowest first; open where a bound is empty."""
        found = self._shelf.part(name, low, high, None)
        self._recorder.interval(Interval(name, low, high))
        return found

    def owner(self, path: str) -> str | None:
        """The asset that stands or last stood at a public path."""
        self._recorder.key(address_key(path))
        with opened():
            return state.owner(path)

    def blob(self, name: str) -> bytes:
        """Bytes from the vault. A name stands for one content for ever: nothing to note."""
        with opened():
            return self._vault.get(name)

    def prepared(self, name: str) -> bytes | None:
        """What somebody made ahead under a name that says everything it is made from: nothing to note.

        None if nobody did: the recipe makes the very same bytes then.
        """
        if self._larder is None:
            return None
        with opened():
            return self._larder.get(name)

    def version(self, asset: str, number: int) -> AnyRecord | None:
        """A published state of an asset. A number stands for one content for ever: nothing to note.

        It may have been superseded for a reason: read only what a published record names.
        """
        with opened():
            return journal.version(asset, number)

    def passed(self, moment: datetime) -> bool:
        """Whether a moment has come; the artifact is baked again when the clock says otherwise."""
        if moment <= self._now:
            self._recorder.since(moment)
            return True
        self._recorder.until(moment)
        return False

    def today(self, zone: ZoneInfo) -> date:
        """The date in a time zone; the artifact is baked again on any other day there."""
        today = self._now.astimezone(zone).date()
        self._recorder.since(datetime.combine(today, time(), tzinfo=zone))
        self._recorder.until(datetime.combine(today + timedelta(days=1), time(), tzinfo=zone))
        return today

    def shared(self, name: Hashable, ask: Callable[[Reader], V]) -> V:
        """What many artifacts need alike: asked once, and what it read is noted for each of them.

        `ask` reads by the reader that it is given; `name` says everything else that decides its answer,
        which nobody is to change.
        """
        if name not in self._shelf.shared:
            reader = Reader(self._shelf, self._vault, self._now, self._facets, self._larder)
            self._shelf.shared[name] = ask(reader), reader.trace()
        answer, trace = self._shelf.shared[name]
        self._recorder.add(trace)
        return answer  # type: ignore[no-any-return]

    def trace(self) -> Trace:
        return self._recorder.trace()


def address_key(path: str) -> str:
    return f"address:{path}"


def _just_above(sort: str) -> str:
    """An open bound that leaves this sort key in: no key that a list holds comes between the two."""
    return f"{sort} "
