"""What happened so far: the stories that one follows, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec

from broadsheet.kernel.language import Language
from broadsheet.ledger.records import Story
from broadsheet.press.reader import Reader
from broadsheet.site.facets import STORY_STEP, StoryStep
from broadsheet.site.moments import Calendar, Moment

SHOWN: Final = 6
"""Stories of the chain that a page names; the oldest of them names those before it."""


class Step(msgspec.Struct, frozen=True):
    path: str
    headline: str
    language: Language
    published: Moment


class SoFar(msgspec.Struct, frozen=True):
    assets: tuple[str, ...]
    """Of the steps."""
    steps: list[Step]
    """The oldest first."""
    before: str
    """Where those before the oldest one stand; empty if there are none."""


def so_far(reader: Reader, calendar: Calendar, story: Story) -> SoFar | None:
    """None for a story that follows none that is published."""
    found = list(islice(_chain(reader, story), SHOWN + 1))
    shown = sorted(found[:SHOWN], key=lambda each: (each.published, each.path))
    if not shown:
        return None
    steps = [Step(each.path, each.headline, each.language, calendar.moment(each.published)) for each in shown]
    assets = tuple(f"story:{each.id}" for each in shown)
    return SoFar(assets, steps, f"{found[SHOWN - 1].path}#so-far" if len(found) > SHOWN else "")


def _chain(reader: Reader, story: Story) -> Iterator[StoryStep]:
    """The published ones, each naming those before it; what is gone is stepped over.

    Ends wherever a chain of the past runs into itself.
    """
    seen, ahead = {story.id}, list(story.follows)
    while ahead:
        next_id = ahead.pop(0)
        if next_id in seen:
            return
        seen.add(next_id)
        step = reader.read(STORY_STEP, f"story:{next_id}")
        if step is not None and step.genre != "advertorial":
            yield step
            ahead = list(step.follows)
