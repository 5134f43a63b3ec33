"""Which items tell the same story: by the phrases that their texts share.

A text is the set of its phrases of three words. Two texts resemble each other by the share
of phrases that they have in common (Jaccard). Comparing all with all would be too much, so
each item keeps a sketch: the smallest of its phrases' hashes, which two like texts tend to
share (Broder, "On the resemblance and containment of documents", 1997). Items that share
some of their sketch within a few days are compared phrase by phrase.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import Final
from zlib import crc32

from django.db.models import Count

from broadsheet.wire import models
from broadsheet.wire.item import WireItem, decode
from broadsheet.wire.markup import text_of

SKETCH: Final = 16
"""Hashes kept of an item; each is a row."""
SAME: Final = 0.8
"""From here on two texts are one: the agency's other format, or copy that was hardly touched."""
ALIKE: Final = 0.4
"""From here on they tell the same story; below, they only share its subject."""
SPAN: Final = timedelta(days=3)
"""Between two deliveries; the same words a week later are another day's news."""
_SHARED: Final = 2
"""Hashes that two sketches must share before the texts are compared."""
_COMPARED: Final = 20
"""At most so many texts are compared with a new one."""
_SHORTEST: Final = 8
"""A text with fewer phrases says too little to be compared."""
_WORD: Final = re.compile(r"\w+")

Phrases = frozenset[int]


def phrases(item: WireItem) -> Phrases:
    """Hashes of all that stand in lead and text; headlines differ from one service to the next."""
    words = _WORD.findall(f"{item.lead} {text_of(item.body_html)}".casefold())
    pairs = list(pairwise(words))
    return frozenset(
        crc32(f"{first} {second} {third}".encode()) for (first, second), (_, third) in pairwise(pairs)
    )


def sketch(found: Phrases) -> list[int]:
    """Empty for a text that is too short to be compared."""
    return sorted(found)[:SKETCH] if len(found) >= _SHORTEST else []


def resemblance(one: Phrases, other: Phrases) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def group(item: models.Item, wire: WireItem) -> str:
    """Notes the item's sketch and puts it beside what it resembles.

    The id of the item that says the same, word for word or nearly so, or "". In the caller's
    transaction.
    """
    found = phrases(wire)
    kept = note(item, found)
    best, likest = 0.0, None
    for other in _neighbours(item, kept):
        share = resemblance(found, phrases(decode(other.content)))
        if share > best:
            best, likest = share, other
    if likest is None or best < ALIKE:
        return ""
    _join(item, likest)
    return likest.id if best >= SAME else ""


def note(item: models.Item, found: Phrases) -> list[int]:
    """The item's sketch, which is kept in place of an older one."""
    kept = sketch(found)
    models.Sketch.objects.filter(item=item).delete()
    models.Sketch.objects.bulk_create([models.Sketch(item=item, hash=each) for each in kept])
    return kept


def _neighbours(item: models.Item, kept: list[int]) -> list[models.Item]:
    """Other items of these days that share enough of the sketch, the most first."""
    near = models.Item.objects.exclude(pk=item.pk).filter(
        sketches__hash__in=kept, received__gte=item.received - SPAN
    )
    counted = near.annotate(shared=Count("sketches")).filter(shared__gte=min(_SHARED, len(kept)))
    return list(counted.order_by("-shared", "received")[:_COMPARED])


def _join(item: models.Item, other: models.Item) -> None:
    """A group is named by the item that came first; one that stood alone begins one."""
    name = other.group or other.id
    if not other.group:
        models.Item.objects.filter(pk=other.pk).update(group=name)
    if item.group != name:
        models.Item.objects.filter(pk=item.pk).update(group=name)
        item.group = name
