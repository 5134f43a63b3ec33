"""Which items tell the same story: by the phrases that their texts share.

A text is the set of its phrases of three words. Two texts resemble each other by the share
of phrases that they have in common (Jaccard). Comparing all with all would be too much, so
each item keeps a sketch: the smallest of its phrases' hashes, which two like texts tend to
share (Broder, "On the resemblance and containment of documents", 1997). Items that share
some of their sketch within a few days are compared phrase by phrase.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final
from zlib import crc32

from django.db.models import Count

from broadsheet.kernel import clock
from broadsheet.wire import models
from broadsheet.wire.item import WireItem, decode
from broadsheet.wire.markup import plain

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
    words = [word.encode() for word in _WORD.findall(f"{item.lead} {plain(item.body_html)}".casefold())]
    text = b" ".join(words)
    begins = list(accumulate((len(word) + 1 for word in words), initial=0))
    return frozenset(crc32(text[begin : end - 1]) for begin, end in zip(begins, begins[3:], strict=False))


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
    others = _neighbours(item, kept)
    return _grouped(item, ((resemblance(found, _phrases_of(each.content)), each) for each in others))


def group_all(items: Sequence[models.Item], wires: Sequence[WireItem]) -> list[str]:
    """As `group` does for each of these new items in turn, with one look for all of them."""
    found = list(map(phrases, wires))
    kept = list(map(sketch, found))
    models.Sketch.objects.bulk_create(
        models.Sketch(item_id=item.pk, hash=each)  # `item=` would take three times as long
        for item, own in zip(items, kept, strict=True)
        for each in own
    )
    known = {item.pk: item for item in items}
    texts = dict(zip(known, found, strict=True))
    near = _near(items, kept)
    missing = {pk for others in near for pk in others} - known.keys()
    known.update(models.Item.objects.in_bulk(missing))
    return [
        _grouped(
            item,
            (
                (resemblance(own, texts[pk] if pk in texts else _phrases_of(known[pk].content)), known[pk])
                for pk in others
            ),
        )
        for item, own, others in zip(items, found, near, strict=True)
    ]


@lru_cache(maxsize=200)
def _phrases_of(content: str) -> Phrases:
    """Of an item as it is stored; in a flood the same ones are asked for again and again."""
    return phrases(decode(content))


def _near(items: Sequence[models.Item], kept: Sequence[list[int]]) -> list[list[str]]:
    """For each item those before it that share enough of its sketch, the most first."""
    hashes = {each for own in kept for each in own}
    oldest = min((item.received for item in items), default=clock.now()) - SPAN
    rows = models.Sketch.objects.filter(hash__in=hashes, item__received__gte=oldest).order_by("item__arrival")
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for phrase, pk in rows.values_list("hash", "item"):
        holders[phrase].append(pk)
    order = {item.pk: number for number, item in enumerate(items)}
    result = []
    for number, own in enumerate(kept):
        before = (pk for each in own for pk in holders[each] if order.get(pk, -1) < number)
        shared = [pk for pk, count in Counter(before).most_common() if count >= min(_SHARED, len(own))]
        result.append(shared[:_COMPARED])
    return result


def _grouped(item: models.Item, likely: Iterable[tuple[float, models.Item]]) -> str:
    best, likest = _likest(likely)
    if likest is None or best < ALIKE:
        return ""
    _join(item, likest)
    return likest.id if best >= SAME else ""


def _likest(likely: Iterable[tuple[float, models.Item]]) -> tuple[float, models.Item | None]:
    """The first of those that resemble it most; nothing is compared after one that is the same."""
    best: tuple[float, models.Item | None] = (0.0, None)
    for each in likely:
        if each[0] > best[0]:
            best = each
        if each[0] == 1.0:
            break
    return best


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
        other.group = name
    if item.group != name:
        models.Item.objects.filter(pk=item.pk).update(group=name)
        item.group = name
