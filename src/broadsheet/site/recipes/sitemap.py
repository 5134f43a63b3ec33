"""Sitemaps: an index, the pages that are no stories, a month of stories, the news of two days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
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

LISTS: Final = (lists.NEWS, lists.ADVERTORIALS)
_DAYS: Final = (1, 9, 17, 25)
"""Of a month, on which its parts begin. They are the same whatever is published, so a further story changes
nothing of what the index reads."""


class Part(msgspec.Struct, frozen=True, order=True):
    """Of a month: about a week. As a target `2026-11`, then `2026-11-2`."""

    month: months.Month
    number: int = 1

    def __str__(self) -> str:
        return f"{self.month}-{self.number}" if self.number > 1 else str(self.month)

    @property
    def path(self) -> str:
        return f"/sitemap-{self}.xml"

    def bounds(self, calendar: Calendar) -> tuple[str, str]:
        """Between which sort keys of a list of stories it lies."""
        low, high = calendar.month_bounds(*self.month)
        if self.number > 1:
            low = calendar.midnight(*self.month, _DAYS[self.number - 1])
        if self.number < len(_DAYS):
            high = calendar.midnight(*self.month, _DAYS[self.number])
        return lists.moment_key(low), lists.moment_key(high)


def part_of(target: str) -> Part:
    year, month, *number = map(int, target.split("-"))
    return Part(months.Month(year, month), *number)


def part_at(moment: datetime, calendar: Calendar) -> Part:
    return Part(months.month_of(moment, calendar), bisect_right(_DAYS, calendar.local(moment).day))


class SitemapRecipe(Recipe):
    tier: ClassVar[int] = 3

    def __init__(self, house: House) -> None:
        self.house = house
        self._code = fingerprint_of(VIEWS, str(_DAYS), *house.fingerprint_parts())

    @property
    def code(self) -> str:
        return self._code


class SitemapIndexRecipe(SitemapRecipe):
    name: ClassVar[str] = "sitemap_index"

    def standing(self) -> Iterable[str]:
        return [INDEX]

    def bake(self, target: str, reader: Reader) -> Output:
        found = {part for name in LISTS for part in self._parts(reader, name)}
        paths = [PAGES, NEWS, *(part.path for part in sorted(found, reverse=True))]
        return Output(INDEX, sitemaps.index(map(self.house.absolute, paths)))

    def _parts(self, reader: Reader, name: str) -> Iterator[Part]:
        calendar = self.house.calendar
        after = lambda moment: part_at(moment, calendar).bounds(calendar)[1]  # noqa: E731
        return (part_at(moment, calendar) for moment in months.firsts(reader, name, after))


class SitemapMonthRecipe(SitemapRecipe):
    """A target is a part of a month. Advertorials are in it: they are pages as others are."""

    name: ClassVar[str] = "sitemap_month"

    def concerned(self, change: Change) -> Iterable[str]:
        stories = [record for record in change.records() if isinstance(record, Story)]
        return map(str, sorted({part_at(story.published, self.house.calendar) for story in stories}))

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
        low, high = part.bounds(self.house.calendar)
        for name in LISTS:
            for place in reader.between(name, low, high):
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
