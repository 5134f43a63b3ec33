"""A story's corrections and updates as its page tells them: what was said, when, and where it stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import msgspec

from broadsheet.ledger.records import Correction, CorrectionNature, Passage, Story
from broadsheet.site.house import House
from broadsheet.site.moments import Moment
from broadsheet.site.views import Mark

Marks = Mapping[Passage, tuple[Mark, ...]]


class PassageLink(msgspec.Struct, frozen=True):
    label: str
    href: str
    """Empty where there is nothing to lead to: the headline."""


class CorrectionView(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    """The anchor in the page."""
    moment: Moment
    nature: CorrectionNature
    label: str
    """What it is, in readers' words."""
    text: str
    passages: tuple[PassageLink, ...]


class Corrections(msgspec.Struct, frozen=True, kw_only=True):
    """What stands below the story."""

    natures: Literal["corrections", "updates", "both"]
    all: list[CorrectionView]
    """The latest first."""
    last: CorrectionView
    """The latest correction, or, where nothing was wrong, the latest update."""


def marks(house: House, story: Story) -> Marks:
    """What stands at each passage; `house` speaks the story's language."""
    found = defaultdict[Passage, tuple[Mark, ...]](tuple)
    for number, each in _numbered(story):
        for passage in each.passages:
            found[passage] += (_mark(house, number, each, passage),)
    return found


def corrections(house: House, story: Story, marked: Collection[str]) -> Corrections | None:
    """`marked` are the marks that the page has: a passage may not be shown, or not any more."""
    views = [_view(house, number, each, marked) for number, each in reversed(_numbered(story))]
    if not views:
        return None
    wrong = [view for view in views if view.nature == "correction"]
    natures: Literal["corrections", "updates", "both"] = "both" if len(wrong) < len(views) else "corrections"
    return Corrections(
        natures=natures if wrong else "updates", all=views, last=wrong[0] if wrong else views[0]
    )


def _numbered(story: Story) -> list[tuple[int, Correction]]:
    """From the oldest, so that a number stays when another correction comes."""
    return list(enumerate(sorted(story.corrections, key=lambda each: each.at), start=1))


def _mark(house: House, number: int, correction: Correction, passage: Passage) -> Mark:
    text = house.catalogue.text
    day = house.calendar.moment(correction.at).date
    return Mark(
        id=_place(number, passage),
        href=f"#correction-{number}",
        words=text(f"corrections.mark.{correction.nature}"),
        about=text(f"corrections.about.{correction.nature}", date=day),
    )


def _place(number: int, passage: Passage) -> str:
    return f"corrected-{number}-{passage + 1 if isinstance(passage, int) else passage}"


def _view(house: House, number: int, correction: Correction, marked: Collection[str]) -> CorrectionView:
    return CorrectionView(
        id=f"correction-{number}",
        moment=house.calendar.moment(correction.at),
        nature=correction.nature,
        label=house.catalogue.text(f"corrections.{correction.nature}"),
        text=correction.text,
        passages=tuple(_passages(house, number, correction, marked)),
    )


def _passages(
    house: House, number: int, correction: Correction, marked: Collection[str]
) -> Iterator[PassageLink]:
    text = house.catalogue.text
    if "headline" in correction.passages:
        yield PassageLink(text("corrections.headline"), "")
    if _place(number, "lead") in marked:
        yield PassageLink(text("corrections.lead"), f"#{_place(number, 'lead')}")
    blocks = sorted(each for each in correction.passages if isinstance(each, int))
    places = [place for place in (_place(number, each) for each in blocks) if place in marked]
    for ordinal, place in enumerate(places, start=1):
        label = text("corrections.passage", number=ordinal) if len(places) > 1 else text("corrections.text")
        yield PassageLink(label, f"#{place}")
