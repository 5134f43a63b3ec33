"""Who looks at what in the inbox, and what was made of it: so that two editors do not do the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

import msgspec
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from broadsheet.desk.errors import ItemTaken
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import ItemLook, SectionPage, StoryPage
from broadsheet.kernel import clock
from broadsheet.wire.models import Item

PRESENT: Final = timedelta(seconds=30)
"""For so long after the last sign somebody counts as looking at an item."""
_RENEWED: Final = timedelta(seconds=10)
"""Signs that follow each other faster are not noted."""


class Use(msgspec.Struct, frozen=True):
    """A story that was made of an item."""

    item: str
    headline: str
    url: str
    by: str
    mine: bool
    live: bool


def note_look(user: Any, item: Item) -> None:
    now = clock.now()
    look, is_first = ItemLook.objects.get_or_create(
        user=user, item=item, defaults={"arrival": item.arrival, "at": now}
    )
    if not is_first and (look.arrival != item.arrival or now - look.at > _RENEWED):
        ItemLook.objects.filter(pk=look.pk).update(arrival=item.arrival, at=now)


def arrivals_seen(user: Any, items: Iterable[str]) -> dict[str, int]:
    """Which delivery of each item the user saw last; none of one that is unread."""
    looks = ItemLook.objects.filter(user=user, item__in=list(items))
    return dict(looks.values_list("item_id", "arrival"))


def others_looking(user: Any) -> dict[str, list[str]]:
    """Item to the names of those who have it before them now."""
    looks = ItemLook.objects.filter(at__gte=clock.now() - PRESENT).exclude(user=user)
    found = defaultdict(list)
    for look in looks.select_related("user").order_by("at"):
        found[look.item_id].append(name_of(look.user))
    return dict(found)


def uses_of(items: Iterable[str], user: Any) -> dict[str, list[Use]]:
    """Item to the stories that were made of it, the first first."""
    stories = StoryPage.objects.filter(wire_item__in=list(items)).select_related("owner").order_by("pk")
    found = defaultdict(list)
    for story in stories.defer("body", "sources"):
        found[story.wire_item].append(_use(story, user))
    return dict(found)


def _use(story: StoryPage, user: Any) -> Use:
    return Use(
        item=story.wire_item,
        headline=story.draft_title or story.title,
        url=reverse("wagtailadmin_pages:edit", args=[story.pk]),
        by=name_of(story.owner),
        mine=story.owner_id == user.pk,
        live=story.live,
    )


def name_of(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user is not None else ""


@transaction.atomic
def take(item: Item, section: SectionPage, user: Any, *, confirmed: bool = False) -> StoryPage:
    """A draft of the item in the section, or the one that the user made of it before.

    Raises ItemTaken if somebody made a story of it, or of one that tells the same, unless that is
    `confirmed`. Of two who press together one gets a draft and the other is told.
    """
    alike = Q(pk=item.pk) | (Q(group=item.group) if item.group else Q())
    locked = {each.pk: each for each in Item.objects.select_for_update().filter(alike).order_by("pk")}
    stories = StoryPage.objects.filter(wire_item__in=list(locked)).select_related("owner").order_by("-pk")
    own: StoryPage | None = stories.filter(wire_item=item.pk, owner=user).first()
    if own is not None:
        return own
    other: StoryPage | None = stories.first()
    if other is not None and not confirmed:
        raise ItemTaken(other, name_of(other.owner))
    return draft_from(locked[item.pk], section, user)
