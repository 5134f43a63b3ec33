"""The few words that say what a story is about, as its record alone tells.

A list of stories is kept for each word (`lists.word`); stories that share words are alike.
No dictionary and no count over the archive goes into it, so that the same record always
gives the same words: how common a word is shows in its list, when that is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from broadsheet.ledger.plain import plain
from broadsheet.ledger.records import Block, FactBox, Listing, Paragraph, Story, Subhead
from broadsheet.ledger.stop_words import STOP_WORDS

KEPT: Final = 8
"""So many words of a story have a list; each costs a row of the index."""
_HEADLINE, _LEAD, _BODY = 4, 2, 1
_SHORTEST, _LONGEST = 4, 24
"""Letters of a word. What follows the longest is cut off."""
_READ: Final = 12_000
"""Characters of the body: what a story is about is said by then."""
_WORD: Final = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")
_AROUND: Final = ".,;:!?\"'„“”‚‘’»«›‹()[]–—-…"


def keywords(story: Story) -> tuple[str, ...]:
    """At most eight words without their endings, the weightiest first."""
    weights: dict[str, int] = defaultdict(int)
    for text, weight in _weighed(story):
        for stem, factor in map(_stem, words_of(text)):
            weights[stem] += weight * factor
    weights.pop("", None)
    least = sorted(weights.values())[-KEPT:][0] if weights else 0
    heavy = [word for word, weight in weights.items() if weight >= least]
    return tuple(sorted(heavy, key=lambda word: (-weights[word], -len(word), word))[:KEPT])


def words_of(text: str) -> list[str]:
    """Runs of at least four letters. Most are what stands between two spaces, but for the marks around it; to
    ask this first is faster than to look for runs."""
    words = list[str]()
    for found in text.split():
        if len(found) >= _SHORTEST:
            bare = found.strip(_AROUND)
            if not bare.isalpha():
                words += _WORD.findall(bare)
            elif len(bare) >= _SHORTEST:
                words.append(bare)
    return words


def _weighed(story: Story) -> Iterator[tuple[str, int]]:
    yield story.headline, _HEADLINE
    yield story.kicker, _HEADLINE
    yield story.lead, _LEAD
    left = _READ
    for text in _texts(story.body):
        yield text[:left], _BODY
        left -= len(text)
        if left <= 0:
            return


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Running text alone: captions, tables and what others say elsewhere are left out."""
    for block in blocks:
        match block:
            case Paragraph():
                yield plain(block.text)
            case Subhead():
                yield block.text
            case Listing():
                yield from map(plain, block.items)
            case FactBox():
                yield from _texts(block.body)


def _folded(word: str) -> str:
    """Without case and marks: `Häfen` and `hafen` are one word."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> tuple[str, int]:
    """Without the endings of German and English inflection, as long as four letters remain; with its factor.

    Empty for a stop word. Kept, because a newsroom uses few words often.
    """
    plain = _folded(word)
    stem = "" if plain in STOP_WORDS else plain[:_SHORTEST] + plain[_SHORTEST:_LONGEST].rstrip("emnrs")
    # In German nouns and names have a capital; in English, names do.
    return stem, 2 if word[0].isupper() else 1
