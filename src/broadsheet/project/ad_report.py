"""What advertisers are told: how often each campaign was seen and clicked, by day and place."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from io import StringIO
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from broadsheet.desk.figures import Figures
from broadsheet.desk.models import Campaign
from broadsheet.kernel import clock
from broadsheet.project.configuration import Configuration
from broadsheet.serve import advertising
from broadsheet.serve.readings import Readings

_EVERY: Final = 30.0
"""Seconds."""
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Row(msgspec.Struct, frozen=True):
    """One campaign in one place on one day."""

    day: date
    campaign: str
    """The id, as in the ledger."""
    title: str
    advertiser: str
    place: str
    seen: int
    clicked: int


def counts_of(configuration: Configuration) -> Readings:
    return advertising.counts_in(configuration.ad_counts, ZoneInfo(configuration.site.time_zone))


def rows(counts: Readings, first: date | None = None, last: date | None = None) -> Iterator[Row]:
    """By day, then campaign, then place. Nobody knows what was counted for a campaign that never was."""
    names = {each.campaign_id: each for each in Campaign.objects.all()}
    for (day, campaign, place), sums in sorted(_sums(counts).items()):
        known = names.get(campaign)
        if known is not None and (first is None or first <= day) and (last is None or day <= last):
            yield Row(day, campaign, known.title, known.advertiser, place, sums["seen"], sums["clicked"])


def _sums(counts: Readings) -> Mapping[tuple[date, str, str], Counter[str]]:
    sums: dict[tuple[date, str, str], Counter[str]] = defaultdict(Counter)
    for name, counted in counts.parts(_BEGINNING):
        day = datetime.strptime(name, "%Y%m%d").replace(tzinfo=UTC).date()
        for key, number in counted.items():
            campaign, place, what = key.split("/")
            sums[day, campaign, place][what] += number
    return sums


class Totals:
    """Of each campaign, over all days and places: for the desk's list, added up twice a minute at most."""

    def __init__(self, counts: Readings) -> None:
        self._counts = counts
        self._next = 0.0
        self._found: Mapping[str, Figures] = {}

    def __call__(self) -> Mapping[str, Figures]:
        if clock.monotonic() >= self._next:
            self._next = clock.monotonic() + _EVERY
            self._found = self._add_up()
        return self._found

    def _add_up(self) -> Mapping[str, Figures]:
        sums: dict[str, Counter[str]] = defaultdict(Counter)
        for (_day, campaign, _place), counted in _sums(self._counts).items():
            sums[campaign].update(counted)
        return {campaign: Figures(each["seen"], each["clicked"]) for campaign, each in sums.items()}


def as_csv(found: Iterable[Row]) -> str:
    """RFC 4180, with the names of the columns; a cell never begins as a formula does."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(Row.__struct_fields__)
    for row in found:
        writer.writerow([_harmless(getattr(row, name)) for name in Row.__struct_fields__])
    return text.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in set("=+-@\t\r") else value
