"""A podcast: its page, its feed, its cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

import msgspec

from broadsheet.ledger import lists
from broadsheet.ledger.records import Series, asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output, Recipe, fingerprint_of
from broadsheet.site import ahead, media, metadata, pictures, renditions
from broadsheet.site.facets import (
    MEDIA_WORDS,
    SERIES_PAGE,
    STORY_EPISODE,
    STORY_MEDIA,
    Label,
    MediaContent,
    StoryEpisode,
)
from broadsheet.site.house import House
from broadsheet.site.moments import Moment
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.pictures import SharePicture
from broadsheet.site.podcasts import Episode, Podcast, podcast_feed
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.rendering import VIEWS
from broadsheet.site.renditions import Spec

SHOWN: Final = 30
IN_FEED: Final = 300
"""Directories show the older ones of a feed no more."""
COVER: Final = Spec("cover", "JPEG", 1400, 1400)


class Heard(msgspec.Struct, frozen=True):
    """A published episode and the file that is heard."""

    story: StoryEpisode
    sound: MediaContent


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An episode on the podcast's page."""

    story: StoryEpisode
    moment: Moment
    src: str
    length: str
    duration: str


def concerned(change: Change) -> list[str]:
    return [asset_of(record) for record in change.records() if isinstance(record, Series)]


def heard(reader: Reader, series_id: str, count: int) -> Iterator[Heard]:
    """The newest episodes; one without a sound file that may be given is left out."""
    for place in reader.newest(lists.series(series_id), count):
        story, files = reader.read(STORY_EPISODE, place.asset), reader.read(STORY_MEDIA, place.asset)
        sound = media.first_played(reader, files or (), "audio/")
        if story is not None and sound is not None:
            yield Heard(story, sound)


def cover_address(reader: Reader, picture_id: str) -> str:
    """Empty if the picture may not be shown."""
    picture = pictures.media_of(reader, picture_id)
    return pictures.address_of(picture, COVER) if picture is not None else ""


def _cover(reader: Reader, picture_id: str) -> SharePicture | None:
    address = cover_address(reader, picture_id)
    return SharePicture(src=address, width=COVER.width, height=COVER.height, alt="") if address else None


class SeriesRecipe(PageRecipe):
    name = "series"
    tier = 3
    template = "series.html"

    def concerned(self, change: Change) -> Iterable[str]:
        return concerned(change)

    def bake(self, target: str, reader: Reader) -> Output | None:
        series = reader.read(SERIES_PAGE, target)
        if series is None:
            return None
        newsroom = Newsroom(reader, self.house)
        label = Label(series.path, series.title)
        return self.page(
            newsroom,
            series.path,
            metadata.list_metadata(self.house, newsroom.identity(), label, series.description),
            series=series,
            description=media.paragraphs(series.description),
            cover=_cover(reader, series.cover),
            episodes=[self._shown(each) for each in heard(reader, series.id, SHOWN)],
        )

    def _shown(self, episode: Heard) -> Shown:
        return Shown(
            story=episode.story,
            moment=self.house.calendar.moment(episode.story.published),
            src=media.file_address(episode.sound),
            length=media.clock_of(episode.sound.seconds),
            duration=media.iso_duration(episode.sound.seconds),
        )


class PodcastRecipe(Recipe):
    """The feed. Its address stays below the page's; a changed slug leads directories along."""

    name: ClassVar[str] = "podcast"
    tier: ClassVar[int] = 3
    has_subscribers: ClassVar[bool] = True

    def __init__(self, house: House) -> None:
        self._house = house
        self._code = fingerprint_of(VIEWS, *house.fingerprint_parts(), house.config.hub)

    @property
    def code(self) -> str:
        return self._code

    def concerned(self, change: Change) -> Iterable[str]:
        return concerned(change)

    def bake(self, target: str, reader: Reader) -> Output | None:
        series = reader.read(SERIES_PAGE, target)
        if series is None:
            return None
        absolute, path = self._house.absolute, f"{series.path}feed.xml"
        identity = Newsroom(reader, self._house).identity()
        cover = cover_address(reader, series.cover)
        podcast = Podcast(
            id=series.id,
            feed=absolute(path),
            page=absolute(series.path),
            title=series.title,
            description=series.description,
            language=series.language,
            author=series.author,
            category=series.category,
            is_explicit=series.explicit,
            email=series.email,
            cover=absolute(cover) if cover else "",
            publisher=identity.publisher,
            hub=self._house.config.hub,
            episodes=tuple(self._episode(reader, each) for each in heard(reader, series.id, IN_FEED)),
        )
        return Output(path, podcast_feed(podcast))

    def _episode(self, reader: Reader, episode: Heard) -> Episode:
        story, sound, absolute = episode.story, episode.sound, self._house.absolute
        words = reader.read(MEDIA_WORDS, media.asset_of(sound.id))
        transcript = words.transcript if words is not None else ""
        return Episode(
            id=story.id,
            url=absolute(story.path),
            title=story.headline,
            summary=story.abstract,
            published=story.published,
            sound=absolute(media.file_address(sound)),
            media_type=sound.media_type,
            size=sound.size,
            seconds=sound.seconds,
            transcript=absolute(media.transcript_address(sound.id, transcript)) if transcript else "",
            language=words.language if words is not None else story.language,
        )


class CoverRecipe(Recipe):
    """The square JPEG that directories ask for."""

    name: ClassVar[str] = "cover"
    tier: ClassVar[int] = 0

    @property
    def code(self) -> str:
        return fingerprint_of(renditions.ENCODER, f"{COVER.width}×{COVER.height}")

    def concerned(self, change: Change) -> Iterable[str]:
        return concerned(change)

    def bake(self, target: str, reader: Reader) -> Output | None:
        series = reader.read(SERIES_PAGE, target)
        picture = pictures.media_of(reader, series.cover) if series is not None else None
        if picture is None:
            return None
        body = ahead.developed(picture, COVER, reader.blob(picture.blob))
        return Output(pictures.address_of(picture, COVER), body)
