"""Stories that are alike: those that share several of their few words.

Each of a story's words (`ledger/keywords.py`) has a list. The places just below the story's
own are read in each: who stands in two or more is alike, and the more so the rarer the words
are. How rare a word is shows in the same reading: the longer ago the last place read, the rarer.

So a page's cost is bounded whatever the archive holds, and what is published later, which
stands above, touches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from broadsheet.ledger import lists
from broadsheet.ledger.entries import Place
from broadsheet.ledger.keywords import keywords
from broadsheet.ledger.records import Story
from broadsheet.press.reader import Reader

REACH: Final = 12
"""Places that are read in the list of a word."""
_RAREST: Final = 16
"""What a word counts that fewer stories than REACH have; as if the last were seven years ago."""
_HOUR: Final = timedelta(hours=1)


def alike(reader: Reader, story: Story) -> Iterator[str]:
    """Assets of older stories, the most alike first, of equals the newest."""
    own = lists.story_key(story)
    weights, shared = dict[str, int](), dict[str, str]()
    words = [lists.word(word) for word in keywords(story)]
    for places in reader.newest_of_each(words, REACH, below=own):
        rarity = _rarity(story, places)
        for place in places:
            # A story has one key in all of its words' lists.
            key = place.sort
            if key in weights:
                shared[key] = place.asset
            weights[key] = weights.get(key, 0) + rarity
    ranked = sorted(shared, key=lambda key: (weights[key], key), reverse=True)
    return (shared[key] for key in ranked)


def _rarity(story: Story, places: list[Place]) -> int:
    """From 1 for a word of every hour, one more each time the span doubles."""
    if len(places) < REACH:
        return _RAREST
    hours = (story.published - lists.moment_of(places[-1])) // _HOUR
    return max(1, min(_RAREST, hours.bit_length()))
