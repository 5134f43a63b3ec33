"""What of each record a page may depend on.

`card` is what a teaser shows, `line` what a list of an archive shows, `label` what a link
to a thing shows, `page` all that its own page shows. The finer the facet, the fewer pages
a change reaches.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from broadsheet.kernel.language import Language
from broadsheet.ledger.campaigns import Campaign
from broadsheet.ledger.lists import corrections_of
from broadsheet.ledger.plain import lines
from broadsheet.ledger.provenance import DigitalSource
from broadsheet.ledger.records import (
    AnyRecord,
    Correction,
    DataMining,
    EarlierState,
    Front,
    LeadPicture,
    MediaBlock,
    MediaFile,
    MediaType,
    Notice,
    Page,
    Person,
    Picture,
    Ranking,
    Section,
    Series,
    SiteSettings,
    Source,
    Story,
    StoryKind,
    Topic,
    path_of,
)
from broadsheet.press.facets import Facet


class StoryUrl(msgspec.Struct, frozen=True):
    """For a link to a story."""

    path: str
    headline: str
    is_advertorial: bool


class StoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """For one line of an archive."""

    path: str
    headline: str
    kicker: str
    genre: StoryKind
    language: Language
    published: datetime


class StoryCard(msgspec.Struct, frozen=True, kw_only=True):
    """For a teaser."""

    id: str
    path: str
    headline: str
    kicker: str
    abstract: str
    genre: StoryKind
    section: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    language: Language
    published: datetime
    picture: LeadPicture | None
    advertiser: str
    agency: str
    breaking: bool


class StoryCorrections(msgspec.Struct, frozen=True, kw_only=True):
    """For the pages of notices."""

    path: str
    headline: str
    language: Language
    corrections: tuple[Correction, ...]
    """Those that are no updates, the oldest first, without the passages."""


class StoryHistory(msgspec.Struct, frozen=True, kw_only=True):
    """For the page of a story's earlier states."""

    path: str
    headline: str
    genre: StoryKind
    advertiser: str
    section: str
    language: Language
    began: datetime
    """Since when the newest state is what readers have."""
    text: tuple[str, ...]
    corrections: tuple[Correction, ...]
    earlier: tuple[EarlierState, ...]


class StoryFeed(msgspec.Struct, frozen=True, kw_only=True):
    """For an item of a feed."""

    id: str
    path: str
    headline: str
    abstract: str
    genre: StoryKind
    section: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    language: Language
    published: datetime
    updated: datetime | None
    picture: LeadPicture | None


class StoryStamp(msgspec.Struct, frozen=True):
    """For a sitemap: where a story stands, when it last changed for readers, its lead picture's id."""

    path: str
    changed: datetime
    picture: str


class StoryStep(msgspec.Struct, frozen=True, kw_only=True):
    """For the chain of a running story."""

    id: str
    path: str
    headline: str
    genre: StoryKind
    language: Language
    published: datetime
    follows: tuple[str, ...]


class SectionTongue(msgspec.Struct, frozen=True):
    """Where a section stands in which language, and which one it names in another."""

    path: str
    language: Language | str
    counterpart: str


class StoryTongue(msgspec.Struct, frozen=True):
    """For a link from a story to its translation."""

    path: str
    language: Language


class StoryEpisode(msgspec.Struct, frozen=True, kw_only=True):
    """For an item of a podcast."""

    id: str
    path: str
    headline: str
    abstract: str
    published: datetime
    language: Language


class Label(msgspec.Struct, frozen=True):
    """For a link to a section, a topic or a page of the house."""

    path: str
    title: str
    language: str = ""
    """Of a section or topic; empty for the site's main language."""


class PersonLabel(msgspec.Struct, frozen=True):
    """For a byline."""

    path: str
    name: str
    role: str


class PageLabel(msgspec.Struct, frozen=True):
    """For the links that stand below every page."""

    path: str
    title: str
    role: str
    language: str = ""
    """Of the page, where it is not that of the page that links to it; `title` may be in the latter."""


