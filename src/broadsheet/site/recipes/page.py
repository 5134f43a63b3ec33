"""Pages of the house: imprint, privacy, about."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.ledger.records import Page, asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata
from broadsheet.site.embeds import frames
from broadsheet.site.facets import PAGE_PAGE
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.prose import Prose
from broadsheet.site.recipes.pages import PageRecipe


class HousePageRecipe(PageRecipe):
    name = "page"
    tier = 3
    template = "page.html"

    def concerned(self, change: Change) -> Iterable[str]:
        return [asset_of(record) for record in change.records() if isinstance(record, Page)]

    def bake(self, target: str, reader: Reader) -> Output | None:
        page = reader.read(PAGE_PAGE, target)
        if page is None:
            return None
        newsroom = Newsroom(reader, self.house)
        body = Prose(newsroom).views(page.body)
        return self.page(
            newsroom,
            page.path,
            metadata.page_metadata(self.house, newsroom.identity(), page),
            page=page,
            body=body,
            frames=frames(body),
        )
