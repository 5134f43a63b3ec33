"""The written part of the demo: complete, and everything it refers to exists."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from broadsheet.demo import content_files
from broadsheet.demo.content_files import Story
from broadsheet.demo.generator import HOURS_OF_18_MONTHS, Generator
from broadsheet.demo.pictures import MOTIFS

NEWSROOM = content_files.newsroom()
STORIES = {story.key: story for each in NEWSROOM.section for story in content_files.stories(each.slug)}
PICTURES = {picture.key for picture in NEWSROOM.picture}
FILES = {each.key for each in NEWSROOM.media}


def _linked(text: str) -> Iterator[str]:
    """Keys of the stories that a text links to."""
    yield from re.findall(r"\]\(story:([^)\s]+)\)", text)


def _shown(text: str) -> Iterator[str]:
    """Keys of the pictures in a text."""
    for words in re.findall(r"^!(?:picture|gallery) (.+)$", text, re.MULTILINE):
        yield words.split()[0]


def test_there_is_enough_of_everything() -> None:
    assert len(STORIES) >= 80
    assert sum(len(content_files.stories(each.slug)) for each in NEWSROOM.section) == len(STORIES)
    assert [each.language for each in NEWSROOM.section].count("en") == 4
    assert len(NEWSROOM.topic) >= 12
    assert len(NEWSROOM.person) == 8
    assert len(NEWSROOM.picture) >= 25
    assert len(content_files.wire_files()) >= 5


def test_every_kind_of_content_is_shown() -> None:
    bodies = "\n".join(story.body for story in STORIES.values())
    assert [story for story in STORIES.values() if story.kind == "advertorial" and story.advertiser]
    assert [story for story in STORIES.values() if story.correction]
    assert [story for story in STORIES.values() if story.source]
    assert [story for story in STORIES.values() if story.updated_hours is not None]
    assert [story for story in STORIES.values() if story.follows]
    assert [story for story in STORIES.values() if story.series]
    assert {each.file.partition(".")[2] for each in NEWSROOM.media} == {"mp4", "mp3", "pdf"}
    for command in ("embed", "gallery", "fact", "table", "picture", "media"):
        assert re.search(rf"^!{command}\b", bodies, re.MULTILINE), command


def _offered(text: str) -> Iterator[str]:
    """Keys of the films, recordings and documents in a text."""
    yield from re.findall(r"^!media (\S+)", text, re.MULTILINE)


def test_every_picture_has_its_credit_and_a_description() -> None:
    assert [each.key for each in NEWSROOM.picture if not each.credit or not each.alt] == []
    assert {each.motif for each in NEWSROOM.picture} <= MOTIFS.keys()


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_whatever_a_story_refers_to_exists(story: Story) -> None:
    assert {*story.authors} <= {each.slug for each in NEWSROOM.person}
    assert {*story.topics} <= {each.slug for each in NEWSROOM.topic}
    assert {*story.related, *_linked(story.body)} <= STORIES.keys()
    assert {*filter(None, [story.follows, story.translation_of])} <= STORIES.keys()
    assert {*filter(None, [story.series])} <= {each.slug for each in NEWSROOM.series}
    assert {*filter(None, [story.picture]), *_shown(story.body)} <= PICTURES
    assert {*_offered(story.body)} <= FILES
    assert (story.kind == "advertorial") is bool(story.advertiser)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_what_happened_to_a_story_happened_after_it_came_out(story: Story) -> None:
    later = [*(each.age_hours for each in story.correction), *filter(None, [story.updated_hours])]
    assert all(0 < hours < story.age_hours for hours in later)
    assert all(each.now in story.body for each in story.correction)
    assert story.came_later in story.body
    assert 0 < story.age_hours <= 1.05 * HOURS_OF_18_MONTHS


def test_the_generator_gives_the_same_stories_for_the_same_seed() -> None:
    first, second, other = (list(Generator(NEWSROOM, seed).stories(50)) for seed in (1, 1, 2))
    assert first == second
    assert first != other


def test_generated_stories_are_spread_over_eighteen_months_the_oldest_first() -> None:
    ages = [story.age_hours for _section, story in Generator(NEWSROOM, 1).stories(500)]
    assert len(ages) == 500
    assert ages == sorted(ages, reverse=True)
    assert max(ages) > 0.95 * HOURS_OF_18_MONTHS
    assert min(ages) < 0.05 * HOURS_OF_18_MONTHS
