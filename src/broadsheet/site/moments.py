"""Dates and times as readers see them: in the site's zone and language, always absolute."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from broadsheet.site.catalogue import Catalogue


class Moment(msgspec.Struct, frozen=True):
    """One instant for a `<time>` element."""

    iso: str
    """For machines: `2026-11-24T14:05:00+01:00`."""
    date: str
    full: str
    """Date and time of day."""
    clock: str
    """The time of day alone."""


class Calendar:
    """Puts moments into words."""

    def __init__(self, zone: ZoneInfo, catalogue: Catalogue) -> None:
        self.zone = zone
        self._catalogue = catalogue
        # A story's moment stands on each of the pages that tease it.
        self.moment = lru_cache(maxsize=4096)(self._moment)
        self.day = lru_cache(maxsize=1024)(self._day)

    def _moment(self, at: datetime) -> Moment:
        local = at.astimezone(self.zone).replace(microsecond=0)
        day = self.day(local.date())
        clock = self._catalogue.text("date.clock", hour=f"{local.hour:02}", minute=f"{local.minute:02}")
        full = self._catalogue.text("date.full", date=day, clock=clock)
        return Moment(local.isoformat(), day, full, clock)

    def _day(self, day: date) -> str:
        return self._catalogue.text("date.day", day=day.day, month=self._month_name(day), year=day.year)

    def weekday(self, day: date) -> str:
        """With its day of the week: "Dienstag, 24. November 2026"."""
        name = self._catalogue.text(f"date.weekday.{day.isoweekday()}")
        return self._catalogue.text("date.weekday_day", weekday=name, date=self.day(day))

    def month(self, year: int, month: int) -> str:
        return self._catalogue.text(
            "date.month_year", month=self._month_name(date(year, month, 1)), year=year
        )

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def month_bounds(self, year: int, month: int) -> tuple[datetime, datetime]:
        """The first instant of a month in the site's zone and the first after it, in UTC."""
        after = (year + 1, 1) if month == 12 else (year, month + 1)
        return self.midnight(year, month, 1), self.midnight(*after, 1)

    def midnight(self, year: int, month: int, day: int) -> datetime:
        """The first instant of a day in the site's zone, in UTC."""
        return datetime(year, month, day, tzinfo=self.zone).astimezone(UTC)

    def _month_name(self, day: date) -> str:
        return self._catalogue.text(f"date.month.{day.month}")
