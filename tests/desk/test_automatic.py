from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from broadsheet.desk import automatic, received
from broadsheet.desk.acts import Publish, Retract
from broadsheet.desk.models import AutomaticService, Placement, SectionPage, StoryPage, SubjectMapping
from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.wire.item import WireSubject
from broadsheet.wire.models import Item
from tests.desk import newsroom
from tests.desk.arrivals import BODY, arrived

pytestmark = pytest.mark.django_db

SPORT = WireSubject(name="Sport", scheme="medtop", code="15000000")
LATER = timedelta(days=2)


@pytest.fixture
def section(manual_clock: clock.ManualClock) -> SectionPage:
    """Where the agency noa, which has been sending for two days, publishes by itself."""
    made = newsroom.section("sport")
    SubjectMapping.objects.create(subject=SPORT.code, section=made)
    arrived(id="noa:0", headline="Lange her")
    AutomaticService.objects.create(service="noa", licence="Vertrag vom 3. Mai", since=clock.now())
    manual_clock.advance(LATER)
    return made


def taken(notes: tuple[str, ...] = (), **fields: Any) -> Item:
    item = arrived(notes, **{"subjects": (SPORT,), **fields})
    received.settle(item.pk)
    return Item.objects.get(pk=item.pk)


def headlines() -> list[str]:
    return list(StoryPage.objects.filter(live=True).values_list("title", flat=True))


def test_a_named_service_publishes_and_its_updates_follow_until_somebody_edits(section: SectionPage) -> None:
    item = taken()
    story = StoryPage.objects.get(story_id=item.story)
    assert (headlines(), story.section) == ([item.headline], section)
    assert journal.history(f"story:{story.story_id}")[-1].by == automatic.PUBLISHER.name

    received.settle(item.pk)  # again, as after a crash
    assert len(journal.history(f"story:{story.story_id}")) == 1

    taken(version=2, headline="Zweite Schleuse ist beschlossen")
    assert headlines() == ["Zweite Schleuse ist beschlossen"]
    assert newsroom.reread(story).wire_version == 2

    edited = newsroom.reread(story).get_latest_revision_as_object()
    edited.save_revision(user=newsroom.account(), clean=False)
    taken(version=3, headline="Dritte Fassung")
    assert headlines() == ["Zweite Schleuse ist beschlossen"]
    assert automatic.refused() == []  # an editor has it in hand


def test_what_somebody_took_back_never_returns(section: SectionPage) -> None:
    item = taken()
    story = StoryPage.objects.get(story_id=item.story)
    Retract(story, "Falsch.", by=newsroom.TESTER).execute()
    taken(version=2, headline="Zweite Fassung")
    assert headlines() == []


def test_a_refusal_waits_in_the_inbox_with_its_reason(section: SectionPage) -> None:
    item = taken(subjects=())  # no rule gives a section
    assert (item.state, item.story, StoryPage.objects.count()) == ("new", "", 0)
    (refusal,) = automatic.refused()
    assert refusal.refusal == "Keine Regel sagt, in welches Ressort sie gehört."
    Item.objects.update(state="ignored")
    assert automatic.refused() == []


def test_a_crash_between_story_and_ledger_leaves_nothing_and_is_made_good(
    section: SectionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any, **__: Any) -> None:
        raise IntegrityError

    with monkeypatch.context() as patched, transaction.atomic():
        patched.setattr(Publish, "execute", dies)
        item = taken()
        assert StoryPage.objects.count() == 0
    received.catch_up()
    assert headlines() == [item.headline]


def _with_a_twin() -> Item:
    long = f"{BODY}<p>{' '.join(f'Wort{n}' for n in range(80))}.</p>"
    newsroom_item = arrived(supplier="afp", id="afp:9", body_html=long)
    Item.objects.filter(pk=newsroom_item.pk).update(story="x", state="taken")
    return taken(body_html=long)


def _in_hand(state: str) -> Item:
    item = arrived(subjects=(SPORT,))
    Item.objects.filter(pk=item.pk).update(state=state)
    received.settle(item.pk)
    return item


def _newcomer() -> Item:
    AutomaticService.objects.create(service="neu", licence="Vertrag", since=clock.now())
    return taken(supplier="neu", id="neu:1")


def _renamed(**fields: Any) -> Item:
    AutomaticService.objects.update(**fields)
    return taken()


NEVER: dict[str, Callable[[], Item]] = {
    "embargoed": lambda: taken(embargo=clock.now() + LATER),
    "embargo that has passed": lambda: taken(embargo=clock.now() - LATER),
    "embargo in words": lambda: taken(body_html=f"<p>Sperrfrist 18 Uhr</p>{BODY}"),
    "embargo told to the newsroom": lambda: taken(("Sperrfrist: Montag",)),
    "withheld": lambda: taken(status="withheld"),
    "canceled": lambda: taken(status="canceled"),
    "canceled and sent again": lambda: (taken(status="canceled"), taken(version=2))[1],
    "withheld in a version that came late": lambda: (
        arrived(version=2, subjects=(SPORT,)),
        taken(version=1, status="withheld"),
    )[1],
    "another agency": lambda: taken(supplier="afp", id="afp:1"),
    "by mail": lambda: taken(id="mail:4711"),
    "picture": lambda: taken(kind="picture"),
    "no text": lambda: taken(body_html=""),
    "told by another item": _with_a_twin,
    "taken by an editor": lambda: _in_hand("taken"),
    "ignored": lambda: _in_hand("ignored"),
    "named, but first seen": _newcomer,
    "without an agreement": lambda: _renamed(licence=" "),
    "switched off": lambda: _renamed(active=False),
    "came before": lambda: _renamed(since=clock.now() + LATER),
}


def test_never_by_itself(section: SectionPage) -> None:
    published = []
    for case, comes in NEVER.items():
        with transaction.atomic():
            before = StoryPage.objects.count()
            comes()
            received.catch_up()
            by = [entry.by for entry in journal.entries()]
            if StoryPage.objects.count() != before or automatic.PUBLISHER.name in by:
                published.append(case)
            assert not Placement.objects.filter(settled=False).exists()
            transaction.set_rollback(True)
    assert published == []
    assert taken().story  # what is none of these is
