"""What differs between two states of a story: where, and whether it is more than a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher
from typing import Final

import msgspec

from broadsheet.kernel.comparison import compared, compared_words
from broadsheet.ledger.plain import lines
from broadsheet.ledger.records import Block, Passage, Story

MOST_WORDS: Final = 12
"""So many changed words are still a small change."""
_ALIKE: Final = 0.6
"""How alike two words must be, from 0 to 1, for one to be the other misspelt."""
_RUN: Final = 2
"""So many words that came or went in one place may have been forgotten, or too many."""
_NEGATIONS: Final = re.compile(
    r"\b(nicht|nichts|nie|niemals|kein\w*|ohne|weder|not|no|none|never|without|neither|nor|\w+n[’']t)\b",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_EDGES: Final = re.compile(r"^\W+|\W+$")


class Amount(msgspec.Struct, frozen=True):
    """How much of the words was changed."""

    words: int
    is_telling: bool
    """Whether a number, a negation or another word is among them."""

    @property
    def is_small(self) -> bool:
        return self.words <= MOST_WORDS and not self.is_telling


def amount(before: Story, after: Story) -> Amount:
    """Of headline, lead and text; what has no words does not count."""
    words, is_telling = 0, False
    for line in compared(_all_lines(before), _all_lines(after)):
        removed, added = list[str](), list[str]()
        for stretch in [*line, None]:
            if stretch is not None and stretch.change != "same":
                (removed if stretch.change == "removed" else added).extend(stretch.text.split())
                continue
            words += max(len(removed), len(added))
            is_telling = is_telling or _tells(removed, added)
            removed, added = [], []
    return Amount(words, is_telling)


def _all_lines(story: Story) -> list[str]:
    return list(filter(None, (story.headline, story.lead, *lines(story.body))))


def _tells(removed: list[str], added: list[str]) -> bool:
    changed = " ".join((*removed, *added))
    if _DIGIT.search(changed) or _NEGATIONS.search(changed):
        return True
    if not removed or not added:
        return max(len(removed), len(added)) > _RUN
    return not _alike(" ".join(removed), " ".join(added))


def _alike(old: str, new: str) -> bool:
    plain = (_EDGES.sub("", old), _EDGES.sub("", new))
    return plain[0] == plain[1] or SequenceMatcher(None, *plain, autojunk=False).ratio() >= _ALIKE


# ---- where --------------------------------------------------------------------------------


def changed(before: Story, after: Story) -> tuple[Passage, ...]:
    """The passages of `after` that are not what they were. Where a block went, the one before it."""
    found: list[Passage] = ["headline"] if before.headline != after.headline else []
    found += ["lead"] if before.lead != after.lead else []
    for kind, _, _, k, m in _opcodes(before, after):
        if kind == "delete" and after.body:
            found.append(max(0, k - 1))
        elif kind != "equal":
            found += range(k, m)
    return tuple(dict.fromkeys(found))


def followed(passages: Collection[Passage], before: Story, after: Story) -> tuple[Passage, ...]:
    """Where the passages of `before` are in `after`; a block that is no more is left out."""
    moved: dict[Passage, Passage] = {"headline": "headline", "lead": "lead"}
    for kind, i, j, k, m in _opcodes(before, after):
        if kind == "equal":
            moved.update(zip(range(i, j), range(k, m), strict=True))
        elif kind == "replace":
            moved.update((old, min(k + old - i, m - 1)) for old in range(i, j))
    return tuple(dict.fromkeys(moved[each] for each in passages if each in moved))


def _opcodes(before: Story, after: Story) -> Iterator[tuple[str, int, int, int, int]]:
    old: tuple[Block, ...] = before.body
    yield from SequenceMatcher(None, old, after.body, autojunk=False).get_opcodes()


# ---- for editors --------------------------------------------------------------------------


class PassageChange(msgspec.Struct, frozen=True):
    """One passage of the newer state, word by word."""

    passage: Passage
    stretches: tuple[tuple[str, str], ...]
    """`same`, `added` or `removed`, and the words."""


def passages(before: Story, after: Story) -> list[PassageChange]:
    """Every passage of `after` in its order, beside what it was."""
    were = {new: old for old in range(len(before.body)) for new in followed([old], before, after)}
    heads: list[tuple[Passage, str, str]] = [
        ("headline", before.headline, after.headline),
        ("lead", before.lead, after.lead),
    ]
    blocks = [
        (place, _words(before.body[were[place]]) if place in were else "", _words(block))
        for place, block in enumerate(after.body)
    ]
    return [
        PassageChange(passage, tuple((each.change, each.text) for each in compared_words(old, new)))
        for passage, old, new in [*heads, *blocks]
        if old or new or isinstance(passage, int)
    ]


def _words(block: Block) -> str:
    return " ".join(lines([block]))