class PictureMedia(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture's files are made from."""

    id: str
    blob: str
    media_type: str
    width: int
    height: int
    focus: tuple[float, float]
    rights_until: datetime | None
    credit: str
    """Written into the files."""
    data_mining: DataMining
    digital_source: DigitalSource | Literal[""]


class PictureWords(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a picture."""

    title: str
    alt: str
    caption: str
    credit: str
    digital_source: DigitalSource | Literal[""]
    answerable: str


class MediaContent(msgspec.Struct, frozen=True, kw_only=True):
    """What the files of a video, a recording or a document are made from, and how large they are."""

    id: str
    blob: str
    media_type: MediaType
    size: int
    seconds: int
    width: int
    height: int
    pages: int
    captions: str
    rights_until: datetime | None


class MediaWords(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of it."""

    title: str
    credit: str
    language: Language
    poster: str
    transcript: str
    untranscribed: str


def _whole(record: AnyRecord) -> Any:
    return record


def _path_facet(kind: type[Any]) -> Facet[Any, str]:
    return Facet("path", kind, lambda record: path_of(record) or "")


def _story_url(story: Story) -> StoryUrl:
    return StoryUrl(story.path, story.headline, story.genre == "advertorial")


def _story_card(story: Story) -> StoryCard:
    return StoryCard(**{name: getattr(story, name) for name in StoryCard.__struct_fields__})


def _story_line(story: Story) -> StoryLine:
    return StoryLine(**{name: getattr(story, name) for name in StoryLine.__struct_fields__})


def _story_step(story: Story) -> StoryStep:
    return StoryStep(**{name: getattr(story, name) for name in StoryStep.__struct_fields__})


def _story_corrections(story: Story) -> StoryCorrections:
    return StoryCorrections(
        path=story.path,
        headline=story.headline,
        language=story.language,
        corrections=tuple(replace(each, passages=()) for each in corrections_of(story)),
    )


def _story_history(story: Story) -> StoryHistory | None:
    """None unless its history is open, so that no other story's changes reach such a page."""
    if not story.earlier:
        return None
    names = ("path", "headline", "genre", "advertiser", "section", "language", "earlier")
    return StoryHistory(
        **{name: getattr(story, name) for name in names},
        began=story.updated or story.published,
        text=all_lines(story),
        corrections=tuple(replace(each, passages=()) for each in story.corrections),
    )


def all_lines(story: Story) -> tuple[str, ...]:
    """Headlines and text without their form."""
    return tuple(filter(None, (story.kicker, story.headline, story.lead, *lines(story.body))))


def _story_feed(story: Story) -> StoryFeed:
    return StoryFeed(**{name: getattr(story, name) for name in StoryFeed.__struct_fields__})


def _story_stamp(story: Story) -> StoryStamp:
    moments = (story.published, story.updated, *(each.at for each in story.corrections))
    changed = max(moment for moment in moments if moment is not None)
    return StoryStamp(story.path, changed, story.picture.picture if story.picture else "")


def _picture_media(picture: Picture) -> PictureMedia:
    return PictureMedia(**{name: getattr(picture, name) for name in PictureMedia.__struct_fields__})


def _picture_words(picture: Picture) -> PictureWords:
    return PictureWords(**{name: getattr(picture, name) for name in PictureWords.__struct_fields__})


def _story_media(story: Story) -> tuple[str, ...]:
    """Ids of the files that the text offers, in order."""
    return tuple(block.file for block in story.body if isinstance(block, MediaBlock))


def _story_episode(story: Story) -> StoryEpisode:
    return StoryEpisode(**{name: getattr(story, name) for name in StoryEpisode.__struct_fields__})


def _media_content(file: MediaFile) -> MediaContent:
    return MediaContent(**{name: getattr(file, name) for name in MediaContent.__struct_fields__})


def _media_words(file: MediaFile) -> MediaWords:
    return MediaWords(**{name: getattr(file, name) for name in MediaWords.__struct_fields__})


STORY_URL: Facet[Story, StoryUrl] = Facet("url", Story, _story_url)
STORY_LINE: Facet[Story, StoryLine] = Facet("line", Story, _story_line)
STORY_CARD: Facet[Story, StoryCard] = Facet("card", Story, _story_card)
STORY_CORRECTIONS: Facet[Story, StoryCorrections] = Facet("corrections", Story, _story_corrections)
STORY_HISTORY: Facet[Story, StoryHistory | None] = Facet("history", Story, _story_history)
STORY_FEED: Facet[Story, StoryFeed] = Facet("feed", Story, _story_feed)
STORY_STAMP: Facet[Story, StoryStamp] = Facet("stamp", Story, _story_stamp)
STORY_STEP: Facet[Story, StoryStep] = Facet("step", Story, _story_step)
STORY_TONGUE: Facet[Story, StoryTongue] = Facet(
    "tongue", Story, lambda story: StoryTongue(story.path, story.language)
)
STORY_MEDIA: Facet[Story, tuple[str, ...]] = Facet("media", Story, _story_media)
STORY_EPISODE: Facet[Story, StoryEpisode] = Facet("episode", Story, _story_episode)
STORY_PAGE: Facet[Story, Story] = Facet("page", Story, _whole)

SECTION_LABEL: Facet[Section, Label] = Facet(
    "label", Section, lambda record: Label(record.path, record.title, record.language)
)
SECTION_TONGUE: Facet[Section, SectionTongue] = Facet(
    "tongue", Section, lambda record: SectionTongue(record.path, record.language, record.counterpart)
)
SECTION_PAGE: Facet[Section, Section] = Facet("page", Section, _whole)

TOPIC_LABEL: Facet[Topic, Label] = Facet(
    "label", Topic, lambda topic: Label(topic.path, topic.title, topic.language)
)
TOPIC_PAGE: Facet[Topic, Topic] = Facet("page", Topic, _whole)

PERSON_LABEL: Facet[Person, PersonLabel] = Facet(
    "label", Person, lambda person: PersonLabel(person.path, person.name, person.role)
)
PERSON_PAGE: Facet[Person, Person] = Facet("page", Person, _whole)

SOURCE_LABEL: Facet[Source, Source] = Facet("label", Source, _whole)

PICTURE_MEDIA: Facet[Picture, PictureMedia] = Facet("media", Picture, _picture_media)
PICTURE_WORDS: Facet[Picture, PictureWords] = Facet("words", Picture, _picture_words)

MEDIA_CONTENT: Facet[MediaFile, MediaContent] = Facet("content", MediaFile, _media_content)
MEDIA_WORDS: Facet[MediaFile, MediaWords] = Facet("words", MediaFile, _media_words)

SERIES_LABEL: Facet[Series, Label] = Facet("label", Series, lambda record: Label(record.path, record.title))
SERIES_PAGE: Facet[Series, Series] = Facet("page", Series, _whole)

PAGE_LABEL: Facet[Page, PageLabel] = Facet(
    "label", Page, lambda page: PageLabel(page.path, page.title, page.role)
)
PAGE_PAGE: Facet[Page, Page] = Facet("page", Page, _whole)

FRONT: Facet[Front, Front] = Facet("page", Front, _whole)
IDENTITY: Facet[SiteSettings, SiteSettings] = Facet("identity", SiteSettings, _whole)
NOTICE: Facet[Notice, Notice] = Facet("page", Notice, _whole)
CAMPAIGN: Facet[Campaign, Campaign] = Facet("page", Campaign, _whole)
RANKING: Facet[Ranking, Ranking] = Facet("page", Ranking, _whole)

PATHS: dict[str, Facet[Any, str]] = {
    facet.kind: facet for facet in map(_path_facet, (Story, Section, Topic, Person, Series, Page))
}
"""The public address of each kind that has one."""

FACETS: tuple[Facet[Any, Any], ...] = (
    STORY_URL,
    STORY_LINE,
    STORY_CARD,
    STORY_CORRECTIONS,
    STORY_HISTORY,
    STORY_FEED,
    STORY_STAMP,
    STORY_STEP,
    STORY_TONGUE,
    STORY_MEDIA,
    STORY_EPISODE,
    STORY_PAGE,
    SECTION_LABEL,
    SECTION_TONGUE,
    SECTION_PAGE,
    TOPIC_LABEL,
    TOPIC_PAGE,
    PERSON_LABEL,
    PERSON_PAGE,
    SOURCE_LABEL,
    PICTURE_MEDIA,
    PICTURE_WORDS,
    MEDIA_CONTENT,
    MEDIA_WORDS,
    SERIES_LABEL,
    SERIES_PAGE,
    PAGE_LABEL,
    PAGE_PAGE,
    FRONT,
    IDENTITY,
    NOTICE,
    CAMPAIGN,
    RANKING,
    *PATHS.values(),
)
