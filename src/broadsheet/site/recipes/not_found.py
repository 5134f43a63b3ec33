"""The answer to a wrong address."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.site import metadata
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe

PATH = "/404.html"


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
        return self.page(newsroom, PATH, head)
