"""The inbox as a list of stories: an item with those beside it that tell the same, the newest first.

A list is read on from where it ended (`before`), never by counting what came earlier, so that a
page costs the same at its beginning and far down, in an inbox of any size.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
from django.db.models import Count, Max, Q, QuerySet

from broadsheet.kernel import clock
from broadsheet.wire.models import Item, Words

MEMBERS: Final = 300
"""At most so many like items are listed on one page, all its stories together."""
_CHUNK: Final = 2
"""How many times as many items as lines are looked at in one go."""

Condition = Literal["", "usable", "withheld", "canceled", "embargoed"]
State = Literal["", "new", "taken", "ignored"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which items are wanted; what is empty asks for nothing."""

    text: str = ""
    """A search (see `searching`)."""
    subject: str = ""
    """Likewise, in the names and codes of what the item is about."""
    supplier: str = ""
    urgency: int | None = None
    """At least so urgent: 1 is the most."""
    language: str = ""
    place: str = ""
    """A part of the dateline's place."""
    status: Condition = ""
    state: State = ""
    """Empty: all but those that editors ignore."""
    after: int = 0
    """Only what arrived later than this one."""
    since: datetime | None = None
    until: datetime | None = None


class Story(msgspec.Struct, frozen=True):
    """A line of the list."""

    head: Item
    """The newest of those that were asked for."""
    others: list[Item]
    """That tell the same, the newest first, whether they were asked for or not."""
    count: int
    """Of all that tell it."""


class Page(msgspec.Struct, frozen=True):
    stories: list[Story]
    older: int | None
    """What to give as `before` for the next page, if there is one."""


def wanted_items(wanted: Wanted) -> QuerySet[Item]:
    newer = Item.objects.filter(arrival__gt=wanted.after) if wanted.after else Item.objects.all()
    items = matching(newer, wanted.text, wanted.subject, wanted.after)
    return items.filter(_facts(wanted), _moments(wanted), _state(wanted))


def matching(items: QuerySet[Item], text: str, subject: str = "", after: int = 0) -> QuerySet[Item]:
    """Those of the items in whose words, and in whose subjects, is what was asked for.

    `after` spares the index what arrived earlier and is not among the items anyway.
    """
    asked = {"text__matches": text, "subjects__matches": subject}
    asked = {field: search for field, search in asked.items() if search.strip()}
    found = Words.objects.filter(**asked, **({"arrival__gt": after} if after else {}))
    return items.filter(arrival__in=found.values("arrival")) if asked else items


def _facts(wanted: Wanted) -> Q:
    asked: dict[str, Any] = {
        "supplier": wanted.supplier,
        "urgency__lte": wanted.urgency,
        "language__startswith": wanted.language,
        "place__icontains": wanted.place,
    }
    return Q(**{name: value for name, value in asked.items() if value})


def _moments(wanted: Wanted) -> Q:
    asked = {"received__gte": wanted.since, "received__lt": wanted.until}
    return Q(**{name: moment for name, moment in asked.items() if moment is not None})


def _state(wanted: Wanted) -> Q:
    state = Q(state=wanted.state) if wanted.state else ~Q(state=Item.State.IGNORED)
    if wanted.status == "embargoed":
        return state & Q(embargo__gt=clock.now())
    if wanted.status == "usable":
        # Worded as what is left out: nearly all are usable, and an index of them would mislead.
        return state & ~Q(status__in=(Item.Status.WITHHELD, Item.Status.CANCELED))
    return state & Q(status=wanted.status) if wanted.status else state


def page(items: QuerySet[Item], before: int | None = None, size: int = 50) -> Page:
    """The next stories among `items`; what an earlier page showed of a story stays there."""
    heads: list[str] = []
    told: set[str] = set()
    while len(heads) <= size:
        chunk = _chunk(items, before, _CHUNK * size)
        told |= _told_before(items, before, {group for _, _, group in chunk} - {""} - told)
        for arrival, pk, group in chunk:
            before = arrival
            if group in told:
                continue
            if len(heads) == size:
                return Page(_stories(heads), arrival + 1)
            heads.append(pk)
            told |= {group} - {""}
        if len(chunk) < _CHUNK * size:
            break
    return Page(_stories(heads), None)


def _chunk(items: QuerySet[Item], before: int | None, size: int) -> list[tuple[int, str, str]]:
    rest = items if before is None else items.filter(arrival__lt=before)
    return list(rest.order_by("-arrival", "-id").values_list("arrival", "pk", "group")[:size])


def _told_before(items: QuerySet[Item], before: int | None, groups: set[str]) -> set[str]:
    if before is None or not groups:
        return set()
    return set(items.filter(group__in=groups, arrival__gte=before).values_list("group", flat=True))


def _stories(pks: Sequence[str]) -> list[Story]:
    heads = Item.objects.in_bulk(pks)
    groups = {head.group for head in heads.values()} - {""}
    alike = Item.objects.filter(group__in=groups)
    counts = dict(alike.values_list("group").annotate(n=Count("pk")))
    others: dict[str, list[Item]] = {group: [] for group in groups}
    for item in alike.exclude(pk__in=pks).defer("content").order_by("-arrival")[:MEMBERS]:
        others[item.group].append(item)
    return [
        Story(head, others.get(head.group, []), counts.get(head.group, 1))
        for head in map(heads.__getitem__, pks)
    ]


def newest_arrival() -> int:
    """The number of what came last; 0 in an empty inbox."""
    return Item.objects.aggregate(last=Max("arrival"))["last"] or 0
