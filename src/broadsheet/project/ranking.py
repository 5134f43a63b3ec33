"""What is read most: from sums of readings to a record in the ledger.

The press knows the ledger alone, so the ranking has to stand there; pages that show it are
then made again like any others, and a clean bake gives the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db import transaction

from broadsheet.kernel import clock
from broadsheet.ledger import journal, lists, state
from broadsheet.ledger.records import Ranking, Story
from broadsheet.serve.readings import Readings

RANKED: Final = 20
"""Stories in a ranking: more than any page shows, for some may be taken back before the next one."""
SPAN: Final = timedelta(hours=24)
_EVERY: Final = 900.0
"""Seconds between two rankings: at most 96 entries a day."""
_CONSIDERED: Final = 500
"""Paths that are looked up, the most read first; among them are fronts and pages of the house."""


class Ranker:
    """A chore: ranks every quarter of an hour, at first as soon as it is asked."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._next = 0.0

    def __call__(self) -> None:
        if clock.monotonic() >= self._next:
            self._next = clock.monotonic() + _EVERY
            rank(self._readings)


def rank(readings: Readings) -> bool:
    """Appends the ranking of the last day if it is another than before; whether it was."""
    stories = _ranked(_by_story(readings.since(clock.now() - SPAN)))
    ranking = Ranking(id="read", stories=stories)
    with transaction.atomic():
        before = state.get("ranking:read")
        if before == ranking or (before is None and not stories):
            return False
        journal.append(ranking, act="rank", by="broadsheet")
    return True


def _by_story(readings: Mapping[str, int]) -> Counter[str]:
    """Readings of each asset, whichever of its addresses was asked for."""
    sums = Counter[str]()
    for path, count in sorted(readings.items(), key=lambda each: (-each[1], each[0]))[:_CONSIDERED]:
        asset = state.owner(path)
        if asset is not None and asset.startswith("story:"):
            sums[asset] += count
    return sums


def _ranked(readings: Mapping[str, int]) -> tuple[str, ...]:
    """Ids of published news, the most read first, of equals the newest; never an advertorial."""
    found = [(count, record) for asset, count in readings.items() if (record := _news(asset))]
    found.sort(key=lambda each: (each[0], lists.story_key(each[1])), reverse=True)
    return tuple(story.id for _, story in found[:RANKED])


def _news(asset: str) -> Story | None:
    record = state.get(asset)
    return record if isinstance(record, Story) and record.genre != "advertorial" else None
