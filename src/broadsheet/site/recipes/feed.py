"""Feeds of the site, of each section, topic and person. A target is `<list>/<file name>`.

A list of news never holds an advertorial (see ledger/lists.py), so no feed of news does. Advertorials have
a feed of their own, for whoever puts a newsletter together: each item says in its title what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

import msgspec
from msgspec.structs import replace

from broadsheet.ledger import lists
from broadsheet.ledger.records import AnyRecord, Person, Section, Story, Topic
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output, Recipe, fingerprint_of
from broadsheet.site import media
from broadsheet.site.facets import (
    PERSON_PAGE,
    SECTION_PAGE,
    STORY_FEED,
    STORY_MEDIA,
    STORY_PAGE,
    TOPIC_PAGE,
    StoryFeed,
)
from broadsheet.site.feeds import FORMATS, Author, Enclosure, Feed, FeedPicture, Item, story_id
from broadsheet.site.fulltext import full_text
from broadsheet.site.house import House
from broadsheet.site.labels import announced
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.pictures import picture_view
from broadsheet.site.rendering import VIEWS

NEWEST: Final = 40
ADVERTISEMENTS: Final = "advertisements/"
"""The folder of the advertorials' feed, below the page of all feeds."""
_FIRST_FORM: Final = "feed.xml"
_PAID: Final = lists.ADVERTORIALS
_PLAIN: Final = frozenset({"news", "brief"})


class Scope(msgspec.Struct, frozen=True):
    """What a feed is about: the page at `path`, and its name; none is the whole site."""

    path: str
    title: str
    list: str
    description: str = ""
    language: str = ""
    """Empty for the site's main one."""
    page: str = ""
    """Where there is no page at `path`: the one whose feed this is."""


