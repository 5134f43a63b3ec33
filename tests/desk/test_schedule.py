from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from broadsheet.desk.acts import Correct, Schedule, Unpublish
from broadsheet.desk.errors import ChecksFailed, NotAllowed, NotInFuture
from broadsheet.desk.models import Picture, StoryPage
from broadsheet.desk.schedule import release_due
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal, state
from tests.conftest import START
from tests.desk import newsroom

pytestmark = pytest.mark.django_db

LATER = START + timedelta(hours=1)


def schedule(story: StoryPage) -> None:
    Schedule(story, LATER, by=newsroom.TESTER).execute()


def test_nothing_of_a_scheduled_story_is_in_the_ledger_before_its_time(manual_clock: ManualClock) -> None:
    story = newsroom.draft(topics=(newsroom.topic(),), picture=newsroom.picture())
    before = journal.head()

    schedule(story)
    manual_clock.advance(LATER - START - timedelta(microseconds=1))
    released = release_due()

    assert released.done == ()
    assert journal.head() == before
    assert not newsroom.reread(story).live
    assert newsroom.reread(story).approved_schedule


def test_a_scheduled_story_is_released_at_its_time(manual_clock: ManualClock) -> None:
    story = newsroom.draft()
    schedule(story)
    manual_clock.advance(LATER - manual_clock.now())

    released = release_due()

    assert [done.story for done in released.done] == [story.story_id]
    assert newsroom.record_of(story).published == LATER
    assert journal.history(f"story:{story.story_id}")[-1].by == "schedule"
    row = newsroom.reread(story)
    assert row.live
    assert not row.approved_schedule
    assert release_due().done == ()


def test_readers_keep_the_old_state_until_the_new_one_is_due(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    newsroom.edited(story, title="Der Hafen wächst weiter")

    schedule(newsroom.reread(story))
    assert newsroom.record_of(story).headline == "Der Hafen wächst"
    assert newsroom.reread(story).live

    manual_clock.advance(LATER - manual_clock.now())
    release_due()
    assert newsroom.record_of(story).headline == "Der Hafen wächst weiter"


def test_wagtails_publish_button_schedules_when_there_is_a_moment_to_come(manual_clock: ManualClock) -> None:
    story = newsroom.draft()
    before = journal.head()

    newsroom.edited(story, go_live_at=LATER).publish()

    assert journal.head() == before
    assert newsroom.reread(story).approved_schedule
    manual_clock.advance(LATER - manual_clock.now())
    assert len(release_due().done) == 1


def test_publishing_now_overrides_the_schedule(manual_clock: ManualClock) -> None:
    story = newsroom.draft()
    schedule(story)

    newsroom.publish(story)

    assert newsroom.record_of(story).published == START
    assert not newsroom.reread(story).approved_schedule


def test_a_moment_in_the_past_is_refused(manual_clock: ManualClock) -> None:
    with pytest.raises(NotInFuture):
        Schedule(newsroom.draft(), START, by=newsroom.TESTER).execute()


def test_a_story_that_would_fail_then_is_refused_now(manual_clock: ManualClock) -> None:
    story = newsroom.draft(picture=newsroom.picture(rights_until=LATER))
    with pytest.raises(ChecksFailed):
        schedule(story)
    assert not newsroom.reread(story).approved_schedule


def test_scheduling_needs_the_permission_to_publish(manual_clock: ManualClock) -> None:
    with pytest.raises(NotAllowed):
        Schedule(newsroom.draft(), LATER, by=newsroom.account()).execute()


def test_one_story_that_cannot_go_does_not_hold_up_the_others(manual_clock: ManualClock) -> None:
    picture = newsroom.picture()
    bad, good = newsroom.draft("Eins", picture=picture), newsroom.draft("Zwei")
    schedule(bad)
    schedule(good)
    Picture.objects.filter(pk=picture.pk).update(credit="")
    manual_clock.advance(LATER - manual_clock.now())

    released = release_due()

    assert [done.story for done in released.done] == [good.story_id]
    assert [failure.story for failure in released.failed] == [bad.story_id]
    assert isinstance(released.failed[0].error, ChecksFailed)
    assert state.get(f"story:{bad.story_id}") is None

    Picture.objects.filter(pk=picture.pk).update(credit="Foto: nachgetragen")
    assert [done.story for done in release_due().done] == [bad.story_id]


def test_unpublishing_cancels_the_schedule(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    schedule(newsroom.reread(story))
    Unpublish(story, by=newsroom.TESTER).execute()
    manual_clock.advance(LATER - manual_clock.now())
    assert release_due().done == ()


def test_a_correction_keeps_the_schedule(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    newsroom.edited(story, title="Später")
    schedule(newsroom.reread(story))

    Correct(story, "Drei, nicht zwei.", by=newsroom.TESTER).execute()
    assert newsroom.record_of(story).headline == "Der Hafen wächst"

    manual_clock.advance(LATER - manual_clock.now())
    release_due()
    record = newsroom.record_of(story)
    assert record.headline == "Später"
    assert len(record.corrections) == 1


def test_what_expires_is_taken_back(manual_clock: ManualClock) -> None:
    story = newsroom.draft(expire_at=LATER)
    newsroom.publish(story)
    assert release_due().done == ()
    manual_clock.advance(LATER - manual_clock.now())

    assert [done.story for done in release_due().done] == [story.story_id]

    row = newsroom.reread(story)
    assert (row.live, row.expired) == (False, True)
    assert state.get(f"story:{story.story_id}") is None


def test_wagtails_command_goes_through_the_ledger(manual_clock: ManualClock) -> None:
    story = newsroom.draft()
    schedule(story)
    manual_clock.advance(LATER - manual_clock.now())
    call_command("publish_scheduled")
    assert newsroom.record_of(story).published == LATER
