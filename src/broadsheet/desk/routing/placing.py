"""An item's place: what the rules make of it, kept with the reasons.

Rules are asked in their order. The first that names a section decides on the section, else the subjects'
mapping does; the highest priority counts; topics and those who are told come from all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from broadsheet.desk import config
from broadsheet.desk.models import Placement, RoutingRule, SectionPage, SubjectMapping, Topic, WireNotice
from broadsheet.desk.routing.conditions import Because, why
from broadsheet.desk.routing.facts import facts_of
from broadsheet.desk.routing.mapping import Mapped, mapped_by, mappings
from broadsheet.kernel import clock
from broadsheet.wire.item import WireItem
from broadsheet.wire.models import Item


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule, or the mapping of subjects, did; as the item's page tells it."""

    rule: str
    """Its name; empty for the mapping."""
    because: tuple[Because, ...]
    section: str = ""
    """Where it decided on the section: its title."""
    topics: tuple[str, ...] = ()
    priority: int = 0
    told: tuple[str, ...] = ()
    """Roles and people, by name."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done with an item."""

    section: SectionPage | None
    topics: tuple[Topic, ...]
    priority: int
    told: dict[int, str]
    """Accounts to the rule that tells them."""
    reasons: tuple[Reason, ...]


class Book(msgspec.Struct, frozen=True):
    """All that decides, read once for many items."""

    rules: list[RoutingRule]
    mappings: list[SubjectMapping]


def book() -> Book:
    return Book(rules_on(), mappings())


def rules_on() -> list[RoutingRule]:
    """In their order."""
    return [rule for rule in _with_all(RoutingRule.objects.exclude(switched_on="")) if rule.is_on]


def _with_all(rules: QuerySet[RoutingRule]) -> QuerySet[RoutingRule]:
    return rules.select_related("section").prefetch_related("topics", "groups", "users")


def plan(
    wire: WireItem, received: datetime, rules: Sequence[RoutingRule], known: Sequence[SubjectMapping]
) -> Plan:
    """Asks the rules; changes nothing."""
    facts = facts_of(wire, received.astimezone(config.active().time_zone))
    held = [(rule, because) for rule in rules if (because := why(rule, facts))]
    decides = next((rule for rule, _ in held if rule.section is not None), None)
    by_subject = mapped_by(facts, known)
    section = decides.section if decides else by_subject.section
    topics = dict.fromkeys([*(topic for rule, _ in held for topic in rule.topics.all()), *by_subject.topics])
    reasons = [_reason(rule, because, rule is decides) for rule, because in held]
    if by_subject.by:
        reasons.append(_by_subject(by_subject, decides is None))
    return Plan(
        section=section,
        topics=tuple(topics),
        priority=max((rule.priority for rule, _ in held), default=0),
        told=_told(rule for rule, _ in held),
        reasons=tuple(reasons),
    )


def _reason(rule: RoutingRule, because: list[Because], decides: bool) -> Reason:
    return Reason(
        rule=rule.name,
        because=tuple(because),
        section=rule.section.title if decides and rule.section else "",
        topics=tuple(topic.title for topic in rule.topics.all()),
        priority=rule.priority,
        told=tuple(str(each) for each in (*rule.groups.all(), *rule.users.all())),
    )


def _by_subject(by_subject: Mapped, decides: bool) -> Reason:
    asked = (
        ("subject", each.subject) if each.subject else ("category", each.category) for each in by_subject.by
    )
    return Reason(
        rule="",
        because=tuple(Because(condition, found) for condition, found in asked),
        section=by_subject.section.title if decides and by_subject.section else "",
        topics=tuple(topic.title for topic in by_subject.topics),
    )


def _told(rules: Iterable[RoutingRule]) -> dict[int, str]:
    """The first rule that tells somebody is named."""
    told: dict[int, str] = {}
    for rule in rules:
        groups = [group.pk for group in rule.groups.all()]
        people = [user.pk for user in rule.users.all() if user.is_active]
        if groups:
            members = get_user_model().objects.filter(groups__in=groups, is_active=True)
            people += members.values_list("pk", flat=True)
        for pk in people:
            told.setdefault(pk, rule.name)
    return told


@transaction.atomic
def place(item_id: str, by: Book | None = None) -> Placement | None:
    """Places the item's newest version; None if that is done, so that it can be asked for again."""
    item = Item.objects.select_for_update().get(pk=item_id)
    if Placement.objects.filter(item=item, version=item.version).exists():
        return None
    by = by or book()
    made = plan(item.wire_item, item.received, by.rules, by.mappings)
    placement, _new = Placement.objects.update_or_create(
        item=item,
        defaults={
            "version": item.version,
            "at": clock.now(),
            "section": made.section,
            "priority": made.priority,
            "reasons": msgspec.to_builtins(made.reasons),
            "refusal": "",
            "settled": False,
        },
    )
    placement.topics.set(made.topics)
    # Who has seen the item, or was told, is not told again of a new version.
    WireNotice.objects.bulk_create(
        [WireNotice(user_id=pk, item=item, rule=rule, at=clock.now()) for pk, rule in made.told.items()],
        ignore_conflicts=True,
    )
    return placement


def reasons_of(placement: Placement) -> list[Reason]:
    return msgspec.convert(placement.reasons, list[Reason])


def unsettled(since: datetime, limit: int) -> list[str]:
    """Items with whose newest version not all is done that rules ask for, the oldest first."""
    done = Placement.objects.filter(item=OuterRef("pk"), version=OuterRef("version"), settled=True)
    waiting = Item.objects.filter(Q(received__gte=since), ~Exists(done)).order_by("received", "id")
    return list(waiting.values_list("pk", flat=True)[:limit])
