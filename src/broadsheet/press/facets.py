"""Facets: what of a record a page may depend on, each a pure function of the record.

A page that prints a headline reads the `card` facet; a typo mended in the body leaves
the card's fingerprint as it was, and that is where the change stops.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

import msgspec

from broadsheet.ledger.records import AnyRecord

R = TypeVar("R", bound=msgspec.Struct)
V = TypeVar("V")

_encode = msgspec.msgpack.Encoder(order="deterministic").encode


@dataclass(frozen=True, eq=False)
class Facet(Generic[R, V]):
    """A named view of one kind of record. `view` sees the record alone: nothing else may flow in."""

    name: str
    record: type[R]
    view: Callable[[R], V]

    @property
    def kind(self) -> str:
        return str(self.record.__struct_config__.tag)

    def key(self, asset: str) -> str:
        return f"{asset}#{self.name}"


def fingerprint(view: object) -> bytes:
    """Equal views give equal fingerprints."""
    return hashlib.blake2b(_encode(view), digest_size=16).digest()


class FacetSet:
    """All facets of an edition, by kind of record. A key stands for one view: no name twice in a kind."""

    def __init__(self, facets: Iterable[Facet[Any, Any]]) -> None:
        self._by_kind: dict[str, list[Facet[Any, Any]]] = {}
        for facet in facets:
            if facet.name in (each.name for each in self._by_kind.setdefault(facet.kind, [])):
                raise ValueError(f"two facets of one {facet.kind} have the name {facet.name}")
            self._by_kind[facet.kind].append(facet)
        self._all = frozenset(chain.from_iterable(self._by_kind.values()))

    def __contains__(self, facet: Facet[Any, Any]) -> bool:
        return facet in self._all

    def changed(self, kind: str, asset: str, old: AnyRecord | None, new: AnyRecord | None) -> list[str]:
        """The keys of the facets that differ between two states of an asset."""
        return [
            facet.key(asset)
            for facet in self._by_kind.get(kind, ())
            if _fingerprint(facet, old) != _fingerprint(facet, new)
        ]

    def names(self) -> Mapping[str, list[str]]:
        return {kind: [facet.name for facet in facets] for kind, facets in self._by_kind.items()}


def _fingerprint(facet: Facet[Any, Any], record: AnyRecord | None) -> bytes | None:
    return None if record is None else fingerprint(facet.view(record))
