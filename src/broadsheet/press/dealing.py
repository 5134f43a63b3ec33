"""In what parts, and in which order, much work is dealt to several ovens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from operator import attrgetter

from broadsheet.press.models import TIERS, Artifact

Part = Sequence[Artifact]


def parts(artifacts: Sequence[Artifact], size: int, ovens: int) -> list[Part]:
    """Tier by tier, at most `size` together; to be dealt to the ovens in turns.

    Neighbours of a tier need much alike, such as each other's teasers, so each oven gets a stretch of them.
    """
    return [
        part
        for _, tier in groupby(artifacts, key=attrgetter("tier"))
        for part in _in_turns(list(_cut(list(tier), size)), ovens)
    ]


def _cut(tier: Sequence[Artifact], size: int) -> Iterator[Part]:
    """Pictures, the first tier, one by one: each takes as long as many pages, and whatever is published
    waits for the parts in flight."""
    length = 1 if tier[0].tier % TIERS == 0 else size
    return (tier[start : start + length] for start in range(0, len(tier), length))


def _in_turns(found: Sequence[Part], ovens: int) -> Iterator[Part]:
    share = -(-len(found) // ovens)
    stretches = [found[start : start + share] for start in range(0, len(found), share)]
    return (part for row in zip_longest(*stretches) for part in row if part is not None)
