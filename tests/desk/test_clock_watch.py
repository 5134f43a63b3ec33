"""Scheduled stories wait while the clocks disagree."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from wagtail.models import ModelLogEntry

from broadsheet.desk import clock_watch, config
from broadsheet.desk.acts import COMMAND_LINE, ConfirmClock, Schedule
from broadsheet.desk.errors import NotAllowed
from broadsheet.desk.models import ClockReading, StoryPage
from broadsheet.desk.schedule import Releaser, release_due
from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal, state
from tests.conftest import START
from tests.desk import newsroom

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = START + HOUR


def scheduled(at: datetime = LATER) -> StoryPage:
    story = newsroom.draft()
    Schedule(story, at, by=newsroom.TESTER).execute()
    return story


def reason() -> str | None:
    held = release_due().held
    return held.reason if held else None


@pytest.mark.parametrize("jump", [DAY, -DAY, timedelta(seconds=31), -timedelta(seconds=31)])
def test_a_jump_holds_what_is_due(manual_clock: ManualClock, jump: timedelta) -> None:
    story = scheduled()
    newsroom.publish(newsroom.draft("Läuft ab", expire_at=LATER))
    release_due()
    before = journal.head()
    manual_clock.jump(manual_clock.now() + jump)
    assert release_due().held == clock_watch.Doubt("jumped", jump)
    manual_clock.advance(2 * HOUR)

    released = release_due()

    assert (released.done, released.failed) == ((), ())
    assert released.held == clock_watch.Doubt("jumped", jump)
    assert journal.head() == before
    assert not newsroom.reread(story).live


def test_a_small_step_is_no_jump(manual_clock: ManualClock) -> None:
    scheduled()
    release_due()
    manual_clock.jump(manual_clock.now() + timedelta(seconds=29))
    manual_clock.advance(HOUR)
    assert len(release_due().done) == 1


def test_the_tolerance_is_configured(manual_clock: ManualClock, desk_config: config.DeskConfig) -> None:
    config.install(msgspec.structs.replace(desk_config, clock_tolerance=timedelta(seconds=5)))
    release_due()
    manual_clock.jump(manual_clock.now() + timedelta(seconds=6))
    assert reason() == "jumped"


def test_small_steps_add_up(manual_clock: ManualClock) -> None:
    release_due()
    found = []
    for _ in range(2):
        manual_clock.jump(manual_clock.now() + timedelta(seconds=20))
        manual_clock.advance(timedelta(minutes=2))
        found.append(reason())
    assert found == [None, "jumped"]


def test_slewing_never_does(manual_clock: ManualClock) -> None:
    """A clock that is brought right by the usual 500 parts per million, for a month."""
    release_due()
    for _ in range(24 * 30):
        manual_clock.advance(HOUR)
        manual_clock.jump(manual_clock.now() + HOUR * clock_watch.SLEWING)
        assert reason() is None


def test_it_resumes_when_the_jump_is_taken_back(manual_clock: ManualClock) -> None:
    story = scheduled()
    release_due()
    manual_clock.jump(manual_clock.now() + DAY)
    assert reason() == "jumped"
    manual_clock.advance(timedelta(minutes=10))
    manual_clock.jump(manual_clock.now() - DAY)
    assert release_due() == release_due()
    assert reason() is None
    assert not newsroom.reread(story).live
    manual_clock.advance(timedelta(minutes=50))
    assert [done.story for done in release_due().done] == [story.story_id]


def test_a_hold_does_not_wear_off(manual_clock: ManualClock) -> None:
    """Time alone does not make a jump of half a minute right."""
    release_due()
    manual_clock.jump(manual_clock.now() + timedelta(seconds=31))
    for _ in range(10):
        assert reason() == "jumped"
        manual_clock.advance(DAY)


def test_a_restart_of_the_process_changes_nothing(manual_clock: ManualClock) -> None:
    """All that a process knows lies in the table: `release_due` begins anew each time."""
    release_due()
    manual_clock.advance(5 * DAY)  # nothing ran
    assert reason() is None
    manual_clock.jump(manual_clock.now() + HOUR)
    assert Releaser()().held == clock_watch.Doubt("jumped", HOUR)


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        (timedelta(minutes=2), None),
        (timedelta(hours=23), None),
        (timedelta(hours=25), "later"),
        (-timedelta(seconds=29), None),
        (-timedelta(minutes=1), "earlier"),
    ],
)
def test_what_a_start_of_the_machine_can_tell(
    manual_clock: ManualClock, off: timedelta, expected: str | None
) -> None:
    release_due()
    manual_clock.reboot(manual_clock.now() + off)
    assert reason() == expected


def test_a_clock_that_was_wrong_at_the_start_resumes_when_it_is_set(manual_clock: ManualClock) -> None:
    release_due()
    right = manual_clock.now() + timedelta(minutes=3)
    manual_clock.reboot(datetime(1970, 1, 1, tzinfo=UTC))
    assert reason() == "earlier"
    manual_clock.jump(right)
    assert reason() is None


def test_a_restart_of_the_machine_does_not_make_a_jump_right(manual_clock: ManualClock) -> None:
    release_due()
    manual_clock.jump(manual_clock.now() + HOUR)
    assert reason() == "jumped"
    manual_clock.reboot(manual_clock.now() + timedelta(minutes=1))
    assert reason() == "jumped"


def test_the_end_of_summer_time_is_no_jump(manual_clock: ManualClock) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    manual_clock.reboot(datetime(2026, 10, 25, 2, 30, tzinfo=berlin))
    story = scheduled(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=berlin))
    release_due()
    manual_clock.advance(HOUR - timedelta(microseconds=1))
    assert release_due() == release_due()
    assert not newsroom.reread(story).live
    manual_clock.advance(timedelta(microseconds=1))
    assert [done.story for done in release_due().done] == [story.story_id]


@pytest.mark.parametrize("off", [timedelta(seconds=31), -DAY])
def test_the_databases_clock_must_agree(
    manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch, off: timedelta
) -> None:
    scheduled(START + timedelta(minutes=1))
    release_due()
    manual_clock.advance(HOUR)
    monkeypatch.setattr(clock_watch, "database_time", lambda: clock.now() - off)
    assert reason() == "database"
    ConfirmClock(by=COMMAND_LINE).execute()
    assert reason() == "database"
    monkeypatch.setattr(clock_watch, "database_time", lambda: clock.now() - timedelta(seconds=29))
    assert len(release_due().done) == 1


def test_the_database_can_be_asked_for_the_time() -> None:
    assert clock_watch.ask_database() is None
    clock_watch.judge()
    asked = clock_watch.ask_database()
    assert asked is not None
    assert abs(asked - clock.now()) < timedelta(seconds=5)


def test_a_confirmed_clock_releases(manual_clock: ManualClock) -> None:
    story = scheduled()
    release_due()
    manual_clock.jump(LATER)
    assert reason() == "jumped"

    ConfirmClock(by=COMMAND_LINE).execute()

    assert [done.story for done in release_due().done] == [story.story_id]
    entry = ModelLogEntry.objects.get(action=ConfirmClock.name)
    assert entry.data == {"wall": LATER.isoformat(), "by": "command line"}


def test_only_who_answers_for_the_house_confirms_it(manual_clock: ManualClock) -> None:
    release_due()
    manual_clock.jump(LATER)
    with pytest.raises(NotAllowed):
        ConfirmClock(by=newsroom.account()).execute()
    assert reason() == "jumped"
    ConfirmClock(by=newsroom.account("root", is_superuser=True)).execute()
    assert reason() is None


def test_asking_whether_it_is_held_changes_nothing(manual_clock: ManualClock) -> None:
    release_due()
    manual_clock.jump(manual_clock.now() - DAY)
    held = clock_watch.held()
    assert held == clock_watch.Hold(START - DAY, clock_watch.Doubt("jumped", -DAY))
    assert ClockReading.objects.get().held_since is None


def test_the_log_tells_once_when_it_begins_and_ends(
    manual_clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "broadsheet.desk.clock_watch")
    release_due()
    manual_clock.jump(manual_clock.now() + DAY)
    for _ in range(3):
        release_due()
    manual_clock.jump(manual_clock.now() - DAY)
    release_due()
    assert [record.message for record in caplog.records] == [
        "Releases are held: the clocks disagree (jumped, +86400 s).",
        "The clocks agree again: releases go on.",
    ]


def test_a_quiet_minute_writes_nothing(manual_clock: ManualClock) -> None:
    release_due()
    manual_clock.advance(timedelta(seconds=59))
    release_due()
    assert ClockReading.objects.get().wall == START
    manual_clock.advance(timedelta(seconds=1))
    release_due()
    assert ClockReading.objects.get().wall == START + timedelta(minutes=1)


def test_a_confirmation_wins_over_a_look_that_began_before_it(manual_clock: ManualClock) -> None:
    release_due()
    before, look = ClockReading.objects.get(), clock_watch._look()
    manual_clock.jump(LATER)
    ConfirmClock(by=COMMAND_LINE).execute()
    clock_watch._keep(look, before, clock_watch.Doubt("jumped", HOUR))
    assert reason() is None


def test_nothing_of_a_held_story_is_in_the_ledger(manual_clock: ManualClock) -> None:
    story = scheduled()
    release_due()
    manual_clock.jump(LATER + DAY)
    release_due()
    assert state.get(f"story:{story.story_id}") is None
