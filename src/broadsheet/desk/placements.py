"""What the inbox asks of routing."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db.models import F, QuerySet

from broadsheet.desk.models import Placement, SectionPage, Topic, WireNotice
from broadsheet.desk.routing.mapping import mapped
from broadsheet.kernel import clock
from broadsheet.wire.models import Item


class Proposal(msgspec.Struct, frozen=True):
    """What a story made of an item would begin with."""

    section: SectionPage | None
    topics: tuple[Topic, ...]


def proposal(item: Item) -> Proposal:
    """From the item's place, else, where it has none, from its subjects alone."""
    placement = of(item)
    if placement is not None:
        return Proposal(placement.section, tuple(placement.topics.all()))
    by_subject = mapped(item.wire_item)
    return Proposal(by_subject.section, by_subject.topics)


def in_section(items: QuerySet[Item], section: SectionPage) -> QuerySet[Item]:
    """Those that routing put into the section's inbox."""
    return items.filter(placement__section=section)


def nowhere(items: QuerySet[Item]) -> QuerySet[Item]:
    """Those that no rule gave to a section."""
    return items.exclude(placement__section__isnull=False)


def most_pressing_first(items: QuerySet[Item]) -> QuerySet[Item]:
    """By priority, then the newest first; cheap within a section, or within few days."""
    return items.order_by(F("placement__priority").desc(nulls_last=True), "-received", "-id")


def of(item: Item) -> Placement | None:
    found = Placement.objects.select_related("section").prefetch_related("topics").filter(item=item.pk)
    return found.first()


def priorities(item_ids: list[str]) -> dict[str, int]:
    """Of those that are raised above the usual."""
    raised = Placement.objects.filter(item__in=item_ids, priority__gt=0)
    return dict(raised.values_list("item_id", "priority"))


def notices_for(user: Any, limit: int) -> list[WireNotice]:
    """What rules want the user to see and the user has not, the newest first."""
    open_ones = WireNotice.objects.filter(user=user.pk, seen=None, item__state=Item.State.NEW)
    return list(open_ones.select_related("item").defer("item__content").order_by("-at")[:limit])


def seen(item: Item, user: Any) -> None:
    WireNotice.objects.filter(item=item.pk, user=user.pk, seen=None).update(seen=clock.now())
