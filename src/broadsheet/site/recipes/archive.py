"""The archive by months in the site's zone, and the list of months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

import msgspec

from broadsheet.kernel import addresses
from broadsheet.ledger import lists
from broadsheet.ledger.records import Story
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata
from broadsheet.site.facets import STORY_LINE, StoryLine
from broadsheet.site.moments import Moment
from broadsheet.site.newsroom import Entry, Newsroom
from broadsheet.site.recipes.pages import PageRecipe


class Line(msgspec.Struct, frozen=True):
    story: StoryLine
    moment: Moment


class Day(msgspec.Struct, frozen=True):
    title: str
    lines: list[Line]


class MonthRecipe(PageRecipe):
    """Targets are months, `2026-11`; a month without stories has no page."""

    name = "month"
    tier = 4
    template = "month.html"

    def concerned(self, change: Change) -> Iterable[str]:
        local = self.house.calendar.local
        return [
            f"{local(record.published):%Y-%m}" for record in change.records() if isinstance(record, Story)
        ]

    def bake(self, target: str, reader: Reader) -> Output | None:
        year, month = map(int, target.split("-"))
        stories = self._stories(reader, year, month)
        if not stories:
            return None
        newsroom = Newsroom(reader, self.house)
        path = addresses.archive_path(self.house.language, year, month)
        name = self.house.calendar.month(year, month)
        title = self.house.catalogue.text("archive.month", month=name)
        return self.page(
            newsroom,
            path,
            metadata.page_metadata(self.house, newsroom.identity(), title, path),
            title=name,
            days=list(self._days(stories)),
        )

    def _stories(self, reader: Reader, year: int, month: int) -> list[StoryLine]:
        """Oldest first."""
        low, high = map(lists.moment_key, self.house.calendar.month_bounds(year, month))
        places = reader.between(lists.NEWS, low, high)
        found = [reader.read(STORY_LINE, place.asset) for place in places]
        return [story for story in found if story is not None]

    def _days(self, stories: list[StoryLine]) -> Iterator[Day]:
        calendar = self.house.calendar
        by_day = groupby(reversed(stories), key=lambda story: calendar.local(story.published).date())
        for day, lines in by_day:
            yield Day(
                calendar.weekday(day), [Line(story, calendar.moment(story.published)) for story in lines]
            )


class Year(msgspec.Struct, frozen=True):
    number: int
    months: list[Entry]


class ArchiveRecipe(PageRecipe):
    """The months in which something was published."""

    name = "archive"
    tier = 4
    template = "archive.html"

    def standing(self) -> Iterable[str]:
        return ["all"]

    def bake(self, target: str, reader: Reader) -> Output:
        newsroom = Newsroom(reader, self.house)
        path = addresses.archive_path(self.house.language)
        title = self.house.catalogue.text("archive.title")
        by_year = groupby(self._months(reader), key=lambda month: month[0])
        return self.page(
            newsroom,
            path,
            metadata.page_metadata(self.house, newsroom.identity(), title, path),
            years=[Year(year, [self._entry(*month) for month in months]) for year, months in by_year],
        )

    def _months(self, reader: Reader) -> Iterator[tuple[int, int]]:
        """Latest first: one story of each month is found, then the next one before that month."""
        below = ""
        while places := reader.newest(lists.NEWS, 1, below=below):
            published = self.house.calendar.local(_moment(places[0].sort))
            yield published.year, published.month
            first, _ = self.house.calendar.month_bounds(published.year, published.month)
            below = lists.moment_key(first)

    def _entry(self, year: int, month: int) -> Entry:
        return Entry(
            self.house.calendar.month(year, month),
            addresses.archive_path(self.house.language, year, month),
        )


def _moment(sort: str) -> datetime:
    """The moment in a story's sort key, as `lists.moment_key` wrote it."""
    return datetime.strptime(sort.partition(":")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
