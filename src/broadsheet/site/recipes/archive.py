"""The archive by months in the site's zone, and the list of months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from broadsheet.kernel import addresses
from broadsheet.ledger import lists
from broadsheet.ledger.records import Story
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata, months
from broadsheet.site.facets import STORY_LINE, Label, StoryLine
from broadsheet.site.moments import Moment
from broadsheet.site.months import Month
from broadsheet.site.newsroom import Entry, Newsroom, genre_label
from broadsheet.site.recipes.pages import PageRecipe


class Line(msgspec.Struct, frozen=True):
    story: StoryLine
    moment: Moment
    label: str


class Day(msgspec.Struct, frozen=True):
    title: str
    lines: list[Line]


class MonthRecipe(PageRecipe):
    """Targets are months, `2026-11`; a month without stories has no page."""

    name = "month"
    tier = 4
    moves_with_code = True
    template = "month.html"

    def concerned(self, change: Change) -> Iterable[str]:
        stories = [record for record in change.records() if isinstance(record, Story)]
        return [str(months.month_of(story.published, self.house.calendar)) for story in stories]

    def bake(self, target: str, reader: Reader) -> Output | None:
        month = months.parse(target)
        stories = self._stories(reader, month)
        if not stories:
            return None
        newsroom = Newsroom(reader, self.house)
        path = addresses.archive_path(self.house.language, *month)
        name = self.house.calendar.month(*month)
        title = self.house.catalogue.text("archive.month", month=name)
        identity = newsroom.identity()
        text = self.house.catalogue.text("describe.month", month=name, site=identity.name)
        return self.page(
            newsroom,
            path,
            metadata.list_metadata(self.house, identity, Label(path, title), text),
            title=name,
            days=list(self._days(stories)),
        )

    def _stories(self, reader: Reader, month: Month) -> list[StoryLine]:
        """Oldest first."""
        low, high = months.bounds(month, self.house.calendar)
        places = reader.between(lists.NEWS, low, high)
        found = [reader.read(STORY_LINE, place.asset) for place in places]
        return [story for story in found if story is not None]

    def _days(self, stories: list[StoryLine]) -> Iterator[Day]:
        calendar = self.house.calendar
        by_day = groupby(reversed(stories), key=lambda story: calendar.local(story.published).date())
        for day, lines in by_day:
            yield Day(calendar.weekday(day), [self._line(story) for story in lines])

    def _line(self, story: StoryLine) -> Line:
        return Line(
            story,
            self.house.calendar.moment(story.published),
            genre_label(self.house.catalogue, story.genre),
        )


class Year(msgspec.Struct, frozen=True):
    number: int
    months: list[Entry]


class ArchiveRecipe(PageRecipe):
    """The months in which something was published."""

    name = "archive"
    tier = 4
    moves_with_code = True
    template = "archive.html"

    def standing(self) -> Iterable[str]:
        return ["all"]

    def bake(self, target: str, reader: Reader) -> Output:
        newsroom = Newsroom(reader, self.house)
        path = addresses.archive_path(self.house.language)
        title = self.house.catalogue.text("archive.title")
        identity = newsroom.identity()
        text = self.house.catalogue.text("describe.archive", site=identity.name)
        found = months.months_of(reader, lists.NEWS, self.house.calendar)
        by_year = groupby(found, key=lambda month: month.year)
        return self.page(
            newsroom,
            path,
            metadata.list_metadata(self.house, identity, Label(path, title), text),
            years=[Year(year, [self._entry(month) for month in group]) for year, group in by_year],
        )

    def _entry(self, month: Month) -> Entry:
        return Entry(self.house.calendar.month(*month), addresses.archive_path(self.house.language, *month))
