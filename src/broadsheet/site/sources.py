"""Where a story's claims come from, as its page shows it: the box of chains, and a line at each quotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from broadsheet.ledger.provenance import Certainty, Hop, SourceChain, SourceNature
from broadsheet.ledger.records import (
    Story,
)
from broadsheet.site.facets import SOURCE_LABEL
from broadsheet.site.house import House
from broadsheet.site.moments import Moment
from broadsheet.site.newsroom import Newsroom

_FOLLOWABLE: Final = ("http://", "https://")


class HopView(msgspec.Struct, frozen=True, kw_only=True):
    """One station in readers' words."""

    name: str
    nature: str
    kind: SourceNature | str
    url: str
    on: str
    """The day, in words."""
    iso: str
    archive: str
    archive_url: str


class NoteView(msgspec.Struct, frozen=True):
    moment: Moment
    text: str


class ChainView(msgspec.Struct, frozen=True, kw_only=True):
    """One claim and its way; `name` is its place in the page."""

    id: str
    name: str
    claim: str
    hops: tuple[HopView, ...]
    certainty: Certainty | str
    certainty_label: str
    notes: tuple[NoteView, ...]


class SourceLine(msgspec.Struct, frozen=True):
    """The short form at a quotation, which leads to the box."""

    names: tuple[str, ...]
    certainty_label: str
    href: str
    is_doubted: bool
    """A note stands at the chain."""


def chains(newsroom: Newsroom, story: Story) -> list[ChainView]:
    """Of each claim that has a source left; in the story's own language."""
    house = newsroom.house.speaking(story.language)
    found = (_chain(newsroom, house, chain, number) for number, chain in enumerate(story.sources, start=1))
    return [chain for chain in found if chain.hops]


def lines(newsroom: Newsroom, story: Story) -> dict[str, SourceLine]:
    """By the chains' ids."""
    return {
        chain.id: SourceLine(
            tuple(hop.name for hop in chain.hops),
            chain.certainty_label,
            f"#{chain.name}",
            bool(chain.notes),
        )
        for chain in chains(newsroom, story)
        if chain.id
    }


def _chain(newsroom: Newsroom, house: House, chain: SourceChain, number: int) -> ChainView:
    text, moment = house.catalogue.text, house.calendar.moment
    certainty = chain.certainty
    return ChainView(
        id=chain.id,
        name=f"source-{number}",
        claim=chain.claim,
        hops=tuple(_hops(newsroom, house, chain.hops)),
        certainty=certainty,
        certainty_label=text(f"sources.certainty.{certainty}") if certainty else "",
        notes=tuple(NoteView(moment(note.at), note.text) for note in chain.notes),
    )


def _hops(newsroom: Newsroom, house: House, hops: tuple[Hop, ...]) -> Iterator[HopView]:
    """Those that have a name; a source that is not published has none."""
    for hop in hops:
        source = newsroom.reader.read(SOURCE_LABEL, f"source:{hop.source}") if hop.source else None
        name = hop.name or (source.name if source else "")
        kind = hop.kind or (source.nature if source else "")
        if name:
            yield HopView(
                name=name,
                nature=hop.nature or (source.wording if source else "") or _nature(house, kind),
                kind=kind,
                url=_followable(hop.url or (source.url if source else "")),
                on=house.calendar.day(hop.on) if hop.on else "",
                iso=hop.on.isoformat() if hop.on else "",
                archive=hop.archive,
                archive_url=_followable(hop.archive),
            )


def _nature(house: House, kind: str) -> str:
    return house.catalogue.text(f"sources.nature.{kind}") if kind else ""


def _followable(address: str) -> str:
    """Only what a browser may open: no page runs what a link says."""
    return address if address.lower().startswith(_FOLLOWABLE) else ""
