"""What stands around a story: its topic, more of the kind, more from its section.

Every list is read below the story's own place, so that publishing something new never
reaches an old page; an advertorial has no news around it.
"""

from __future__ import annotations

from typing import Final

import msgspec

from broadsheet.ledger import lists
from broadsheet.ledger.records import Story, Topic, asset_of
from broadsheet.site.facets import TOPIC_PAGE, Label
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.teasers import Shown, show_all

_RELATED: Final = 4
_TOPICS: Final = 2
_FROM_SECTION: Final = 6
_STEP: Final = 6
"""So many places of a list are read at a time: few intervals, and no wider than they must be."""


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    topic: Topic | None
    """The most important topic, with its own words."""
    related: list[Shown]
    """The editors' picks, then the topics' newest before this story."""
    earlier: list[Shown]
    """From the same section, before this story."""


def surroundings(newsroom: Newsroom, story: Story, section: Label | None) -> Surroundings | None:
    """Never the story itself, never the same one twice; nothing for an advertorial."""
    if story.genre == "advertorial":
        return None
    seen = {asset_of(story)}
    own = lists.memberships(story)[lists.NEWS]
    related = _related(newsroom, story, own, seen)
    earlier = newsroom.newest(lists.section(story.section), below=own, step=_STEP) if section else iter(())
    return Surroundings(
        topic=newsroom.reader.read(TOPIC_PAGE, f"topic:{story.topics[0]}") if story.topics else None,
        related=related,
        earlier=show_all(newsroom, newsroom.take(earlier, _FROM_SECTION, seen), "brief", 3),
    )


def _related(newsroom: Newsroom, story: Story, own: str, seen: set[str]) -> list[Shown]:
    picks = (newsroom.teaser(f"story:{each}") for each in story.related)
    found = newsroom.take((each for each in picks if each is not None), _RELATED, seen)
    for topic in story.topics[:_TOPICS]:
        older = newsroom.newest(lists.topic(topic), below=own, step=_STEP)
        found += newsroom.take(older, _RELATED - len(found), seen)
    return show_all(newsroom, found, "card", 3)
