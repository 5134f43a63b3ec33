"""What all pages have in common: the head, the nameplate, the navigation, the foot."""

from __future__ import annotations

from typing import ClassVar, Final

from broadsheet.kernel import addresses
from broadsheet.press.recipe import Output, Recipe
from broadsheet.site.house import House
from broadsheet.site.metadata import Metadata
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.rendering import Rendering

FEEDS: Final = "/feeds/"
"""The page of all feeds."""
MANIFEST: Final = "/site.webmanifest"


class PageRecipe(Recipe):
    """A recipe whose artifact is one HTML page."""

    template: ClassVar[str]

    def __init__(self, house: House, rendering: Rendering) -> None:
        self.house = house
        self.rendering = rendering

    @property
    def code(self) -> str:
        return self.rendering.code(self.template)

    def page(self, newsroom: Newsroom, path: str, metadata: Metadata, **context: object) -> Output:
        return Output(path, self.html(newsroom, path, metadata, "", **context).encode())

    def html(
        self, newsroom: Newsroom, path: str, metadata: Metadata, section: str = "", /, **context: object
    ) -> str:
        """`section` is the path of the section in which the page stands, if it stands in one."""
        return self.rendering.render(
            self.template,
            metadata=metadata,
            site=newsroom.identity(),
            navigation=newsroom.navigation(path, section),
            house_pages=newsroom.house_pages(),
            notices_path=addresses.notices_path(self.house.language),
            feeds_path=FEEDS,
            manifest_path=MANIFEST,
            archive_path=addresses.archive_path(self.house.language),
            **context,
        )
