"""What of an act has not reached readers yet, caches before the site included.

Who knows that is installed by `project`; without it nothing counts as outstanding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import takewhile
from typing import Final, Protocol

import msgspec

from broadsheet.desk.models import Correction, StoryPage
from broadsheet.ledger import journal
from broadsheet.ledger.entries import Entry

ACTS: Final = frozenset({"retract", "correct"})
"""Those that are done only when they have reached everything."""

_WINDOW: Final = 40
_ONE_ACT: Final = timedelta(seconds=1)
"""An act appends its entries in one go: by one person, within a moment."""


class Outstanding(Protocol):
    """One thing that is still to be done."""

    @property
    def what(self) -> str:
        """`entry`, `page`, `removal` or `purge`."""
        ...

    @property
    def where(self) -> str:
        """Mostly an address."""
        ...

    @property
    def error(self) -> str:
        """Why the last try failed; empty if none did."""
        ...


Source = Callable[[int, int], Sequence[Outstanding]]
"""The first and the last entry of an act to what is outstanding because of them."""

_slot: list[Source] = []


def install(source: Source) -> None:
    _slot[:] = [source]


class Act(msgspec.Struct, frozen=True):
    """The last retraction or correction of a story, and what of it has not reached readers."""

    story: StoryPage
    entry: Entry
    left: Sequence[Outstanding]

    @property
    def error(self) -> str:
        return next((each.error for each in self.left if each.error), "")


def last_act(story: StoryPage) -> Act | None:
    """None for a story that was neither retracted nor corrected."""
    entry = next((each for each in reversed(_history(story)) if each.act in ACTS), None)
    return None if entry is None else Act(story, entry, _left(entry))


def unfinished(limit: int) -> list[Act]:
    """Of the `limit` stories that were retracted or corrected last, those whose act is not done."""
    acts = [act for story in _newest(limit) if (act := last_act(story)) and act.left]
    return sorted(acts, key=lambda act: act.entry.seq, reverse=True)


def _newest(limit: int) -> list[StoryPage]:
    retracted = StoryPage.objects.filter(retracted_at__isnull=False).order_by("-retracted_at")[:limit]
    corrected = Correction.objects.order_by("-at").values_list("story_id", flat=True)[:limit]
    stories = {story.pk: story for story in retracted}
    return [*stories.values(), *StoryPage.objects.filter(pk__in=set(corrected) - stories.keys())]


def _history(story: StoryPage) -> list[Entry]:
    return journal.history(f"story:{story.story_id}")


def _left(entry: Entry) -> Sequence[Outstanding]:
    if not _slot:
        return []
    entries = list(_together(entry))
    return _slot[0](entries[0].seq, entries[-1].seq)


def _together(entry: Entry) -> Iterator[Entry]:
    """The entries of one act, of which this is one: pictures and notices are its part."""
    around = list(journal.entries(after=max(0, entry.seq - _WINDOW), limit=2 * _WINDOW))

    def same(other: Entry) -> bool:
        return other.by == entry.by and abs(other.at - entry.at) < _ONE_ACT

    before = list(takewhile(same, (each for each in reversed(around) if each.seq < entry.seq)))
    yield from reversed(before)
    yield from takewhile(same, (each for each in around if each.seq >= entry.seq))
