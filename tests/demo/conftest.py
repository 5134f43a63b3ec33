"""A small demo newsroom: a story of each section, pictures of one colour."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from broadsheet.demo import content_files
from broadsheet.demo.content_files import Story
from broadsheet.demo.newsroom import Founding
from broadsheet.kernel import clock, ids
from tests.conftest import START


@cache
def _grey(width: int, height: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), (120, 120, 120)).save(buffer, "JPEG")
    return buffer.getvalue()


def _drawn(key: str) -> bytes:
    """A podcast's cover has to be large."""
    covers = {each.cover for each in content_files.newsroom().series}
    return _grey(1400, 1400) if key in covers else _grey(60, 40)


def seeded(seed: int) -> ids.Ids:
    return ids.Ids(random=Random(seed).randrange)  # noqa: S311 - not a secret


def _stands_alone(story: Story) -> bool:
    refers = story.related or story.follows or story.translation_of or "](story:" in story.body
    return not refers


def founded(seed: int) -> Founding:
    """A newsroom that is written, in which the seed made the ids."""
    written = content_files.stories

    def few(section: str) -> tuple[Story, ...]:
        return tuple(filter(_stands_alone, written(section)))[:1]

    with pytest.MonkeyPatch.context() as patch, ids.using(seeded(seed)):
        newsroom = Founding(content_files.newsroom(), START, "de", _drawn, lambda _line: None)
        patch.setattr(content_files, "stories", few)
        newsroom.found()
        newsroom.write()
    return newsroom


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[Founding]:
    """That of the first seed, made once; what each test does with it is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.using(clock.ManualClock(START)):
            newsroom = founded(1)
        yield newsroom
        transaction.set_rollback(True)


@pytest.fixture
def newsroom(standing: Founding, db: None) -> Founding:
    return standing
