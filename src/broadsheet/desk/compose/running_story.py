"""A running story: each of its stories names the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from broadsheet.desk.models import StoryPage

NAMED: Final = 12
"""Ids that a record holds. A page shows fewer; the others stand in for what was taken back."""


def followed_ids(story: StoryPage) -> tuple[str, ...]:
    """The story that this one follows, then the one that that one follows, and so on."""
    return tuple(each.story_id for each in islice(_before(story), NAMED))


def runs_in_a_circle(story: StoryPage) -> bool:
    return any(each.story_id == story.story_id for each in _before(story))


def _before(story: StoryPage) -> Iterator[StoryPage]:
    """The stories as their rows have them; each once, even in a circle that is there already."""
    seen = set[str]()
    before = story.follows
    while before is not None and before.story_id not in seen:
        seen.add(before.story_id)
        yield before
        before = before.follows
