"""The states of a story that readers had, as the ledger has them.

What lies between two substantial changes is one state. It is shown as it was when it ended: a slip of
the pen that was mended without a word, or a name that was taken out so, is in none of them.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

import msgspec

from broadsheet.ledger import journal
from broadsheet.ledger.entries import Entry
from broadsheet.ledger.records import Story


class EarlierState(msgspec.Struct, frozen=True):
    at: datetime
    """Since when readers had it."""
    version: int
    """The last of its versions in the ledger."""
    story: Story


def earlier_states(story_id: str, updated: datetime | None) -> list[EarlierState]:
    """Those before the state that began at `updated`, the oldest first.

    What was published before the story was taken back, and then published again, is not among them.
    """
    found = []
    for began, versions in groupby(_since_taken_back(journal.history(f"story:{story_id}")), key=_began):
        *_, (version, story) = versions
        if began != updated:
            found.append(EarlierState(began or story.published, version, story))
    return found


def _since_taken_back(entries: list[Entry]) -> list[tuple[int, Story]]:
    kept: list[tuple[int, Story]] = []
    for entry in entries:
        if isinstance(entry.record, Story):
            kept.append((entry.version, entry.record))
        else:
            kept.clear()
    return kept


def _began(version: tuple[int, Story]) -> datetime | None:
    return version[1].updated
