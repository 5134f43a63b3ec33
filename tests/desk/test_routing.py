from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group

from broadsheet.desk import placements, received
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import Placement, RoutingRule, SubjectMapping, WireNotice
from broadsheet.desk.routing import conditions, placing, trial
from broadsheet.desk.routing.facts import facts_of
from broadsheet.kernel import clock
from broadsheet.wire.item import WireSubject
from tests.desk import newsroom
from tests.desk.arrivals import arrived, wire_item

pytestmark = pytest.mark.django_db

FOOTBALL = WireSubject(name="Fußball", scheme="subj", code="15054000")
SPORT = "15000000"


def rule(**fields: Any) -> RoutingRule:
    """One that is switched on."""
    led = {name: fields.pop(name, []) for name in ("topics", "groups", "users")}
    made: RoutingRule = RoutingRule.objects.create(**{"name": "Regel", **fields})
    for name, things in led.items():
        getattr(made, name).set(things)
    made.switched_on = made.wording()
    made.save()
    return made


ASKED: list[tuple[dict[str, Any], bool]] = [
    ({"services": "afp, NOA"}, True),
    ({"services": "afp"}, False),
    ({"subject": SPORT}, True),
    ({"subject": "20001065"}, True),
    ({"subject": "01000000"}, False),
    ({"category": "hafen"}, True),
    ({"category": "Haf"}, False),
    ({"urgency": 4}, True),
    ({"urgency": 3}, False),
    ({"words": "Kai, schleuse"}, True),
    ({"words": "Schleus"}, False),
    ({"words": "Schleus*"}, True),
    ({"place": "Neustrand"}, True),
    ({"language": "en"}, False),
    # The item comes on a Tuesday at 11 in Berlin.
    ({"days": "01234"}, True),
    ({"days": "56"}, False),
    ({"from_hour": 11, "until_hour": 12}, True),
    ({"from_hour": 12, "until_hour": 11}, False),
    ({"from_hour": 22, "until_hour": 12}, True),
    ({"subject": SPORT, "urgency": 1}, False),
    ({}, False),
]


def test_all_conditions_must_hold() -> None:
    moment = clock.now().replace(year=2026, month=11, day=24, hour=11)
    facts = facts_of(wire_item(subjects=(FOOTBALL,), keywords=("Hafen",), urgency=4), moment)
    for asked, holds in ASKED:
        found = conditions.why(RoutingRule(**asked), facts)
        assert bool(found) is holds, asked
        assert {each.condition for each in found or []} <= asked.keys()


def test_the_first_rule_decides_on_the_section_and_everything_explains_itself(
    manual_clock: clock.ManualClock,
) -> None:
    sport, politics = newsroom.section("sport"), newsroom.section("politik")
    harbour, cup = newsroom.topic("Hafen"), newsroom.topic("Pokal")
    editor = newsroom.account("dienst")
    night = Group.objects.create(name="Nachtdienst")
    editor.groups.add(night)
    SubjectMapping.objects.create(subject=SPORT, section=sport).topics.set([cup])
    rule(name="Fern", order=1, section=sport, services="afp")
    rule(name="Hafen", order=2, section=politics, words="Schleuse", topics=[harbour], priority=1)
    rule(name="Eil", order=3, section=sport, urgency=2, priority=2, groups=[night], users=[editor])
    item = arrived(subjects=(FOOTBALL,), urgency=2)

    received.settle(item.pk)
    placement = placements.of(item)
    assert placement is not None
    assert (placement.section, placement.priority) == (politics, 2)
    assert set(placement.topics.all()) == {harbour, cup}
    reasons = placing.reasons_of(placement)
    assert [(each.rule, each.section) for each in reasons] == [("Hafen", "Politik"), ("Eil", ""), ("", "")]
    assert reasons[0].because[0].found == "schleuse"
    assert [(each.user, each.rule) for each in WireNotice.objects.all()] == [(editor, "Eil")]
    assert [notice.item for notice in placements.notices_for(editor, 5)] == [item]

    received.settle(item.pk)  # again, as after a crash
    assert WireNotice.objects.count() == Placement.objects.count() == 1
    placements.seen(item, editor)
    assert placements.notices_for(editor, 5) == []

    story = draft_from(item, politics)
    assert [link.topic for link in story.topic_links.all()] == [harbour, cup]


def test_what_a_crash_left_open_is_done_by_the_next_who_takes_in() -> None:
    item = arrived()
    placing.place(item.pk)  # and then the process died
    other = arrived(id="noa:2")
    received.catch_up()
    assert set(Placement.objects.filter(settled=True).values_list("pk", flat=True)) == {item.pk, other.pk}
    assert placing.unsettled(clock.now() - timedelta(days=7), 10) == []


def test_the_most_exact_mapping_gives_the_section() -> None:
    sport, football, local = (newsroom.section(slug) for slug in ("sport", "fussball", "hier"))
    SubjectMapping.objects.create(subject=SPORT, section=sport)
    SubjectMapping.objects.create(subject="20001065", section=football)
    item = arrived(subjects=(FOOTBALL,), keywords=("Regional",))
    assert placements.proposal(item).section == football
    SubjectMapping.objects.create(category="regional", section=sport)
    SubjectMapping.objects.create(category="regional", section=local, service="noa")
    SubjectMapping.objects.create(category="regional", section=football, service="afp")
    assert placements.proposal(item).section == local


def test_a_rule_is_switched_on_after_its_trial_alone(manual_clock: clock.ManualClock) -> None:
    section = newsroom.section("sport")
    arrived(id="noa:old")
    manual_clock.advance(timedelta(hours=25))
    item = arrived()
    made = RoutingRule.objects.create(name="Hafen", words="Schleuse", section=section)
    with pytest.raises(trial.NotTried):
        trial.switch_on(made)
    tried = trial.run(made)
    assert [(row.item, row.changes) for row in tried.rows] == [(item, True)]
    assert not placing.rules_on()

    trial.switch_on(made)
    assert [each.pk for each in placing.rules_on()] == [made.pk]
    made.words = "Kai"
    made.save()
    assert not placing.rules_on()  # what was tried is not what it says now
    with pytest.raises(trial.NotTried):
        trial.switch_on(made)
