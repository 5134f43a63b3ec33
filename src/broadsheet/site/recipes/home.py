"""The home page."""

from __future__ import annotations

from collections.abc import Iterable

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
        return [PATH]

    def bake(self, target: str, reader: Reader) -> Output:
        newsroom = Newsroom(reader, self.house)
        identity = newsroom.identity()
        return self.page(
            newsroom,
            PATH,
            metadata.home_metadata(self.house, identity),
            today=self.house.calendar.weekday(reader.today(self.house.zone)),
            strips=front(newsroom, "home", automatic_home(newsroom)),
        )
