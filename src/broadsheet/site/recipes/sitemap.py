"""Sitemaps: an index, the pages that are no stories, a month of stories, the news of two days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import ClassVar, Final

from broadsheet.ledger import lists
from broadsheet.ledger.records import Story
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output, Recipe, fingerprint_of
from broadsheet.site import months, sitemaps
from broadsheet.site.facets import PATHS, STORY_LINE, STORY_STAMP, StoryLine, StoryStamp
from broadsheet.site.house import House
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


def month_path(month: months.Month) -> str:
    return f"/sitemap-{month}.xml"


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
        paths = [PAGES, NEWS, *map(month_path, sorted(found, reverse=True))]
        return Output(INDEX, sitemaps.index(map(self.house.absolute, paths)))


class SitemapMonthRecipe(SitemapRecipe):
    """A target is a month, `2026-11`. Advertorials are in it: they are pages as others are."""

    name: ClassVar[str] = "sitemap_month"

    def concerned(self, change: Change) -> Iterable[str]:
        stories = [record for record in change.records() if isinstance(record, Story)]
        return sorted({str(months.month_of(story.published, self.house.calendar)) for story in stories})

    def bake(self, target: str, reader: Reader) -> Output | None:
        month = months.parse(target)
        stamps = sorted(self._stamps(reader, month), key=lambda stamp: stamp.path)
        if not stamps:
            return None
        return Output(month_path(month), sitemaps.urls(self._url(reader, stamp) for stamp in stamps))

    def _url(self, reader: Reader, stamp: StoryStamp) -> Url:
        media = media_of(reader, stamp.picture)
        picture = self.house.absolute(address_of(media, FALLBACK)) if media else ""
        return Url(self.house.absolute(stamp.path), stamp.changed, picture)

    def _stamps(self, reader: Reader, month: months.Month) -> Iterator[StoryStamp]:
        low, high = months.bounds(month, self.house.calendar)
        for name in (lists.NEWS, lists.ADVERTORIALS):
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
        for name in (lists.SECTIONS, lists.TOPICS, lists.PEOPLE, lists.PAGES):
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
