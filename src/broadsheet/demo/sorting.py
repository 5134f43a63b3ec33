"""What sorts the agency's copy in the demo newsroom: words of the agency, and a rule for what is urgent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.models import Group

from broadsheet.desk import received
from broadsheet.desk.models import RoutingRule, SectionPage, SubjectMapping
from broadsheet.desk.roles import CHIEF
from broadsheet.desk.routing import trial

_SECTIONS: Final = {
    "Verkehr": "panorama",
    "Hochwasser": "panorama",
    "Energie": "wirtschaft",
    "Hafenausbau": "politik",
}
"""The agency's words for what its copy is about, and where that belongs."""


def sort(sections: Mapping[str, SectionPage]) -> None:
    """Lays down the rules, and places what has come in."""
    for category, section in _SECTIONS.items():
        SubjectMapping.objects.create(category=category, section=sections[section])
    urgent = RoutingRule.objects.create(name="Eilmeldungen", urgency=2, priority=2)
    urgent.groups.add(Group.objects.get(name=CHIEF))
    trial.run(urgent)
    trial.switch_on(urgent)
    received.catch_up()
