"""What was corrected and what was taken back, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

import msgspec

from broadsheet.kernel.language import Language
from broadsheet.ledger import lists
from broadsheet.ledger.records import Correction
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.site import metadata
from broadsheet.site.facets import NOTICE, STORY_CORRECTIONS, Label, StoryCorrections
from broadsheet.site.house import House
from broadsheet.site.moments import Moment
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe

LIMIT = 100
"""So many corrected stories and so many retractions are shown."""


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One correction or retraction."""

    at: datetime
    moment: Moment
    kind: str
    """`correction` or `retraction`: a key of the catalogue below `notices`."""
    headline: str
    path: str
    """Empty for what was taken back."""
    language: Language
    text: str


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
        words = [*_corrections(newsroom), *_retractions(newsroom)]
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
            words=sorted(words, key=lambda word: (word.at, word.headline), reverse=True),
        )


def _corrections(newsroom: Newsroom) -> Iterator[Word]:
    """Of the stories that belong to this home."""
    for place in newsroom.reader.newest(lists.CORRECTED, LIMIT):
        story = newsroom.reader.read(STORY_CORRECTIONS, place.asset)
        if story is not None and newsroom.house.covers(story.language):
            yield from map(partial(_corrected, newsroom.house, story), story.corrections)


def _corrected(house: House, story: StoryCorrections, correction: Correction) -> Word:
    return Word(
        at=correction.at,
        moment=house.calendar.moment(correction.at),
        kind="correction",
        headline=story.headline,
        path=story.path,
        language=story.language,
        text=correction.text,
    )


def _retractions(newsroom: Newsroom) -> Iterator[Word]:
    """Whatever the language of what was taken back: the newsroom's word on it is in the main one."""
    house = newsroom.house
    for place in newsroom.reader.newest(lists.NOTICES, LIMIT):
        notice = newsroom.reader.read(NOTICE, place.asset)
        if notice is not None:
            yield Word(
                at=notice.at,
                moment=house.calendar.moment(notice.at),
                kind="retraction",
                headline=notice.headline,
                path="",
                language=house.main.language,
                text=notice.text,
            )
