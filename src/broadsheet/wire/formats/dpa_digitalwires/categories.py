"""dpa's categories: one list of subjects, places, genres, sources and much else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from broadsheet.wire.fields import Fields
from broadsheet.wire.item import WireSubject

# In the order in which editors read them. Names of editors (creator, contributor) stay out.
_SUBJECTS: Final = ("dpasubject", "geosubject", "desk", "person", "organisation", "organization", "poi")


class Categories:
    def __init__(self, records: Iterable[Fields]) -> None:
        self._by_type: dict[str, list[Fields]] = {}
        for record in records:
            kind = record.line("type").removeprefix("dnltype:")
            self._by_type.setdefault(kind, []).append(record)

    @property
    def subjects(self) -> tuple[WireSubject, ...]:
        found = (record for kind in _SUBJECTS for record in self._by_type.get(kind, []))
        return tuple(_subject(record) for record in found if record.line("name"))

    @property
    def keywords(self) -> tuple[str, ...]:
        return self._names("keyword")

    @property
    def genre(self) -> str:
        return next(iter(self._names("genre")), "")

    @property
    def signals(self) -> tuple[str, ...]:
        return self._names("signal")

    @property
    def source(self) -> str:
        """Whose content it is, else who delivers it."""
        return next(iter((*self.hops, *self._names("provider"))), "")

    @property
    def hops(self) -> tuple[str, ...]:
        """All whose content it is."""
        contents = [one for one in self._by_type.get("infosource", []) if "contentSource" in one.line("role")]
        return tuple(filter(None, (one.line("name") for one in contents)))

    def _names(self, kind: str) -> tuple[str, ...]:
        return tuple(filter(None, (record.line("name") for record in self._by_type.get(kind, []))))


def _subject(record: Fields) -> WireSubject:
    scheme, _, code = record.line("qcode").rpartition(":")
    return WireSubject(name=record.line("name"), scheme=scheme, code=code)
