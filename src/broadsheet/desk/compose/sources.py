"""The record of a source of the house, and a story's chains of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from broadsheet.desk.models import Source, SourceNote
from broadsheet.ledger import provenance, records


def source_record(source: Source) -> records.Source:
    """Of one that may be named; an informant has no record."""
    return records.Source(
        id=source.source_id,
        name=_line(source.name),
        nature=cast("provenance.SourceNature", source.nature),
        wording=_line(source.wording),
        url=source.url,
    )


def chains(sources: Any) -> tuple[provenance.SourceChain, ...]:
    """Of a StreamField's value, with the notes that stand on any of their sources now."""
    notes = _notes(sources_in(sources))
    return tuple(_chain(child, notes) for child in sources)


def sources_in(sources: Any) -> list[Source]:
    """The sources of the house that the chains name, each once, informants too."""
    found = (hop["source"] for child in sources for hop in child.value["hops"])
    return list({source.source_id: source for source in found if source is not None}.values())


def origins_in(sources: Any) -> set[str]:
    """With what the chains begin: ids of sources of the house, or names after a colon."""
    firsts = (next(iter(child.value["hops"]), None) for child in sources)
    return {_key(hop) for hop in firsts if hop is not None}


def _key(hop: Any) -> str:
    return hop["source"].source_id if hop["source"] else f":{_line(hop['name']).casefold()}"


def _notes(sources: Sequence[Source]) -> dict[str, list[SourceNote]]:
    if not sources:
        return {}  # most stories: an archive of them is composed in a row
    standing = SourceNote.objects.filter(source__in=sources, lifted=None).select_related("source")
    found: dict[str, list[SourceNote]] = {}
    for note in standing:
        found.setdefault(note.source.source_id, []).append(note)
    return found


def _chain(child: Any, notes: dict[str, list[SourceNote]]) -> provenance.SourceChain:
    named = [source for source in (hop["source"] for hop in child.value["hops"]) if source is not None]
    said = {note.pk: note for source in named for note in notes.get(source.source_id, ())}
    return provenance.SourceChain(
        id=child.id or "",
        claim=_line(child.value["claim"]),
        certainty=child.value.get("certainty") or "",
        hops=tuple(hop for each in child.value["hops"] for hop in _hop(each)),
        notes=tuple(
            provenance.SourceNote(at=note.at, text=_line(note.text))
            for note in sorted(said.values(), key=lambda note: (note.at, note.pk))
        ),
    )


def _hop(value: Any) -> Iterator[provenance.Hop]:
    source: Source | None = value.get("source")
    if source is not None and source.confidential:
        yield _unnamed(source, value)
    elif source is not None or _line(value.get("name")):
        yield provenance.Hop(
            source=source.source_id if source else "",
            name=_line(value.get("name")),
            kind=value.get("kind") or "",
            nature=_line(value.get("nature")),
            on=value.get("on"),
            url=value.get("url") or "",
            archive=_line(value.get("archive")),
        )


def _unnamed(source: Source, value: Any) -> provenance.Hop:
    """Nothing but words: an id, a day or an address could tell who it is."""
    return provenance.Hop(name=_line(value.get("nature")) or _line(source.wording))


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
