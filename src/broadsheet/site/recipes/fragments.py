"""Boxes that stand on every page, made once: an island fetches them over what was baked in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from broadsheet.ledger import lists
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.teasers import show_all

LATEST = "/fragments/latest.html"
STORIES = 7
"""One more than the box shows: the reader may be on one of them."""


class LatestRecipe(PageRecipe):
    """The newest stories. Never the story that is being read: the island takes that one out."""

    name = "latest"
    tier = 3
    template = "fragments/latest.html"

    def standing(self) -> Iterable[str]:
        return self.everywhere(LATEST)

    def bake(self, target: str, reader: Reader) -> Output:
        house, _ = self.house.speaking_of(target)
        newsroom = Newsroom(reader, house)
        stories = islice(newsroom.newest(lists.NEWS, step=STORIES), STORIES)
        shown = show_all(newsroom, stories, "brief", 3)
        page = self.rendering.render(self.template, shown=shown, **house.frame())
        return page.at(house.latest)
