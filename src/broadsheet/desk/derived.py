"""What stories took from the wire, text or picture, and what the agency has said of it since.

Nothing is copied when an item is canceled: every question goes to the items as they are now, so a story
is marked the moment its item's newest version is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

import msgspec
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex, Revision

from broadsheet.desk.compose.story import media_of, pictures_of
from broadsheet.desk.models import Correction, EmbargoLift, Picture, StoryPage
from broadsheet.kernel import clock
from broadsheet.wire import inbox, recalls
from broadsheet.wire.models import Item

RECALLED: Final = (Item.Status.WITHHELD, Item.Status.CANCELED)
_DRAFTS_FOR: Final = timedelta(days=1)
"""So long a recall is told of drafts, which nobody can publish anyway."""


class Taken(msgspec.Struct, frozen=True):
    """One item that a story took from."""

    item: Item
    """Without its content."""
    picture: str = ""
    """The title of the picture that came with it; empty where the text did."""


def taken_by(story: StoryPage) -> list[Taken]:
    """By the state in memory, its text first; asks nothing of stories without agency material."""
    titles = {story.wire_item: ""} if story.wire_item else {}
    for picture in _shown(story):
        if picture.wire_item:
            titles.setdefault(picture.wire_item, picture.title)
    items = _items(titles)
    return [Taken(items[key], title) for key, title in titles.items() if key in items]


def _shown(story: StoryPage) -> Iterator[Picture]:
    yield from pictures_of(story)
    yield from (file.poster for file in media_of(story) if file.poster is not None)


def _items(keys: Collection[str]) -> dict[str, Item]:
    return Item.objects.defer("content").in_bulk(list(keys)) if keys else {}


def taken_by_all(stories: Collection[StoryPage]) -> dict[int, list[Taken]]:
    """By what the rows say, in a fixed number of queries; of pictures only those that are not free."""
    texts = _items({story.wire_item for story in stories} - {""})
    found: dict[int, list[Taken]] = {story.pk: [] for story in stories}
    for story in stories:
        if story.wire_item in texts:
            found[story.pk].append(Taken(texts[story.wire_item]))
    for key, taken in _with_pictures(_not_free(), found):
        found[key].append(taken)
    return found


def _not_free() -> QuerySet[Item]:
    items = Item.objects.defer("content")
    return items.filter(Q(status__in=RECALLED) | Q(embargo__gt=clock.now()))


def _with_pictures(
    items: QuerySet[Item], stories: Collection[int] | None = None
) -> Iterator[tuple[int, Taken]]:
    """Stories whose rows show pictures of these items; each item once for a story."""
    pictures = {
        str(row.pk): row
        for row in Picture.objects.filter(wire_item__in=items.values("pk")).only("title", "wire_item")
    }
    if not pictures:
        return
    known = _items({each.wire_item for each in pictures.values()})
    references = ReferenceIndex.objects.filter(
        content_type=ContentType.objects.get_for_model(StoryPage),
        to_content_type=ContentType.objects.get_for_model(Picture),
        to_object_id__in=list(pictures),
    )
    if stories is not None:
        references = references.filter(object_id__in=[str(key) for key in stories])
    for story, picture in references.values_list("object_id", "to_object_id").distinct():
        shown = pictures[picture]
        yield int(story), Taken(known[shown.wire_item], shown.title)


# ---- embargoes --------------------------------------------------------------------------


def is_embargoed(item: Item, at: datetime) -> bool:
    return item.embargo is not None and item.embargo > at


def lifted(stories: Collection[int]) -> set[tuple[int, str, datetime]]:
    """Story, item and the moment up to which the item's embargo does not count for the story."""
    lifts = EmbargoLift.objects.filter(story__in=list(stories))
    return set(lifts.values_list("story_id", "item", "until"))


def waits(story: StoryPage, taken: Taken, at: datetime, lifts: Collection[tuple[int, str, datetime]]) -> bool:
    """Whether the supplier's time has not come, and no editor lifted this very embargo."""
    item = taken.item
    if item.embargo is None or item.embargo <= at:
        return False
    return not any((key, name) == (story.pk, item.pk) and item.embargo <= until for key, name, until in lifts)


def with_embargoed_pictures() -> list[int]:
    items = Item.objects.defer("content").filter(embargo__gt=clock.now())
    return [story for story, _taken in _with_pictures(items)]


def is_behind(story: StoryPage, item: Item) -> bool:
    """Whether the agency sent a version since that nobody has looked at for this story."""
    return story.wire_version is not None and item.version != story.wire_version


# ---- recalls ----------------------------------------------------------------------------


def is_recalled(item: Item) -> bool:
    return item.status in RECALLED


def wording(taken: Taken) -> str:
    """What the agency says of it for publication, or that it said nothing; nothing for editors alone."""
    told = recalls.notice_of(taken.item) or inbox.get(taken.item.pk)
    wire = told.wire_item
    words = dict.fromkeys((wire.update_reason, *wire.notes, wire.headline, wire.lead))
    said = " ".join(word if word[-1] in ".!?" else f"{word}." for word in words if word)
    return said or _("The agency %(name)s has taken its report back.") % {
        "name": wire.source or wire.supplier
    }


def unanswered() -> list[int]:
    """Stories with material that an agency canceled or withholds, on which nobody has acted since.

    Those that readers have or that wait for their moment, until they are retracted, taken offline or
    corrected; drafts for a day.
    """
    recalls = _recalls()
    stories = StoryPage.objects.filter(pk__in=list(recalls), retracted_at=None)
    urgent = _scheduled(recalls)
    day_ago = clock.now() - _DRAFTS_FOR
    corrected = _last_corrections(recalls)
    return [
        key
        for key, live in stories.order_by("-pk").values_list("pk", "live")
        if (live or key in urgent or recalls[key] > day_ago)
        and not (live and key in corrected and corrected[key] >= recalls[key])
    ]


def _recalls() -> dict[int, datetime]:
    """Stories with recalled material, and when the last word on it came."""
    items = Item.objects.defer("content").filter(status__in=RECALLED)
    texts = StoryPage.objects.filter(wire_item__in=items.values("pk")).values_list("pk", "wire_item")
    made = list(texts)
    known = _items({item for _story, item in made})
    taken = [(story, Taken(known[item])) for story, item in made]
    found: dict[int, datetime] = {}
    for story, each in [*taken, *_with_pictures(items)]:
        found[story] = max(found.get(story, each.item.received), each.item.received)
    return found


def _scheduled(stories: Iterable[int]) -> set[int]:
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    keys = waiting.filter(object_id__in=[str(key) for key in stories]).values_list("object_id", flat=True)
    return set(map(int, keys))


def _last_corrections(stories: Iterable[int]) -> dict[int, datetime]:
    found = Correction.objects.filter(story__in=list(stories)).order_by("at")
    return dict(found.values_list("story_id", "at"))
