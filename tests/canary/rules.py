"""Words in the rules for what comes over the wire, in what they led to, and in saved searches."""

from __future__ import annotations

from django.contrib.auth.models import User

from broadsheet.desk.models import (
    AutomaticService,
    Placement,
    RoutingRule,
    SavedSearch,
    SectionPage,
    SubjectMapping,
    WireNotice,
)
from broadsheet.kernel import clock
from tests.canary.planting import Planter


def plant_rules(planter: Planter, section: SectionPage, account: User, item: str) -> None:
    now = clock.now()
    AutomaticService.objects.create(since=now, **planter.fields(AutomaticService))
    SubjectMapping.objects.create(section=section, **planter.fields(SubjectMapping, "subject"))
    rule = planter.fields(RoutingRule, "subject", "switched_on", "tried")
    RoutingRule.objects.create(section=section, **rule)
    placed = planter.fields(Placement, "item")
    Placement.objects.create(item_id=item, version=1, at=now, section=section, **placed)
    WireNotice.objects.create(item_id=item, user=account, at=now, **planter.fields(WireNotice))
    SavedSearch.objects.create(user=account, **planter.fields(SavedSearch))
