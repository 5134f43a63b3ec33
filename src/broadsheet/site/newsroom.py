"""What pages ask for: teasers, links, navigation, each read through the bake's reader.

Whatever is not published is left out, and that it is not is noted by the reader: a page
mends itself when the missing thing appears.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Literal, TypeVar
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec.structs import replace

from broadsheet.kernel.language import Language
from broadsheet.ledger import lists
from broadsheet.ledger.records import SiteSettings, StoryKind
from broadsheet.press.facets import Facet
from broadsheet.press.reader import Reader
from broadsheet.site.catalogue import Catalogue
from broadsheet.site.facets import (
    IDENTITY,
    PAGE_LABEL,
    PERSON_LABEL,
    SECTION_LABEL,
    STORY_CARD,
    STORY_URL,
    TOPIC_LABEL,
    Label,
    PageLabel,
    PersonLabel,
)
from broadsheet.site.house import House
from broadsheet.site.illustrations import Illustration, PictureSource, illustration
from broadsheet.site.media import MediaSource, MediaView, media_view
from broadsheet.site.moments import Moment
from broadsheet.site.pictures import picture_view

V = TypeVar("V")

_PASSED_OVER = 200
"""After so many stories for other homes a list is at its end: no page reads an archive through."""
_PAGE_ROLES = ("imprint", "privacy", "page")


class Byline(msgspec.Struct, frozen=True):
    name: str
    path: str
    role: str = ""


class Entry(msgspec.Struct, frozen=True):
    """One link of a navigation."""

    title: str
    path: str
    current: Literal["", "page", "true"] = ""
    """What `aria-current` says: this page itself, or the section in which it stands."""


class Teaser(msgspec.Struct, frozen=True, kw_only=True):
    """A story as other pages show it."""

    asset: str
    path: str
    headline: str
    kicker: str
    abstract: str
    genre: StoryKind
    label: str
    """The kind in readers' words, where it matters."""
    language: Language
    published: Moment
    section_id: str
    section: Label | None
    topics: tuple[str, ...]
    authors: tuple[Byline, ...]
    picture: str
    """The lead picture's id, or empty."""
    caption: str
    advertiser: str
    agency: str
    breaking: bool

    @property
    def is_advertorial(self) -> bool:
        return self.genre == "advertorial"


