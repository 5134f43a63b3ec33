"""The home page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.site import metadata
from broadsheet.site.fronts import automatic_home, front
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe

PATH = "/"


class HomeRecipe(PageRecipe):
    """Says the date, so it is baked anew at midnight in the site's zone."""

    name = "home"
    tier = 2
    template = "home.html"

    def standing(self) -> Iterable[str]:
        return self.everywhere(PATH)

    def bake(self, target: str, reader: Reader) -> Output:
        house, _ = self.house.speaking_of(target)
        newsroom = Newsroom(reader, house, self.pictures)
        return self.page(
            newsroom,
            house.home,
            metadata.home_metadata(house, newsroom.identity()),
            today=house.calendar.weekday(reader.today(house.zone)),
            strips=front(newsroom, house.target("home"), partial(automatic_home, newsroom)),
        )
