"""What leads to all feeds: a page for readers, an OPML file for their programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import msgspec

from broadsheet.ledger import lists
from broadsheet.press.facets import Facet
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output, Recipe, fingerprint_of
from broadsheet.site import metadata, opml
from broadsheet.site.facets import PERSON_LABEL, TOPIC_LABEL, Label, PersonLabel
from broadsheet.site.house import House
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.opml import Outline
from broadsheet.site.recipes.pages import FEEDS, PageRecipe
from broadsheet.site.rendering import VIEWS

OPML = "/feeds.opml"


class Shelf(msgspec.Struct, frozen=True):
    """Feeds of one kind; `kind` is a key of the catalogue below `feeds`."""

    kind: str
    labels: list[Label]


class FeedsRecipe(PageRecipe):
    name = "feeds"
    tier = 3
    template = "feeds.html"

    def standing(self) -> Iterable[str]:
        return [FEEDS]

    def bake(self, target: str, reader: Reader) -> Output:
        newsroom = Newsroom(reader, self.house)
        text, identity = self.house.catalogue.text, newsroom.identity()
        head = metadata.list_metadata(
            self.house,
            identity,
            Label(FEEDS, text("feeds.title")),
            text("describe.feeds", site=identity.name),
        )
        return self.page(newsroom, FEEDS, head, shelves=list(shelves(newsroom)), opml=OPML)


class OpmlRecipe(Recipe):
    name: ClassVar[str] = "opml"
    tier: ClassVar[int] = 3

    def __init__(self, house: House) -> None:
        self._house = house
        self._code = fingerprint_of(VIEWS, *house.fingerprint_parts())

    @property
    def code(self) -> str:
        return self._code

    def standing(self) -> Iterable[str]:
        return [OPML]

    def bake(self, target: str, reader: Reader) -> Output:
        newsroom = Newsroom(reader, self._house)
        name = newsroom.identity().name
        outlines = [
            Outline(self._house.catalogue.text(f"feeds.{shelf.kind}"), list(map(self._outline, shelf.labels)))
            for shelf in shelves(newsroom)
        ]
        return Output(OPML, opml.document_of(name, [self._outline(Label("/", name)), *outlines]))

    def _outline(self, label: Label) -> Outline:
        absolute = self._house.absolute
        return Outline(label.title, feed=absolute(f"{label.path}feed.xml"), page=absolute(label.path))


def shelves(newsroom: Newsroom) -> Iterator[Shelf]:
    """Sections in their order, topics and people by name; a kind of which there is none is left out."""
    found = [
        Shelf("sections", [label for _, label in newsroom.sections()]),
        Shelf("topics", list(_labels(newsroom.reader, lists.TOPICS, TOPIC_LABEL))),
        Shelf("people", list(_labels(newsroom.reader, lists.PEOPLE, PERSON_LABEL))),
    ]
    return (shelf for shelf in found if shelf.labels)


def _labels(reader: Reader, name: str, facet: Facet[Any, Any]) -> Iterator[Label]:
    for place in reader.between(name):
        label: Label | PersonLabel | None = reader.read(facet, place.asset)
        if label is not None:
            yield Label(label.path, label.name if isinstance(label, PersonLabel) else label.title)
