"""A rule is tried on the last day's items before it may be switched on: what would it have done?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk import config
from broadsheet.desk.errors import NotTried
from broadsheet.desk.models import RoutingRule, SectionPage
from broadsheet.desk.routing.conditions import Because, why
from broadsheet.desk.routing.facts import facts_of
from broadsheet.desk.routing.mapping import mappings
from broadsheet.desk.routing.placing import Plan, plan, rules_on
from broadsheet.kernel import clock
from broadsheet.wire.models import Item

SPAN: Final = timedelta(hours=24)
MOST: Final = 5000
"""Items that are looked at, the newest."""

__all__ = ["NotTried", "Trial", "TrialRow", "run", "switch_off", "switch_on"]


class TrialRow(msgspec.Struct, frozen=True, kw_only=True):
    """An item that the rule would have caught."""

    item: Item
    because: list[Because]
    before: SectionPage | None
    """Where the item goes without the rule."""
    after: SectionPage | None
    changes: bool
    """Whether section, topics, priority or those who are told would be others than without it."""


class Trial(msgspec.Struct, frozen=True):
    rows: list[TrialRow]
    looked_at: int

    @property
    def changed(self) -> int:
        return sum(row.changes for row in self.rows)


def run(rule: RoutingRule) -> Trial:
    """Places nothing and tells nobody; notes that the rule was tried as it is worded now."""
    others = [each for each in rules_on() if each.pk != rule.pk]
    together = sorted([*others, rule], key=lambda each: (each.order, each.pk))
    newest = Item.objects.filter(received__gte=clock.now() - SPAN).order_by("-received", "-id")[:MOST]
    items = list(newest)
    rows = list(_rows(rule, items, others, together))
    rule.tried = rule.wording()
    rule.save(update_fields=["tried"])
    return Trial(rows, len(items))


def _rows(
    rule: RoutingRule, items: list[Item], others: list[RoutingRule], together: list[RoutingRule]
) -> Iterator[TrialRow]:
    zone, known = config.active().time_zone, mappings()
    for item in items:
        wire = item.wire_item
        because = why(rule, facts_of(wire, item.received.astimezone(zone)))
        if because is None:
            continue
        before, after = (plan(wire, item.received, rules, known) for rules in (others, together))
        yield TrialRow(
            item=item,
            because=because,
            before=before.section,
            after=after.section,
            changes=_effect(before) != _effect(after),
        )


def _effect(of: Plan) -> tuple[object, ...]:
    return of.section, set(of.topics), of.priority, set(of.told)


@transaction.atomic
def switch_on(rule: RoutingRule) -> None:
    """Raises NotTried for one that was changed since its trial, or never tried."""
    wording = rule.wording()
    if rule.tried != wording:
        raise NotTried(_("Try the rule on the last day's items first: it was changed since, or never tried."))
    rule.switched_on = wording
    rule.save(update_fields=["switched_on"])


def switch_off(rule: RoutingRule) -> None:
    rule.switched_on = ""
    rule.save(update_fields=["switched_on"])