class FeedRecipe(Recipe):
    name: ClassVar[str] = "feed"
    tier: ClassVar[int] = 2
    has_subscribers: ClassVar[bool] = True

    def __init__(self, house: House) -> None:
        self._house = house
        self._awaited = frozenset(each.target(f"{lists.NEWS}/{_FIRST_FORM}") for each in house.homes())
        self._code = fingerprint_of(VIEWS, *house.fingerprint_parts(), house.config.feeds, house.config.hub)

    @property
    def code(self) -> str:
        return self._code

    def standing(self) -> Iterable[str]:
        return [each.target(target) for each in self._house.homes() for target in _targets(lists.NEWS)]

    def concerned(self, change: Change) -> Iterable[str]:
        names = {name for record in change.records() if (name := _list_of(record))}
        found = [target for name in sorted(names) for target in _targets(name)]
        if any(isinstance(record, Story) and record.genre == "advertorial" for record in change.records()):
            found += [each.target(name) for each in self._house.homes() for name in _targets(_PAID)]
        return found

    def is_awaited(self, target: str) -> bool:
        """The site's own, in the form that most programs ask for; all others follow at once."""
        return target in self._awaited

    def bake(self, target: str, reader: Reader) -> Output | None:
        house, whole = self._house.speaking_of(target)
        name, _, file = whole.rpartition("/")
        scope = _scope(reader, name, house)
        if scope is None:
            return None
        newsroom = Newsroom(reader, house.around(scope.language))
        path = scope.path + file
        feed = self._feed(newsroom, scope, path)
        if not feed.items and name == _PAID:
            return None
        return Output(path, FORMATS[file](feed), given={"feed": feed})

    def _feed(self, newsroom: Newsroom, scope: Scope, path: str) -> Feed:
        identity = newsroom.identity()
        return Feed(
            url=self._house.absolute(path),
            page=self._house.absolute(scope.page or scope.path),
            title=f"{scope.title} – {identity.name}" if scope.title else identity.name,
            description=scope.description or identity.tagline or identity.name,
            language=newsroom.house.language,
            publisher=identity.publisher or identity.name,
            items=self._items(newsroom, scope.list),
            hub=self._house.config.hub,
        )

    def _items(self, newsroom: Newsroom, name: str) -> tuple[Item, ...]:
        """Asked once for the feed's three forms."""
        house = newsroom.house

        def items(reader: Reader) -> tuple[Item, ...]:
            return tuple(self._items_of(Newsroom(reader, house), name))

        return newsroom.reader.shared(("feed items", house.language, name), items)

    def _items_of(self, newsroom: Newsroom, name: str) -> Iterable[Item]:
        for place in newsroom.reader.newest(name, NEWEST):
            story = newsroom.reader.read(STORY_FEED, place.asset)
            if story is not None and (name != _PAID or newsroom.house.covers(story.language)):
                yield self._item(newsroom, story)

    def _item(self, newsroom: Newsroom, story: StoryFeed) -> Item:
        """The whole text is read only where feeds hold it: else a mended text would reach feeds too."""
        item = self._abstract(newsroom, story)
        if self._house.config.feeds == "abstract":
            return item
        whole = newsroom.reader.read(STORY_PAGE, f"story:{story.id}")
        return replace(item, html=full_text(newsroom, whole)) if whole is not None else item

    def _abstract(self, newsroom: Newsroom, story: StoryFeed) -> Item:
        return Item(
            id=story_id(story.id),
            url=self._house.absolute(story.path),
            title=announced(newsroom.house.catalogue, story.genre, story.headline),
            summary=story.abstract,
            published=story.published,
            updated=story.updated,
            authors=tuple(
                Author(each.name, self._house.absolute(each.path)) for each in newsroom.bylines(story.authors)
            ),
            tags=tuple(self._tags(newsroom, story)),
            language=story.language,
            picture=self._picture(newsroom.reader, story),
            enclosure=self._enclosure(newsroom.reader, story.id),
            is_paid=story.genre == "advertorial",
        )

    def _tags(self, newsroom: Newsroom, story: StoryFeed) -> Iterable[str]:
        """Section, topics, and, where it is not plain news, what kind of text it is."""
        section = newsroom.section(story.section)
        if section is not None:
            yield section.title
        if story.genre not in _PLAIN:
            yield newsroom.house.catalogue.text(f"genre.{story.genre}")
        for topic in newsroom.topics(story.topics):
            yield topic.title

    def _enclosure(self, reader: Reader, story_id: str) -> Enclosure | None:
        files = reader.read(STORY_MEDIA, f"story:{story_id}")
        played = media.first_played(reader, files or (), "video/", "audio/")
        if played is None:
            return None
        return Enclosure(
            url=self._house.absolute(media.file_address(played)),
            media_type=played.media_type,
            size=played.size,
            seconds=played.seconds,
        )

    def _picture(self, reader: Reader, story: StoryFeed) -> FeedPicture | None:
        if story.picture is None:
            return None
        view = picture_view(reader, story.picture.picture, sizes="", caption=story.picture.caption)
        if view is None:
            return None
        return FeedPicture(
            url=self._house.absolute(view.src),
            width=view.width,
            height=view.height,
            text=view.alt or view.caption,
            credit=view.credit,
        )


def _targets(name: str) -> list[str]:
    return [f"{name}/{file}" for file in FORMATS]


def _list_of(record: AnyRecord) -> str:
    match record:
        case Section():
            return lists.section(record.id)
        case Topic():
            return lists.topic(record.id)
        case Person():
            return lists.person(record.id)
        case _:
            return ""


def _scope(reader: Reader, name: str, house: House) -> Scope | None:
    """None if the section, topic or person is not published. A list is named as its asset."""
    kind = name.partition(":")[0]
    if kind == "section" and (section := reader.read(SECTION_PAGE, name)):
        return Scope(section.path, section.title, name, section.description, section.language)
    if kind == "topic" and (topic := reader.read(TOPIC_PAGE, name)):
        return Scope(topic.path, topic.title, name, topic.text, topic.language)
    if kind == "person" and (person := reader.read(PERSON_PAGE, name)):
        return Scope(person.path, person.name, name, person.bio)
    if name == _PAID:
        path, title = house.feeds + ADVERTISEMENTS, house.catalogue.text("advertorial.strip")
        return Scope(path, title, name, language=house.language, page=house.home)
    return Scope(house.home, "", house.news, language=house.language) if name == lists.NEWS else None
