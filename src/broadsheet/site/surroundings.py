"""What stands around a story: what happened before, its topic, more of the kind, more from its section.

Every list is read below the story's own place, so that publishing something new never
reaches an old page; an advertorial has no news around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from broadsheet.ledger import lists
from broadsheet.ledger.records import Story, Topic, asset_of
from broadsheet.site.facets import TOPIC_PAGE, Label
from broadsheet.site.likeness import alike
from broadsheet.site.newsroom import Newsroom, Teaser
from broadsheet.site.running_story import SoFar, so_far
from broadsheet.site.teasers import Shown, show_all

_RELATED: Final = 4
_TOPICS: Final = 2
_FROM_SECTION: Final = 6
_STEP: Final = 6
"""So many places of a list are read at a time: few intervals, and no wider than they must be."""


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    so_far: SoFar | None
    """The running story's earlier ones."""
    topic: Topic | None
    """The most important topic that has words of its own."""
    related: list[Shown]
    """The editors' picks, then the topics' newest before this story, then what is like it."""
    earlier: list[Shown]
    """From the same section, before this story."""


def surroundings(newsroom: Newsroom, story: Story, section: Label | None) -> Surroundings | None:
    """Never the story itself, never the same one twice; nothing for an advertorial."""
    if story.genre == "advertorial":
        return None
    seen = {asset_of(story)}
    own = lists.story_key(story)
    before = so_far(newsroom.reader, newsroom.house.speaking(story.language).calendar, story)
    seen.update(before.assets if before else ())
    related = _related(newsroom, story, own, seen)
    earlier = newsroom.newest(lists.section(story.section), below=own, step=_STEP) if section else iter(())
    return Surroundings(
        so_far=before,
        topic=next(_with_words(newsroom, story), None),
        related=related,
        earlier=show_all(newsroom, newsroom.take(earlier, _FROM_SECTION, seen), "brief", 3),
    )


def _with_words(newsroom: Newsroom, story: Story) -> Iterator[Topic]:
    for each in story.topics:
        topic = newsroom.reader.read(TOPIC_PAGE, f"topic:{each}")
        if topic is not None and topic.text:
            yield topic


def _related(newsroom: Newsroom, story: Story, own: str, seen: set[str]) -> list[Shown]:
    picks = _news(newsroom, (f"story:{each}" for each in story.related))
    found = newsroom.take(picks, _RELATED, seen)
    for topic in story.topics[:_TOPICS]:
        older = newsroom.newest(lists.topic(topic), below=own, step=_STEP)
        found += newsroom.take(older, _RELATED - len(found), seen)
    if len(found) < _RELATED:
        found += newsroom.take(_alike(newsroom, story), _RELATED - len(found), seen)
    return show_all(newsroom, found, "card", 3)


def _alike(newsroom: Newsroom, story: Story) -> Iterator[Teaser]:
    """Names are the same in every language, so that a translation would be likest of all."""
    found = _news(newsroom, alike(newsroom.reader, story))
    return (teaser for teaser in found if newsroom.house.covers(teaser.language))


def _news(newsroom: Newsroom, assets: Iterable[str]) -> Iterator[Teaser]:
    """What is published of them; an advertorial is never news, whoever picked it."""
    found = (newsroom.teaser(asset) for asset in assets)
    return (teaser for teaser in found if teaser is not None and not teaser.is_advertorial)
