"""A small demo newsroom: a story of each section, pictures of one colour."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from broadsheet.demo import content_files
from broadsheet.demo.content_files import Story
from broadsheet.demo.newsroom import Founding
from broadsheet.kernel import ids
from tests.conftest import START

Found = Callable[[int], Founding]


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


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Found:
    """Founds and writes a newsroom in which the seed makes the ids."""
    written = content_files.stories

    def few(section: str) -> tuple[Story, ...]:
        return tuple(filter(_stands_alone, written(section)))[:1]

    def founded(seed: int) -> Founding:
        with monkeypatch.context() as patch, ids.using(seeded(seed)):
            newsroom = Founding(content_files.newsroom(), START, "de", _drawn, lambda _line: None)
            patch.setattr(content_files, "stories", few)
            newsroom.found()
            newsroom.write()
        return newsroom

    return founded
