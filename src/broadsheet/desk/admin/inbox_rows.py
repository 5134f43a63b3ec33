"""The lines of the inbox, with nothing left to ask the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now

from broadsheet.desk import looking, placements
from broadsheet.desk.admin.states import Badge, moment_text
from broadsheet.desk.looking import Use
from broadsheet.kernel import clock
from broadsheet.wire.item import WireItem
from broadsheet.wire.listing import Story
from broadsheet.wire.markup import text_of
from broadsheet.wire.models import Item, Version
from broadsheet.wire.searching import Stretch, Term, excerpt, marked


def badges_of(item: Item) -> list[Badge]:
    """What an editor must not overlook, the loudest first."""
    made = [Badge(_now("Made into a story"), "good")] if item.state == Item.State.TAKEN else []
    return [*warnings_of(item), *made]


def warnings_of(item: Item) -> list[Badge]:
    found = []
    if item.status == Item.Status.CANCELED:
        found.append(Badge(_now("Canceled"), "danger"))
    if item.status == Item.Status.WITHHELD:
        found.append(Badge(_now("Withheld"), "danger"))
    if item.embargo is not None and item.embargo > clock.now():
        found.append(
            Badge(_now("Embargo until %(moment)s") % {"moment": moment_text(item.embargo)}, "danger")
        )
    if item.is_newer_than_story:
        found.append(Badge(_now("Newer than our story"), "warning"))
    if item.state == Item.State.IGNORED:
        found.append(Badge(_now("Ignored")))
    return found


class Other(msgspec.Struct, frozen=True, kw_only=True):
    """Another item that tells the same."""

    pk: str
    headline: str
    supplier: str
    when: str
    badges: list[Badge]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    pk: str
    arrival: int
    headline: str
    headline_marked: list[Stretch]
    kicker: list[Stretch]
    excerpt: list[Stretch]
    """Where the words were found, if headline and kicker do not show it."""
    supplier: str
    place: str
    language: str
    urgency: int | None
    version: int
    """As people count."""
    received: datetime
    when: str
    badges: list[Badge]
    is_unread: bool
    is_renewed: bool
    """Whether there is a version since the editor looked at it."""
    priority: int
    """Above 0: a rule raised it."""
    looking: list[str]
    uses: list[Use]
    others: list[Other]
    more: int
    """How many tell the same, this one left out."""


def rows_of(stories: Sequence[Story], user: Any, asked: Sequence[Term] = ()) -> list[Row]:
    """In a fixed number of queries."""
    heads = [story.head.pk for story in stories]
    every = [item.pk for story in stories for item in (story.head, *story.others)]
    numbers, seen = _version_numbers(heads), looking.arrivals_seen(user, heads)
    present, uses = looking.others_looking(user), looking.uses_of(every, user)
    priorities = placements.priorities(heads)
    return [
        _row(
            story,
            list(asked),
            version=numbers.get(story.head.pk, 1),
            is_unread=story.head.pk not in seen,
            is_renewed=seen.get(story.head.pk, story.head.arrival) < story.head.arrival,
            priority=priorities.get(story.head.pk, 0),
            looking=present.get(story.head.pk, []),
            uses=[use for item in (story.head, *story.others) for use in uses.get(item.pk, [])],
        )
        for story in stories
    ]


def _version_numbers(items: list[str]) -> dict[str, int]:
    counted = Version.objects.filter(item__in=items).values("item")
    return dict(counted.annotate(n=Count("version", distinct=True)).values_list("item", "n"))


def _row(story: Story, asked: list[Term], **known: Any) -> Row:
    item, wire = story.head, story.head.wire_item
    headline = marked(str(item), asked)
    kicker = marked(wire.kicker, asked)
    is_told = not asked or any(stretch.hit for stretch in (*headline, *kicker))
    return Row(
        pk=item.pk,
        arrival=item.arrival,
        headline=str(item),
        headline_marked=headline,
        kicker=kicker,
        excerpt=[] if is_told else excerpt(_text(wire), asked),
        supplier=item.supplier,
        place=item.place,
        language=item.language,
        urgency=item.urgency,
        received=item.received,
        when=when(item.received),
        badges=warnings_of(item),
        others=[_other(other) for other in story.others],
        more=story.count - 1,
        **known,
    )


def _other(item: Item) -> Other:
    return Other(
        pk=item.pk,
        headline=str(item),
        supplier=item.supplier,
        when=when(item.received),
        badges=badges_of(item),
    )


def _text(wire: WireItem) -> str:
    names = " · ".join(subject.name for subject in wire.subjects)
    return f"{wire.lead} {text_of(wire.body_html)} {wire.byline} {' '.join(wire.keywords)} {names}"


def when(moment: datetime) -> str:
    """The time; of another day the date as well."""
    local, today = localtime(moment), localtime(clock.now()).date()
    shown = date_format(local, "TIME_FORMAT")
    return shown if local.date() == today else f"{date_format(local, 'j.n.')} {shown}"