class Newsroom:
    """Queries of one bake."""

    def __init__(
        self,
        reader: Reader,
        house: House,
        pictures: PictureSource = picture_view,
        media: MediaSource = media_view,
    ) -> None:
        self.reader = reader
        self.house = house
        self._pictures = pictures
        self._media = media

    def _shared(self, name: str, ask: Callable[[Newsroom], V], *about: Hashable) -> V:
        """What pages of one house need alike, without its pictures: asked once for all of them."""
        house = self.house
        return self.reader.shared((name, house.language, *about), lambda reader: ask(Newsroom(reader, house)))

    # ---- the house ----------------------------------------------------------------------

    def identity(self) -> SiteSettings:
        """What the publisher says of the site; the host's name until something is said."""
        host = urlsplit(self.house.config.address).hostname or ""
        said = self.reader.read(IDENTITY, "settings:site") or SiteSettings(
            id="site", name=host, publisher=host
        )
        return said if self.house.speaks_main else replace(said, tagline=said.further_tagline)

    def sections(self) -> list[tuple[str, Label]]:
        """Ids and labels of the sections of this home, in their order."""
        return self._shared("sections", Newsroom._sections)

    def _sections(self) -> list[tuple[str, Label]]:
        places = self.reader.between(lists.SECTIONS)
        found = [(place.asset, self.reader.read(SECTION_LABEL, place.asset)) for place in places]
        own = self.house.covers
        return [(_id(asset), label) for asset, label in found if label is not None and own(label.language)]

    def navigation(self, page: str, section: str = "") -> tuple[Entry, ...]:
        """All sections; the one at the path `page` or `section` is marked."""
        return tuple(
            Entry(label.title, label.path, _current(label.path, page, section))
            for _, label in self.sections()
        )

    def house_pages(self) -> tuple[PageLabel, ...]:
        """Imprint, privacy page, then the others by title."""
        return self._shared("house pages", Newsroom._house_pages)

    def _house_pages(self) -> tuple[PageLabel, ...]:
        places = self.reader.between(lists.PAGES)
        found = [self.reader.read(PAGE_LABEL, place.asset) for place in places]
        pages = (self._named(page) for page in found if page)
        return tuple(sorted(pages, key=lambda page: _PAGE_ROLES.index(page.role)))

    def _named(self, page: PageLabel) -> PageLabel:
        """What the law asks for has a name in every language; other pages keep theirs."""
        if self.house.speaks_main:
            return page
        title = page.title if page.role == "page" else self.house.catalogue.text(f"chrome.{page.role}")
        return replace(page, title=title, language=self.house.main.language)

    # ---- links --------------------------------------------------------------------------

    def section(self, section_id: str) -> Label | None:
        return self.reader.read(SECTION_LABEL, f"section:{section_id}") if section_id else None

    def topic(self, topic_id: str) -> Label | None:
        return self.reader.read(TOPIC_LABEL, f"topic:{topic_id}")

    def topics(self, topic_ids: Iterable[str]) -> list[Label]:
        return [label for label in map(self.topic, topic_ids) if label is not None]

    def bylines(self, person_ids: Iterable[str]) -> tuple[Byline, ...]:
        """The published ones among the authors, in the byline's order."""
        people = [self.reader.read(PERSON_LABEL, f"person:{each}") for each in person_ids]
        return tuple(_byline(person) for person in people if person is not None)

    def address(self, asset: str) -> str:
        """The path of any published asset that has one; empty if there is none."""
        kind, _, _ = asset.partition(":")
        facet = _LINKED.get(kind)
        found = self.reader.read(facet, asset) if facet is not None else None
        return str(found.path) if found is not None else ""

    def is_paid(self, asset: str, href: str = "") -> bool:
        """Whether a link to an asset, or to an address of ours, leads to an advertorial."""
        asset = asset or self._asset_at(href)
        found = self.reader.read(STORY_URL, asset) if asset.startswith("story:") else None
        return found is not None and found.is_advertorial

    def _asset_at(self, href: str) -> str:
        """Who stands or stood at an address of ours, however it was written; empty for any other."""
        own = href.removeprefix(self.house.config.address)
        path = urlsplit(own).path
        if not own.startswith("/") or own.startswith("//"):
            return ""
        return self.reader.owner(f"{unquote(path).rstrip('/')}/") or ""

    def illustration(self, picture_id: str, sizes: str, caption: str = "") -> Illustration | None:
        """`sizes` is the width that the layout gives the picture, as in HTML."""
        source = self._pictures
        return self.reader.shared(
            ("illustration", source, picture_id, sizes, caption),
            lambda reader: illustration(reader, picture_id, sizes, caption, source),
        )

    def media(self, media_id: str) -> MediaView | None:
        """A video, a recording, a document; None if it may not be offered."""
        return self._media(self.reader, media_id)

    # ---- stories ------------------------------------------------------------------------

    def teaser(self, story: str) -> Teaser | None:
        """A story's teaser, by asset id."""
        return self._shared("teaser", partial(Newsroom._teaser, asset=story), story)

    def newest(
        self, name: str, *, below: str = "", step: int = 8, in_any_language: bool = False
    ) -> Iterator[Teaser]:
        """A list's stories, newest first, read `step` at a time as they are asked for.

        What belongs to another language's home is passed over, but for a section's own list.
        """
        name = self.house.news if name == lists.NEWS else name
        every = in_any_language or name.startswith(lists.section(""))
        foreign = 0
        while foreign < _PASSED_OVER:
            places = self.reader.newest(name, step, below=below)
            self.reader.expect(place.asset for place in places)
            for teaser in filter(None, (self.teaser(place.asset) for place in places)):
                if every or self.house.covers(teaser.language):
                    yield teaser
                else:
                    foreign += 1
            if len(places) < step:
                return
            below = places[-1].sort

    def take(self, stories: Iterable[Teaser], count: int, seen: set[str]) -> list[Teaser]:
        """At most `count` stories that were not `seen`; they are from then on."""
        taken: list[Teaser] = []
        if count < 1:
            return taken
        for teaser in stories:
            if teaser.asset not in seen:
                seen.add(teaser.asset)
                taken.append(teaser)
                if len(taken) == count:
                    break
        return taken

    def _teaser(self, asset: str) -> Teaser | None:
        card = self.reader.read(STORY_CARD, asset)
        if card is None:
            return None
        return Teaser(
            asset=asset,
            path=card.path,
            headline=card.headline,
            kicker=card.kicker,
            abstract=card.abstract,
            genre=card.genre,
            label=genre_label(self.house.catalogue, card.genre),
            language=card.language,
            published=self.house.calendar.moment(card.published),
            section_id=card.section,
            section=self.section(card.section),
            topics=card.topics,
            authors=self.bylines(card.authors) if card.genre in _SIGNED else (),
            picture=card.picture.picture if card.picture else "",
            caption=card.picture.caption if card.picture else "",
            advertiser=card.advertiser,
            agency=card.agency,
            breaking=card.breaking,
        )


_LINKED: Mapping[str, Facet[Any, Any]] = {
    "story": STORY_URL,
    "section": SECTION_LABEL,
    "topic": TOPIC_LABEL,
    "person": PERSON_LABEL,
    "page": PAGE_LABEL,
}
_UNMARKED: frozenset[StoryKind] = frozenset({"news", "brief", "advertorial"})
_SIGNED: frozenset[StoryKind] = frozenset({"comment", "column", "reportage", "analysis"})
"""Kinds whose teasers name their authors."""


def genre_label(catalogue: Catalogue, genre: StoryKind) -> str:
    """The kind in readers' words; empty for plain news, and for advertorials, which have their own label."""
    return "" if genre in _UNMARKED else catalogue.text(f"genre.{genre}")


def _current(path: str, page: str, section: str) -> Literal["", "page", "true"]:
    if path == page:
        return "page"
    return "true" if path == section else ""


def _byline(person: PersonLabel) -> Byline:
    return Byline(person.name, person.path, person.role)


def _id(asset: str) -> str:
    return asset.partition(":")[2]
