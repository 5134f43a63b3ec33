"""As many further stories as wanted, put together from the written ones; the same for the same seed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from random import Random
from typing import TypeVar

import msgspec

from broadsheet.demo import content_files
from broadsheet.demo.content_files import Newsroom, Story
from broadsheet.kernel.language import shorten

T = TypeVar("T")

_WITH_PICTURE = 0.6
HOURS_OF_18_MONTHS = 18 * 30 * 24.0


class Words(msgspec.Struct, frozen=True):
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True):
    places: tuple[str, ...]
    moments: tuple[str, ...]
    sections: dict[str, Words]


def vocabulary() -> Vocabulary:
    text = (files("broadsheet.demo") / "content" / "generator.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Vocabulary)


class Generator:
    """Draws from the newsroom's German sections, topics and pictures, and from its people."""

    def __init__(self, newsroom: Newsroom, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - invented news, not a secret
        self._newsroom = newsroom.in_german()
        self._words = vocabulary()
        self._sentences = {each.slug: _plain_paragraphs(each.slug) for each in self._newsroom.section}

    def stories(self, count: int) -> Iterator[tuple[str, Story]]:
        """`count` stories with their sections' slugs, spread over 18 months, oldest first."""
        step = HOURS_OF_18_MONTHS / (count + 1)
        for number in range(count):
            age = HOURS_OF_18_MONTHS - step * (number + self._random.random())
            section = self._random.choice(self._newsroom.section).slug
            yield section, self._story(section, number, max(age, 0.2))

    def _story(self, section: str, number: int, age_hours: float) -> Story:
        words = self._words.sections[section]
        place = self._pick(self._words.places)
        first, *others = self._random.sample(self._sentences[section], k=self._random.randint(4, 8))
        return Story(
            key=f"weitere-{number}",
            kind="comment" if section == "meinung" else "news",
            slug="",
            kicker=place,
            headline=" ".join(
                map(self._pick, (words.subjects, words.verbs, words.objects, self._words.moments))
            ),
            lead=_first_sentences(first),
            body="\n\n".join([first, *others]),
            age_hours=age_hours,
            authors=(self._pick(self._newsroom.person).slug,),
            place=place,
            topics=self._topics(),
            picture=self._pick(self._newsroom.picture).key if self._random.random() < _WITH_PICTURE else "",
        )

    def _pick(self, choices: Sequence[T]) -> T:
        return self._random.choice(choices)

    def _topics(self) -> tuple[str, ...]:
        chosen = self._random.sample(self._newsroom.topic, k=self._random.randint(0, 2))
        return tuple(topic.slug for topic in chosen)


def body_of(story: Story) -> str:
    """The text as the desk keeps it; generated stories have plain paragraphs only."""
    paragraphs = story.body.split("\n\n")
    return json.dumps([{"type": "paragraph", "value": f"<p>{each}</p>"} for each in paragraphs])


def _first_sentences(paragraph: str) -> str:
    """The beginning of a paragraph, whole sentences, in about 200 characters."""
    head, stop, _ = paragraph[:200].rpartition(". ")
    return head + stop.strip() if stop else shorten(paragraph, 200)


def _plain_paragraphs(section: str) -> list[str]:
    """Paragraphs of the written stories without links, lists and commands."""
    chunks = (chunk.strip() for story in content_files.stories(section) for chunk in story.body.split("\n\n"))
    return [chunk for chunk in chunks if len(chunk) > 120 and chunk[0] not in "!#>-*1" and "](" not in chunk]
