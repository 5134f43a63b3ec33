"""What all pages have in common: the head, the nameplate, the navigation, the foot."""

from __future__ import annotations

from typing import ClassVar, Final

from broadsheet.press.recipe import Output, Recipe
from broadsheet.site.house import House
from broadsheet.site.illustrations import PictureSource
from broadsheet.site.metadata import Metadata
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.pictures import picture_view
from broadsheet.site.rendering import Rendered, Rendering, Safe
from broadsheet.site.tongues import switches

MANIFEST: Final = "/site.webmanifest"


class PageRecipe(Recipe):
    """A recipe whose artifact is one HTML page."""

    template: ClassVar[str]
    pictures: PictureSource = staticmethod(picture_view)
    """Whence a front takes its pictures; the desk's preview has a source of its own."""

    def __init__(self, house: House, rendering: Rendering) -> None:
        self.house = house
        self.rendering = rendering

    @property
    def code(self) -> str:
        return self.rendering.code(self.template)

    def everywhere(self, name: str) -> list[str]:
        """A target in each language that has a home."""
        return [each.target(name) for each in self.house.homes()]

    def page(self, newsroom: Newsroom, path: str, metadata: Metadata, **context: object) -> Output:
        return self.html(newsroom, path, metadata, "", **context).at(path)

    def html(
        self, newsroom: Newsroom, path: str, metadata: Metadata, section: str = "", /, **context: object
    ) -> Rendered:
        """In the language of the newsroom's house. `section` is the path of the section in which
        the page stands, if it stands in one."""
        house = newsroom.house
        return self.rendering.render(
            self.template,
            metadata=metadata,
            json_ld=Safe(metadata.json_ld),
            site=newsroom.identity(),
            navigation=newsroom.navigation(path, section),
            house_pages=newsroom.house_pages(),
            notices_path=house.notices,
            feeds_path=house.feeds,
            manifest_path=MANIFEST,
            archive_path=house.archive,
            switches=switches(house, metadata.tongues),
            **{**house.frame(), "frames": (), **context},
        )
