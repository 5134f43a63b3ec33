"""What of a story a machine made, as readers and machines are told (AI Act, Art. 50; IPTC; schema.org)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

import msgspec

from broadsheet.ledger.provenance import MACHINE_MADE, MACHINE_WORKS, MachineMade, MachineWork
from broadsheet.ledger.records import Block
from broadsheet.site.catalogue import Catalogue
from broadsheet.site.pictures import PictureView

_SCHEMA: Final = "https://schema.org/"
_ENUMERATION: Final[Mapping[str, str]] = {
    "trainedAlgorithmicMedia": f"{_SCHEMA}TrainedAlgorithmicMediaDigitalSource",
    "compositeWithTrainedAlgorithmicMedia": f"{_SCHEMA}CompositeWithTrainedAlgorithmicMediaDigitalSource",
    "compositeSynthetic": f"{_SCHEMA}CompositeSyntheticDigitalSource",
}
_OF_WORKS: Final[Mapping[MachineWork, str]] = {
    # A translation has a text by people in it.
    work: _ENUMERATION[f"{'compositeWithT' if work == 'translated' else 't'}rainedAlgorithmicMedia"]
    for work in MACHINE_WORKS
}


class MachinePart(msgspec.Struct, frozen=True):
    """A run of blocks that one machine's work made and one editor answers for."""

    name: str
    """Its place in the page."""
    made: MachineMade


class MachineSummary(msgspec.Struct, frozen=True):
    """What the story as a whole says of its parts."""

    what: str
    editors: str


def runs(blocks: Sequence[Block]) -> Iterator[tuple[MachinePart | None, list[Block]]]:
    """The blocks in order, those side by side that one machine's work made together."""
    number = 0
    for made, grouped in groupby(blocks, key=lambda block: block.machine):
        together = list(grouped)
        number += made is not None
        yield MachinePart(f"machine-{number}", made) if made else None, together


def digital_source_of(picture: PictureView) -> str:
    """Schema.org's term for a picture that a machine made, else nothing."""
    return _ENUMERATION.get(picture.digital_source, "")


def digital_source_of_work(made: MachineMade) -> str:
    return _OF_WORKS[made.how]


def machine_label(text: Callable[..., str], made: MachineMade) -> str:
    """As it stands above the part."""
    return text("machine.label", how=text(f"machine.how.{made.how}"), editor=made.editor)


def picture_label(text: Callable[..., str], picture: PictureView) -> str:
    """As it stands below the picture; empty for one that people made."""
    if not picture.digital_source:
        return ""
    how = text(f"machine.picture.{picture.digital_source}")
    return text("machine.label", how=how, editor=picture.answerable) if picture.answerable else how


def summary(
    catalogue: Catalogue, blocks: Sequence[Block], pictures: Sequence[PictureView]
) -> MachineSummary | None:
    """None if people made everything."""
    parts = [part for part, _ in runs(blocks) if part is not None]
    shown = [picture for picture in pictures if picture.digital_source in MACHINE_MADE]
    if not parts and not shown:
        return None
    works = dict.fromkeys(part.made.how for part in parts)
    what = [catalogue.text(f"machine.part.{work}") for work in works]
    what += [catalogue.count("machine.pictures", len(shown))] if shown else []
    editors = dict.fromkeys(
        filter(None, [*(part.made.editor for part in parts), *(picture.answerable for picture in shown)])
    )
    return MachineSummary(", ".join(what), ", ".join(editors))
