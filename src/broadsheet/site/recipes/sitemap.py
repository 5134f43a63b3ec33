"""Sitemaps: an index, the pages that are no stories, a month of stories, the news of two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import ClassVar, Final

import msgspec

from broadsheet.ledger import lists
from broadsheet.ledger.records import Story
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output, Recipe, fingerprint_of
from broadsheet.site import months, sitemaps
from broadsheet.site.facets import PATHS, STORY_LINE, STORY_STAMP, StoryLine, StoryStamp
from broadsheet.site.house import House
from broadsheet.site.moments import Calendar
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.pictures import address_of, media_of
from broadsheet.site.rendering import VIEWS
from broadsheet.site.renditions import FALLBACK
from broadsheet.site.sitemaps import NewsUrl, Url

INDEX: Final = "/sitemap.xml"
PAGES: Final = "/sitemap-pages.xml"
NEWS: Final = "/sitemap-news.xml"

NEWS_FOR: Final = timedelta(hours=48)
NEWS_LIMIT: Final = 1000
_STEP: Final = 50

IN_PART: Final = {lists.NEWS: 45_000, lists.ADVERTORIALS: 5_000}
"""So many of each list one sitemap of a month names: together what one may."""
MOST_PARTS: Final = 4
"""A target in the queue for each, whether or not a month is that long."""


class Part(msgspec.Struct, frozen=True):
    """Of a month's sitemap; most months have one. As a target `2026-11`, then `2026-11-2`."""

    month: months.Month
    number: int = 1

    def __str__(self) -> str:
        return f"{self.month}-{self.number}" if self.number > 1 else str(self.month)

    @property
    def path(self) -> str:
        return f"/sitemap-{self}.xml"


def part_of(target: str) -> Part:
    year, month, *number = map(int, target.split("-"))
    return Part(months.Month(year, month), *number)


class SitemapRecipe(Recipe):
    tier: ClassVar[int] = 3

    def __init__(self, house: House) -> None:
        self.house = house
        self._code = fingerprint_of(VIEWS, *house.fingerprint_parts())

    @property
    def code(self) -> str:
        return self._code


class SitemapIndexRecipe(SitemapRecipe):
    name: ClassVar[str] = "sitemap_index"

    def standing(self) -> Iterable[str]:
        return [INDEX]

    def bake(self, target: str, reader: Reader) -> Output:
        calendar = self.house.calendar
        found = {
            month
            for name in (lists.NEWS, lists.ADVERTORIALS)
            for month in months.months_of(reader, name, calendar)
        }
        parts = (part for month in sorted(found, reverse=True) for part in self._parts(reader, month))
        paths = [PAGES, NEWS, *(part.path for part in parts)]
        return Output(INDEX, sitemaps.index(map(self.house.absolute, paths)))

    def _parts(self, reader: Reader, month: months.Month) -> list[Part]:
        count = 1 + max(len(_cuts(reader, name, month, self.house.calendar)) for name in IN_PART)
        return [Part(month, number) for number in range(1, min(count, MOST_PARTS) + 1)]


def _cuts(reader: Reader, name: str, month: months.Month, calendar: Calendar) -> list[str]:
    return reader.cuts(name, *months.bounds(month, calendar), IN_PART[name])


class SitemapMonthRecipe(SitemapRecipe):
    """A target is a part of a month. Advertorials are in it: they are pages as others are."""

    name: ClassVar[str] = "sitemap_month"

    def concerned(self, change: Change) -> Iterable[str]:
        stories = [record for record in change.records() if isinstance(record, Story)]
        found = {months.month_of(story.published, self.house.calendar) for story in stories}
        return [str(Part(month, number + 1)) for month in sorted(found) for number in range(MOST_PARTS)]

    def bake(self, target: str, reader: Reader) -> Output | None:
        part = part_of(target)
        stamps = sorted(self._stamps(reader, part), key=lambda stamp: stamp.path)
        if not stamps:
            return None
        return Output(part.path, sitemaps.urls(self._url(reader, stamp) for stamp in stamps))

    def _url(self, reader: Reader, stamp: StoryStamp) -> Url:
        media = media_of(reader, stamp.picture)
        picture = self.house.absolute(address_of(media, FALLBACK)) if media else ""
        return Url(self.house.absolute(stamp.path), stamp.changed, picture)

    def _stamps(self, reader: Reader, part: Part) -> Iterator[StoryStamp]:
        low, high = months.bounds(part.month, self.house.calendar)
        for name in IN_PART:
            bounds = [low, *_cuts(reader, name, part.month, self.house.calendar), high]
            if part.number < len(bounds):
                for place in reader.between(name, *bounds[part.number - 1 : part.number + 1]):
                    stamp = reader.read(STORY_STAMP, place.asset)
                    if stamp is not None:
                        yield stamp


class SitemapPagesRecipe(SitemapRecipe):
    name: ClassVar[str] = "sitemap_pages"

    def standing(self) -> Iterable[str]:
        return [PAGES]

    def bake(self, target: str, reader: Reader) -> Output:
        homes = self.house.homes()
        paths = [*(house.home for house in homes), *self._paths(reader)]
        paths += [path for house in homes for path in (house.feeds, house.archive, house.notices)]
        return Output(PAGES, sitemaps.urls(Url(self.house.absolute(path)) for path in paths))

    def _paths(self, reader: Reader) -> Iterator[str]:
        for name in (lists.SECTIONS, lists.TOPICS, lists.PEOPLE, lists.PODCASTS, lists.PAGES):
            for place in reader.between(name):
                path = reader.read(PATHS[place.asset.partition(":")[0]], place.asset)
                if path is not None:
                    yield path


class SitemapNewsRecipe(SitemapRecipe):
    """A story leaves it by itself when its two days are over."""

    name: ClassVar[str] = "sitemap_news"

    def standing(self) -> Iterable[str]:
        return [NEWS]

    def bake(self, target: str, reader: Reader) -> Output:
        identity = Newsroom(reader, self.house).identity()
        found = map(self._url, islice(_recent(reader), NEWS_LIMIT))
        return Output(NEWS, sitemaps.news(found, identity.name))

    def _url(self, story: StoryLine) -> NewsUrl:
        return NewsUrl(
            address=self.house.absolute(story.path),
            title=story.headline,
            published=story.published,
            language=story.language,
        )


def _recent(reader: Reader) -> Iterator[StoryLine]:
    """Newest first, read in steps so that what is older than two days is hardly depended on."""
    below = ""
    while places := reader.newest(lists.NEWS, _STEP, below=below):
        for place in places:
            story = reader.read(STORY_LINE, place.asset)
            if story is None:
                continue
            if reader.passed(story.published + NEWS_FOR):
                return
            yield story
        below = places[-1].sort
