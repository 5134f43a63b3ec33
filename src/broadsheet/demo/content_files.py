"""The written part of the demo, read from TOML into frozen values."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
from msgspec.structs import replace

from broadsheet.kernel.language import Language
from broadsheet.ledger.records import StoryKind

_CONTENT = files("broadsheet.demo") / "content"


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    tagline: str
    tagline_en: str
    publisher: str
    imprint: str
    privacy: str
    imprint_en: str = ""
    privacy_en: str = ""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slug: str
    title: str
    description: str
    language: Language = "de"
    counterpart: str = ""
    """The slug of the section that it is in the other language."""


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slug: str
    title: str
    text: str
    language: Language = "de"


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slug: str
    name: str
    role: str
    bio: str
    email: str


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    title: str
    alt: str
    caption: str
    credit: str
    focal: tuple[float, float]
    motif: str
    seed: int
    width: int
    height: int
    language: Language = "de"


class Media(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A film, a recording or a document in `content/media`."""

    key: str
    file: str
    title: str
    credit: str
    transcript: str = ""
    untranscribed: str = ""
    captions: str = ""
    poster: str = ""


class Series(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    slug: str
    title: str
    description: str
    cover: str
    author: str
    category: str
    email: str


class HouseSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    name: str
    nature: str
    wording: str = ""
    wire_name: str = ""
    confidential: bool = False


class Hop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source of the house, by its key, or a name that stands here alone."""

    name: str = ""
    source: str = ""
    nature: str = ""
    hours: float | None = None
    """How long ago it was said."""
    archive: str = ""
    via: bool = False


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    claim: str
    chain: tuple[Hop, ...]
    certainty: str = "attributed"


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    age_hours: float
    text: str
    was: str = ""
    """What the text said until then in place of `now`."""
    now: str = ""


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    key: str
    kind: StoryKind
    slug: str
    headline: str
    lead: str
    body: str
    age_hours: float
    kicker: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    place: str = ""
    topics: tuple[str, ...] = ()
    picture: str = ""
    picture_caption: str = ""
    advertiser: str = ""
    updated_hours: float | None = None
    came_later: str = ""
    """A paragraph of the body that came with the update."""
    open_versions: bool = False
    """Whether readers may compare what it said before."""
    related: tuple[str, ...] = ()
    correction: tuple[Correction, ...] = ()
    source: tuple[Source, ...] = ()
    breaking: bool = False
    follows: str = ""
    series: str = ""
    translation_of: str = ""


def body_at(story: Story, age_hours: float) -> str:
    """The text as it was so many hours ago."""
    text = story.body
    for each in story.correction:
        if each.was and each.age_hours < age_hours:
            text = text.replace(each.now, each.was)
    if story.came_later and (story.updated_hours or 0) < age_hours:
        text = text.replace(f"{story.came_later}\n\n", "")
    return text


class Newsroom(msgspec.Struct, frozen=True):
    site: Site
    section: tuple[Section, ...]
    topic: tuple[Topic, ...]
    person: tuple[Person, ...]
    picture: tuple[Picture, ...]
    media: tuple[Media, ...]
    series: tuple[Series, ...]
    source: tuple[HouseSource, ...]

    def in_german(self) -> Newsroom:
        """Without what stands beside it in English."""
        return replace(
            self,
            section=tuple(each for each in self.section if each.language == "de"),
            topic=tuple(each for each in self.topic if each.language == "de"),
            picture=tuple(each for each in self.picture if each.language == "de"),
        )


class StoryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    story: tuple[Story, ...]


def newsroom() -> Newsroom:
    return msgspec.convert(_table("newsroom.toml"), Newsroom)


def stories(section: str) -> tuple[Story, ...]:
    """The written stories of a section, by its slug."""
    return msgspec.convert(_table(f"stories-{section}.toml"), StoryFile).story


def media(name: str) -> bytes:
    return (_CONTENT / "media" / name).read_bytes()


def wire_files() -> list[tuple[str, bytes]]:
    """Name and bytes of the invented agency's files, by name."""
    return _wire_files(_CONTENT / "wire")


def later_wire_files() -> list[tuple[str, bytes]]:
    """What comes when stories were made of the others."""
    return _wire_files(_CONTENT / "wire" / "later")


def _wire_files(folder: Traversable) -> list[tuple[str, bytes]]:
    return sorted((file.name, file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".json"))


def _table(name: str) -> dict[str, object]:
    return tomllib.loads((_CONTENT / name).read_text(encoding="utf-8"))
