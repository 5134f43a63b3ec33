"""The page of a person who writes: who it is, and what was written."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from broadsheet.ledger import lists
from broadsheet.ledger.records import Person, asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata
from broadsheet.site.facets import PERSON_PAGE
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.teasers import show_all

STORIES = 40


class PersonRecipe(PageRecipe):
    name = "person"
    tier = 3
    template = "person.html"

    def concerned(self, change: Change) -> Iterable[str]:
        return [asset_of(record) for record in change.records() if isinstance(record, Person)]

    def bake(self, target: str, reader: Reader) -> Output | None:
        person = reader.read(PERSON_PAGE, target)
        if person is None:
            return None
        newsroom = Newsroom(reader, self.house)
        stories = islice(
            newsroom.newest(lists.person(person.id), step=STORIES, in_any_language=True), STORIES
        )
        return self.page(
            newsroom,
            person.path,
            metadata.person_metadata(self.house, newsroom.identity(), person),
            person=person,
            shown=show_all(newsroom, stories, "row", 3),
        )
