"""The archive by months in the site's zone, and the list of months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from broadsheet.kernel import addresses
from broadsheet.ledger.records import Story
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata, months
from broadsheet.site.facets import STORY_LINE, Label, StoryLine
from broadsheet.site.house import House
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
        return map(self._target, stories)

    def _target(self, story: Story) -> str:
        house = self.house.around(story.language)
        return house.target(str(months.month_of(story.published, house.calendar)))

    def stands_at(self, target: str) -> str:
        house, written = self.house.speaking_of(target)
        return addresses.archive_path(house.language, *months.parse(written))

    def bake(self, target: str, reader: Reader) -> Output | None:
        house, written = self.house.speaking_of(target)
        month = months.parse(written)
        stories = _stories(reader, house, month)
        if not stories:
            return None
        newsroom = Newsroom(reader, house)
        path = self.stands_at(target)
        name = house.calendar.month(*month)
        title = house.catalogue.text("archive.month", month=name)
        identity = newsroom.identity()
        text = house.catalogue.text("describe.month", month=name, site=identity.name)
        return self.page(
            newsroom,
            path,
            metadata.list_metadata(house, identity, Label(path, title), text),
            title=name,
            days=list(_days(house, stories)),
        )


def _stories(reader: Reader, house: House, month: Month) -> list[StoryLine]:
    """Oldest first."""
    low, high = months.bounds(month, house.calendar)
    places = reader.between(house.news, low, high)
    found = [reader.read(STORY_LINE, place.asset) for place in places]
    return [story for story in found if story is not None]


def _days(house: House, stories: list[StoryLine]) -> Iterator[Day]:
    by_day = groupby(reversed(stories), key=lambda story: house.calendar.local(story.published).date())
    for day, lines in by_day:
        yield Day(house.calendar.weekday(day), [_line(house, story) for story in lines])


def _line(house: House, story: StoryLine) -> Line:
    return Line(story, house.calendar.moment(story.published), genre_label(house.catalogue, story.genre))


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
        return self.everywhere("all")

    def bake(self, target: str, reader: Reader) -> Output:
        house, _ = self.house.speaking_of(target)
        newsroom = Newsroom(reader, house)
        title = house.catalogue.text("archive.title")
        identity = newsroom.identity()
        text = house.catalogue.text("describe.archive", site=identity.name)
        homes = {each.language: each.archive for each in house.homes()}
        found = reversed(list(months.months_of(reader, house.news, house.calendar)))
        by_year = groupby(found, key=lambda month: month.year)
        return self.page(
            newsroom,
            house.archive,
            metadata.list_metadata(house, identity, Label(house.archive, title), text, homes),
            years=[Year(year, [_entry(house, month) for month in group]) for year, group in by_year],
        )


def _entry(house: House, month: Month) -> Entry:
    return Entry(house.calendar.month(*month), addresses.archive_path(house.language, *month))
