"""In which state stories are, in the words of the newsroom: for a list of them, and as a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final, Literal, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState, get_default_page_content_type

from broadsheet.desk.derived import (
    Taken,
    is_behind,
    is_embargoed,
    is_recalled,
    lifted,
    taken_by_all,
    unanswered,
    waits,
    with_embargoed_pictures,
)
from broadsheet.desk.models import Correction, StoryPage
from broadsheet.kernel import clock
from broadsheet.wire.models import Item

Tone = Literal["plain", "good", "warning", "danger"]

LABELS: Final[dict[str, Promise]] = {
    "draft": _("Draft"),
    "review": _("In review"),
    "scheduled": _("Scheduled"),
    "embargoed": _("Embargoed"),
    "published": _("Published"),
    "changed": _("Published, with newer draft"),
    "corrected": _("Corrected"),
    "retracted": _("Retracted"),
    "recalled": _("Canceled or withheld by the agency"),
}


class Badge(NamedTuple):
    label: str
    tone: Tone = "plain"


def moment_text(moment: datetime) -> str:
    """Day and time in the site's zone, as short as the language writes it."""
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


# ---- as a filter ------------------------------------------------------------------------


def among(state: str) -> Q:
    """The stories in a state of LABELS."""
    return _FILTERS[state]()


def _in_review() -> Q:
    """Their ids are fetched: reviews are few, and Wagtail keeps the id as text."""
    return Q(pk__in=list(_reviews().values_list("object_id", flat=True)))


def _scheduled() -> Q:
    return Q(pk__in=list(_schedules().values_list("object_id", flat=True)))


def _embargoed() -> Q:
    texts = Q(wire_item__in=Item.objects.filter(embargo__gt=clock.now()).values("pk"))
    return (texts | Q(pk__in=with_embargoed_pictures())) & Q(live=False)


_FILTERS: Final[dict[str, Callable[[], Q]]] = {
    "draft": lambda: Q(live=False, retracted_at=None) & ~_in_review() & ~_scheduled(),
    "review": _in_review,
    "scheduled": _scheduled,
    "embargoed": _embargoed,
    "published": lambda: Q(live=True),
    "changed": lambda: Q(live=True, has_unpublished_changes=True),
    "corrected": lambda: Q(pk__in=Correction.objects.values("story_id")),
    "retracted": lambda: Q(retracted_at__isnull=False),
    "recalled": lambda: Q(pk__in=unanswered()),
}


# ---- for a list -------------------------------------------------------------------------


class Facts(NamedTuple):
    """What the rows alone do not say of the stories in one list; a few queries for any number."""

    in_review: frozenset[int]
    corrected: frozenset[int]
    scheduled: dict[int, datetime]
    taken: dict[int, list[Taken]]
    lifted: set[tuple[int, str, datetime]]


def facts_of(stories: Sequence[StoryPage]) -> Facts:
    ids = [story.pk for story in stories]
    keys = [str(key) for key in ids]
    schedules = _schedules().filter(object_id__in=keys).values_list("object_id", "approved_go_live_at")
    reviews = _reviews().filter(object_id__in=keys).values_list("object_id", flat=True)
    taken, now = taken_by_all(stories), clock.now()
    corrected = Correction.objects.filter(story__in=ids).values_list("story_id", flat=True)
    return Facts(
        in_review=frozenset(map(int, reviews)),
        corrected=frozenset(corrected),
        scheduled={int(key): at for key, at in schedules if at is not None},
        taken=taken,
        lifted=lifted(ids) if any(is_embargoed(each.item, now) for each in chain(*taken.values())) else set(),
    )


def badges(story: StoryPage, facts: Facts) -> list[Badge]:
    """The state first, then what else one must know."""
    return [_main(story, facts), *_remarks(story, facts)]


def _main(story: StoryPage, facts: Facts) -> Badge:
    if story.retracted_at is not None:
        return Badge(str(LABELS["retracted"]), "danger")
    if story.live:
        label = LABELS["changed" if story.has_unpublished_changes else "published"]
        return Badge(str(label), "good")
    if story.pk in facts.in_review:
        return Badge(str(LABELS["review"]), "warning")
    return Badge(str(LABELS["draft"]))


def _remarks(story: StoryPage, facts: Facts) -> Iterator[Badge]:
    if at := facts.scheduled.get(story.pk):
        yield Badge(_now("Scheduled for %(moment)s") % {"moment": moment_text(at)}, "warning")
    if story.pk in facts.corrected:
        yield Badge(str(LABELS["corrected"]))
    yield from dict.fromkeys(
        badge for taken in facts.taken[story.pk] for badge in _wire_remarks(story, taken, facts)
    )


def _wire_remarks(story: StoryPage, taken: Taken, facts: Facts) -> Iterator[Badge]:
    item, now = taken.item, clock.now()
    if not story.live and item.embargo is not None and item.embargo > now:
        if waits(story, taken, now, facts.lifted):
            yield Badge(_now("Embargo until %(moment)s") % {"moment": moment_text(item.embargo)}, "danger")
        else:
            yield Badge(_now("Embargo lifted"), "warning")
    if is_recalled(item):
        yield Badge(recalled_label(taken), "danger")
    elif not taken.picture and is_behind(story, item):
        yield Badge(_now("Newer agency version"), "warning")


def recalled_label(taken: Taken) -> str:
    if taken.picture:
        return _now("Picture canceled") if taken.item.is_canceled else _now("Picture withheld")
    return _now("Canceled by the agency") if taken.item.is_canceled else _now("Withheld by the agency")


def _reviews() -> QuerySet[Any]:
    active: QuerySet[Any] = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type()
    )
    return active


def _schedules() -> QuerySet[Any]:
    waiting: QuerySet[Any] = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return waiting
