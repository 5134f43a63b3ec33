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
from broadsheet.site.facets import PERSON_LABEL, SERIES_LABEL, TOPIC_LABEL, Label, PersonLabel
from broadsheet.site.house import House
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.opml import Outline
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.rendering import VIEWS

FEEDS = "/feeds/"
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
        return self.everywhere(FEEDS)

    def bake(self, target: str, reader: Reader) -> Output:
        house, _ = self.house.speaking_of(target)
        newsroom = Newsroom(reader, house)
        text, identity = house.catalogue.text, newsroom.identity()
        head = metadata.list_metadata(
            house,
            identity,
            Label(house.feeds, text("feeds.title")),
            text("describe.feeds", site=identity.name),
            {each.language: each.feeds for each in house.homes()},
        )
        return self.page(newsroom, house.feeds, head, shelves=list(shelves(newsroom)), opml=_opml(house))


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
        return [each.target(OPML) for each in self._house.homes()]

    def bake(self, target: str, reader: Reader) -> Output:
        house, _ = self._house.speaking_of(target)
        newsroom = Newsroom(reader, house)
        name = newsroom.identity().name
        outlines = [
            Outline(house.catalogue.text(f"feeds.{shelf.kind}"), list(map(self._outline, shelf.labels)))
            for shelf in shelves(newsroom)
        ]
        return Output(
            _opml(house), opml.document_of(name, [self._outline(Label(house.home, name)), *outlines])
        )

    def _outline(self, label: Label) -> Outline:
        absolute = self._house.absolute
        return Outline(label.title, feed=absolute(f"{label.path}feed.xml"), page=absolute(label.path))


def _opml(house: House) -> str:
    return f"{house.home}feeds.opml"


def shelves(newsroom: Newsroom) -> Iterator[Shelf]:
    """Corrections, sections in their order, topics, people and podcasts by name; empty ones are left out."""
    house, topics = newsroom.house, _labels(newsroom.reader, lists.TOPICS, TOPIC_LABEL)
    found = [
        Shelf("notices", [Label(house.notices, house.catalogue.text("notices.title"))]),
        Shelf("sections", [label for _, label in newsroom.sections()]),
        Shelf("topics", [label for label in topics if house.covers(label.language)]),
        Shelf("people", list(_labels(newsroom.reader, lists.PEOPLE, PERSON_LABEL))),
        Shelf("podcasts", list(_labels(newsroom.reader, lists.PODCASTS, SERIES_LABEL))),
    ]
    return (shelf for shelf in found if shelf.labels)


def _labels(reader: Reader, name: str, facet: Facet[Any, Any]) -> Iterator[Label]:
    for place in reader.between(name):
        label: Label | PersonLabel | None = reader.read(facet, place.asset)
        if label is not None:
            yield Label(label.path, label.name) if isinstance(label, PersonLabel) else label
