"""The box of what is read most; empty as long as nobody has counted."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.site.facets import RANKING
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.teasers import show_all

MOST_READ = "/fragments/most-read.html"
STORIES = 6
"""One more than the box shows: the reader may be on one of them."""


class MostReadRecipe(PageRecipe):
    """Always there, so that no page asks in vain; without stories the island shows no box."""

    name = "most_read"
    tier = 3
    template = "fragments/most-read.html"

    def standing(self) -> Iterable[str]:
        return self.everywhere(MOST_READ)

    def bake(self, target: str, reader: Reader) -> Output:
        house, _ = self.house.speaking_of(target)
        newsroom = Newsroom(reader, house)
        ranking = reader.read(RANKING, "ranking:read")
        found = (newsroom.teaser(f"story:{each}") for each in (ranking.stories if ranking else ()))
        news = (
            each
            for each in found
            if each is not None and not each.is_advertorial and house.covers(each.language)
        )
        shown = show_all(newsroom, newsroom.take(news, STORIES, set()), "brief", 3)
        page = self.rendering.render(self.template, shown=shown, **house.frame())
        return page.at(house.most_read)
