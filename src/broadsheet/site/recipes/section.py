"""The front of a section."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from broadsheet.ledger.records import Section, asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata
from broadsheet.site.facets import SECTION_PAGE
from broadsheet.site.fronts import automatic_section, front
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.tongues import section_tongues


class SectionRecipe(PageRecipe):
    name = "section"
    tier = 2
    template = "section.html"

    def concerned(self, change: Change) -> Iterable[str]:
        return [asset_of(record) for record in change.records() if isinstance(record, Section)]

    def bake(self, target: str, reader: Reader) -> Output | None:
        section = reader.read(SECTION_PAGE, target)
        if section is None:
            return None
        house = self.house.around(section.language)
        newsroom = Newsroom(reader, house, self.pictures)
        spoken = section_tongues(reader, house, section)
        return self.page(
            newsroom,
            section.path,
            metadata.section_metadata(house, newsroom.identity(), section, spoken),
            section=section,
            strips=front(
                newsroom, section.id, partial(automatic_section, newsroom, section.id), section.path
            ),
        )
