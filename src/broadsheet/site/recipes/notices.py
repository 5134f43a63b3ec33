"""What was corrected and what was taken back, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

import msgspec

from broadsheet.kernel import addresses
from broadsheet.kernel.language import Language
from broadsheet.ledger import lists
from broadsheet.ledger.records import Correction
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.site import metadata
from broadsheet.site.facets import NOTICE, STORY_CORRECTIONS, Label, StoryCorrections
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
        return ["all"]

    def bake(self, target: str, reader: Reader) -> Output:
        newsroom = Newsroom(reader, self.house)
        path = addresses.notices_path(self.house.language)
        title = self.house.catalogue.text("notices.title")
        words = [*self._corrections(reader), *self._retractions(reader)]
        return self.page(
            newsroom,
            path,
            metadata.list_metadata(
                self.house,
                newsroom.identity(),
                Label(path, title),
                self.house.catalogue.text("notices.intro"),
            ),
            words=sorted(words, key=lambda word: (word.at, word.headline), reverse=True),
        )

    def _corrections(self, reader: Reader) -> Iterator[Word]:
        for place in reader.newest(lists.CORRECTED, LIMIT):
            story = reader.read(STORY_CORRECTIONS, place.asset)
            if story is not None:
                yield from map(partial(self._corrected, story), story.corrections)

    def _corrected(self, story: StoryCorrections, correction: Correction) -> Word:
        return Word(
            at=correction.at,
            moment=self.house.calendar.moment(correction.at),
            kind="correction",
            headline=story.headline,
            path=story.path,
            language=story.language,
            text=correction.text,
        )

    def _retractions(self, reader: Reader) -> Iterator[Word]:
        for place in reader.newest(lists.NOTICES, LIMIT):
            notice = reader.read(NOTICE, place.asset)
            if notice is not None:
                yield Word(
                    at=notice.at,
                    moment=self.house.calendar.moment(notice.at),
                    kind="retraction",
                    headline=notice.headline,
                    path="",
                    language=self.house.language,
                    text=notice.text,
                )
