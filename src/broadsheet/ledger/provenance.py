"""Where a claim comes from, and what of a story or a picture a machine made: parts of records."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

from broadsheet.ledger.values import Value

SourceNature = Literal[
    "person",
    "agency",
    "state-agency",
    "media",
    "company",
    "authority",
    "court",
    "organisation",
    "document",
    "observation",
]
SOURCE_NATURES: tuple[SourceNature, ...] = get_args(SourceNature)

Certainty = Literal["confirmed", "attributed", "unconfirmed"]
"""How sure we are of a claim: we know it ourselves or from several sources; we only say who says it;
nobody could check it."""
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)

DigitalSource = Literal[
    "digitalCapture",
    "computationalCapture",
    "negativeFilm",
    "positiveFilm",
    "print",
    "humanEdits",
    "algorithmicallyEnhanced",
    "composite",
    "compositeCapture",
    "compositeSynthetic",
    "compositeWithTrainedAlgorithmicMedia",
    "trainedAlgorithmicMedia",
    "algorithmicMedia",
    "digitalCreation",
    "dataDrivenMedia",
    "screenCapture",
    "virtualRecording",
]
"""How a picture came to be, in the terms of http://cv.iptc.org/newscodes/digitalsourcetype/."""
DIGITAL_SOURCES: tuple[DigitalSource, ...] = get_args(DigitalSource)
MACHINE_MADE: frozenset[str] = frozenset(
    {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"}
)
"""Those that readers are told of: a trained model made the picture or a part of it."""

MachineWork = Literal["written", "translated", "illustrated", "spoken"]
MACHINE_WORKS: tuple[MachineWork, ...] = get_args(MachineWork)


class MachineMade(Value, frozen=True):
    """A machine made it, a person answers for it (AI Act, Art. 50)."""

    how: MachineWork
    editor: str
    """The person's name, for readers."""


class Hop(Value, frozen=True):
    """One station of a claim on its way to us: a source of the house, or one that is named here alone."""

    name: str = ""
    nature: str = ""
    """What kind of source it is, in readers' words: "staatliche Nachrichtenagentur"."""
    url: str = ""
    source: str = ""
    """The id of a source of the house. What is empty here, it says; what is not, stands instead."""
    kind: SourceNature | Literal[""] = ""
    on: date | None = None
    """When it was said or published there."""
    archive: str = ""
    """Where it is kept, in words or as an address: for links that die, and for what has none."""


class SourceNote(Value, frozen=True):
    """What readers are told of a source that turned out to be false."""

    at: datetime
    text: str


class SourceChain(Value, frozen=True):
    """Who said it and through whom; the first hop is the origin."""

    claim: str
    hops: tuple[Hop, ...]
    id: str = ""
    """What quotations refer to; lasting within the story."""
    certainty: Certainty | Literal[""] = ""
    notes: tuple[SourceNote, ...] = ()
