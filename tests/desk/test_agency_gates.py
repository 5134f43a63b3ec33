"""Embargo, withholding and cancellation by an agency, at every story that took from the item."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageLogEntry

from broadsheet.desk.acts import Correct, LiftEmbargo, Publish, Retract, Schedule
from broadsheet.desk.admin.states import among, badges, facts_of
from broadsheet.desk.derived import taken_by, unanswered, wording
from broadsheet.desk.errors import ChecksFailed, Embargoed, ItemRecalled, NotAllowed
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import StoryPage
from broadsheet.desk.roles import CHIEF, ensure_roles, ensure_section_editor_group
from broadsheet.desk.schedule import release_due
from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.project.alarms import RECALLED, standing
from broadsheet.wire import recalls
from broadsheet.wire.item import WireRecall
from broadsheet.wire.models import Item
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.desk_admin.cast import wire_item

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def from_wire(**fields: Any) -> tuple[Item, StoryPage]:
    item = wire_item(**fields)
    return item, draft_from(item, newsroom.section())


def of_picture(item: Item, **fields: Any) -> StoryPage:
    """A story of our own, of which one picture in the text came with the item."""
    shown = newsroom.picture("Kran", wire_item=item.pk)
    body = [{"type": "picture", "value": {"picture": shown.pk, "caption": ""}, "id": "p1"}]
    return newsroom.draft("Eigener Text", body=body, **fields)


def marks(*stories: StoryPage) -> list[list[str]]:
    rows = [newsroom.reread(story) for story in stories]
    facts = facts_of(rows)
    return [[badge.label for badge in badges(row, facts)] for row in rows]


def chief() -> Any:
    ensure_roles()
    account = newsroom.account("chefin")
    account.groups.add(Group.objects.get(name=CHIEF))
    return account


def test_a_notice_of_its_own_marks_the_story_and_gives_its_words(manual_clock: ManualClock) -> None:
    item, story = from_wire()
    newsroom.publish(story)
    manual_clock.advance(HOUR)
    recall = WireRecall(id=item.supplier_id)
    notice = wire_item(
        id="urn:test:2", headline="ANNULLIERUNG – Hafen", lead="Der Bericht ist falsch.", recalls=(recall,)
    )
    recalls.keep(notice, notice.wire_item, is_new=True)

    assert marks(story) == [["Veröffentlicht", "Von der Agentur annulliert"]]
    assert unanswered() == [story.pk]
    assert [wording(each) for each in taken_by(story)] == ["ANNULLIERUNG – Hafen. Der Bericht ist falsch."]
    assert Item.objects.get(pk=notice.pk).status == "usable"


def test_a_cancellation_marks_every_derived_story_and_asks_for_an_answer(manual_clock: ManualClock) -> None:
    item, story = from_wire()
    newsroom.publish(story)
    wire_item(version=2, item=item)
    shown, draft, other = of_picture(item), of_picture(item), newsroom.published("Ganz anderes")
    newsroom.publish(shown)
    assert unanswered() == []

    manual_clock.advance(HOUR)
    wire_item(version=3, item=item, status="canceled", headline="Bitte nicht verwenden", lead="")

    assert marks(story, shown, other) == [
        ["Veröffentlicht", "Von der Agentur annulliert"],
        ["Veröffentlicht", "Bild annulliert"],
        ["Veröffentlicht"],
    ]
    found = set(StoryPage.objects.filter(among("recalled")).values_list("pk", flat=True))
    assert found == {story.pk, shown.pk, draft.pk}
    (alarm,) = [each for each in standing() if each.code == RECALLED]
    assert "3 Artikel" in alarm.message
    assert [wording(each) for each in taken_by(story)] == ["Bitte nicht verwenden."]
    for page in (story, shown, draft):
        with pytest.raises(ChecksFailed) as refused:
            Publish(page, by=TESTER, revision=newsroom.edited(page, lead="Neu.")).execute()
        assert [problem.code for problem in refused.value.problems] == ["canceled"]

    manual_clock.advance(HOUR)
    Correct(story, "Die Meldung war falsch.", by=TESTER, revision=newsroom.edited(story)).execute()
    Retract(shown, "Das Bild war falsch.", by=TESTER).execute()
    manual_clock.advance(timedelta(days=1))
    assert unanswered() == []


def test_what_is_withheld_or_canceled_becomes_no_draft(manual_clock: ManualClock) -> None:
    for status in ("withheld", "canceled"):
        item = wire_item(item=Item(supplier="dpa", supplier_id=status), status=status)
        with pytest.raises(ItemRecalled):
            draft_from(item, newsroom.section(status))
    assert not StoryPage.objects.exists()


def test_no_act_releases_before_the_suppliers_time(manual_clock: ManualClock) -> None:
    """Neither text nor picture, now or by the schedule, also where the embargo comes later than the draft."""
    item, story = from_wire()
    picture_only = of_picture(item)
    Schedule(story, clock.now() + HOUR, by=TESTER).execute()
    wire_item(version=2, item=item, embargo=clock.now() + 5 * HOUR)
    with pytest.raises(Embargoed):
        Schedule(picture_only, clock.now() + HOUR, by=TESTER).execute()
    with pytest.raises(Embargoed):
        newsroom.publish(picture_only)

    manual_clock.advance(2 * HOUR)
    (failed,) = release_due().failed
    assert isinstance(failed.error, Embargoed)
    assert StoryPage.objects.filter(among("embargoed")).count() == 2
    manual_clock.advance(4 * HOUR)
    assert len(release_due().done) == 1
    newsroom.publish(picture_only)


def test_a_named_editor_lifts_an_embargo_with_a_reason(manual_clock: ManualClock) -> None:
    item = wire_item(embargo=clock.now() + 3 * HOUR)
    story = of_picture(item, wire_item=item.pk, wire_version=1)
    editor, of_section = chief(), newsroom.account("ressort")
    of_section.groups.add(ensure_section_editor_group(story.section))
    for by in (TESTER, newsroom.account("zaungast"), of_section):
        with pytest.raises(NotAllowed):
            LiftEmbargo(story, "Eilt.", by=by).execute()
    with pytest.raises(ChecksFailed):
        LiftEmbargo(story, " ", by=editor).execute()

    done = LiftEmbargo(story, "Die Agentur hat am Telefon zugestimmt.", by=editor).execute()

    assert done.items == (item.pk,)
    assert marks(story) == [["Entwurf", "Sperrfrist aufgehoben"]]
    (entry,) = PageLogEntry.objects.filter(page=story.pk, action=LiftEmbargo.name)
    assert (entry.user, entry.data["reason"]) == (editor, "Die Agentur hat am Telefon zugestimmt.")
    assert entry.message == "Die Sperrfrist wurde aufgehoben: Die Agentur hat am Telefon zugestimmt."
    wire_item(version=2, item=item, embargo=clock.now() + 4 * HOUR)
    with pytest.raises(Embargoed):
        newsroom.publish(story)
    with pytest.raises(Embargoed):
        newsroom.publish(of_picture(item))
    wire_item(version=3, item=item, embargo=clock.now() + 2 * HOUR)
    newsroom.publish(story)
    with pytest.raises(ChecksFailed):
        LiftEmbargo(
            of_picture(wire_item(item=Item(supplier="dpa", supplier_id="2"))), "x", by=editor
        ).execute()
