"""The answer to a wrong address."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from broadsheet.kernel.language import Language
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.site import metadata
from broadsheet.site.house import House
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe

PATH = "/404.html"


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """The answer in a further language of the site."""

    language: Language
    title: str
    text: str
    home: str
    home_words: str
    archive: str
    archive_words: str


class NotFoundRecipe(PageRecipe):
    name = "not_found"
    tier = 3
    template = "not_found.html"

    def standing(self) -> Iterable[str]:
        return [PATH]

    def bake(self, target: str, reader: Reader) -> Output:
        newsroom = Newsroom(reader, self.house)
        title = self.house.catalogue.text("not_found.title")
        head = metadata.bare_metadata(self.house, newsroom.identity(), title, PATH)
        return self.page(newsroom, PATH, head, others=[_said_by(each) for each in self.house.homes()[1:]])


def _said_by(house: House) -> Saying:
    """Nobody knows in which language a wrong address was meant."""
    text = house.catalogue.text
    return Saying(
        language=house.language,
        title=text("not_found.title"),
        text=text("not_found.text"),
        home=house.home,
        home_words=text("not_found.home"),
        archive=house.archive,
        archive_words=text("not_found.archive"),
    )
