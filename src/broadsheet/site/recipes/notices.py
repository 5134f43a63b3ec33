"""What was corrected and what was taken back: the latest, month by month, and as feeds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from broadsheet.kernel import addresses
from broadsheet.ledger import lists
from broadsheet.ledger.records import Notice, Story
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output, Recipe, fingerprint_of
from broadsheet.site import metadata, months, notices
from broadsheet.site.facets import Label
from broadsheet.site.feeds import FORMATS, Feed, Item
from broadsheet.site.house import House
from broadsheet.site.months import Month
from broadsheet.site.newsroom import Entry, Newsroom
from broadsheet.site.notices import Word
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.rendering import VIEWS

NEWEST: Final = 40
"""So many stand on the first page and in the feeds; each month has a page of its own."""


class NoticesRecipe(PageRecipe):
    name = "notices"
    tier = 3
    moves_with_code = True
    template = "notices.html"

    def standing(self) -> Iterable[str]:
        return self.everywhere("all")

    def bake(self, target: str, reader: Reader) -> Output:
        house, _ = self.house.speaking_of(target)
        newsroom = Newsroom(reader, house)
        return self.page(
            newsroom,
            house.notices,
            metadata.list_metadata(
                house,
                newsroom.identity(),
                Label(house.notices, house.catalogue.text("notices.title")),
                house.catalogue.text("notices.intro"),
                {each.language: each.notices for each in house.homes()},
            ),
            words=notices.newest(newsroom, NEWEST),
            months=[_entry(house, month) for month in notices.months_of(reader, house)],
        )


def _entry(house: House, month: Month) -> Entry:
    return Entry(house.calendar.month(*month), addresses.notices_path(house.language, *month))


class NoticesMonthRecipe(PageRecipe):
    """Targets are months, `2026-11`; a month without a word has no page."""

    name = "notices_month"
    tier = 4
    moves_with_code = True
    template = "notices_month.html"

    def concerned(self, change: Change) -> Iterable[str]:
        for record in change.records():
            if isinstance(record, Story):
                house = self.house.around(record.language)
                for each in lists.corrections_of(record):
                    yield house.target(str(months.month_of(each.at, house.calendar)))
            elif isinstance(record, Notice):
                yield from self.everywhere(str(months.month_of(record.at, self.house.calendar)))

    def bake(self, target: str, reader: Reader) -> Output | None:
        house, written = self.house.speaking_of(target)
        month = months.parse(written)
        newsroom = Newsroom(reader, house)
        words = notices.of_month(newsroom, month)
        if not words:
            return None
        entry = _entry(house, month)
        title = house.catalogue.text("notices.month", month=entry.title)
        text = house.catalogue.text("notices.intro")
        head = metadata.list_metadata(house, newsroom.identity(), Label(entry.path, title), text)
        return self.page(newsroom, entry.path, head, words=words, title=title)


class NoticesFeedRecipe(Recipe):
    """Targets are file names, `feed.xml`."""

    name: ClassVar[str] = "notices_feed"
    tier: ClassVar[int] = 3
    moves_with_code: ClassVar[bool] = True

    def __init__(self, house: House) -> None:
        self._house = house
        self._code = fingerprint_of(VIEWS, *house.fingerprint_parts())

    @property
    def code(self) -> str:
        return self._code

    def standing(self) -> Iterable[str]:
        return [house.target(file) for house in self._house.homes() for file in FORMATS]

    def bake(self, target: str, reader: Reader) -> Output:
        house, file = self._house.speaking_of(target)
        newsroom = Newsroom(reader, house)
        path = house.notices + file
        return Output(path, FORMATS[file](_feed(newsroom, path)))


def _feed(newsroom: Newsroom, path: str) -> Feed:
    house, identity = newsroom.house, newsroom.identity()
    text = house.catalogue.text
    return Feed(
        url=house.absolute(path),
        page=house.absolute(house.notices),
        title=f"{text('notices.title')} – {identity.name}",
        description=text("notices.intro"),
        language=house.language,
        publisher=identity.publisher or identity.name,
        items=tuple(_item(house, word) for word in notices.newest(newsroom, NEWEST)),
    )


def _item(house: House, word: Word) -> Item:
    """Leads to the story; for what was taken back, to the word on the page of its month."""
    month = months.month_of(word.at, house.calendar)
    place = f"{word.path}#corrections" if word.path else f"{_entry(house, month).path}#{word.id}"
    kind = house.catalogue.text(f"notices.{word.kind}")
    return Item(
        id=f"urn:broadsheet:notice:{word.id}",
        url=house.absolute(place),
        title=f"{kind}: {word.headline}",
        summary=word.text,
        published=word.at,
        updated=None,
        authors=(),
        tags=(kind,),
        language=house.around(word.language).language,
        picture=None,
    )
