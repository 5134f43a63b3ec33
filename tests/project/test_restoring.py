"""Replaying retractions: once, as they were, and before anything that waits can go out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from broadsheet.desk.acts import Publish, Retract, Schedule
from broadsheet.desk.errors import ChecksFailed
from broadsheet.desk.models import StoryPage
from broadsheet.desk.schedule import release_due
from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal, records, state
from broadsheet.press import tombstones
from broadsheet.press.tombstones import Tombstone
from broadsheet.project import restoring
from tests.conftest import START
from tests.desk import newsroom
from tests.desk.newsroom import TESTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

AT = START + timedelta(hours=1)


def tombstone(story: StoryPage, **changes: object) -> Tombstone:
    values = {
        "asset": f"story:{story.story_id}",
        "path": "/politik/",
        "seq": 99,
        "at": AT,
        "reason": "Die Quelle war erfunden.",
        "headline": "Wie es zuletzt hieß",
        "told": AT + timedelta(milliseconds=3),
    }
    return Tombstone(**(values | changes))  # type: ignore[arg-type]


def test_what_is_published_is_retracted_as_it_was_with_its_pictures() -> None:
    picture = newsroom.picture()
    story = newsroom.published(picture=picture)
    assert list(restoring.replay([tombstone(story)])) == [f"story:{story.story_id}"]
    assert state.get(f"story:{story.story_id}") is None
    assert state.get(f"picture:{picture.picture_id}") is None
    assert state.get(f"notice:{story.story_id}") == records.Notice(
        id=story.story_id,
        about=f"story:{story.story_id}",
        at=AT + timedelta(milliseconds=3),
        headline="Wie es zuletzt hieß",
        text="Die Quelle war erfunden.",
    )
    row = newsroom.reread(story)
    assert (row.live, row.retracted_at) == (False, AT)
    [entry] = journal.taken_back("retract")
    assert (entry.by, entry.at, entry.why) == ("restore", AT, "Die Quelle war erfunden.")
    assert list(journal.verify()) == []


def test_a_second_replay_does_nothing() -> None:
    story = newsroom.published()
    kept = [tombstone(story), tombstone(story)]
    assert len(list(restoring.replay(kept))) == 1
    head = journal.head()
    assert list(restoring.replay([*kept, *tombstones.of_ledger()])) == []
    assert journal.head() == head


def test_what_the_ledger_retracted_itself_is_left_as_it_is() -> None:
    story = newsroom.published()
    with clock.using(ManualClock(AT)):
        Retract(story, "Falsch.", by=TESTER).execute()
    head = journal.head()
    assert list(restoring.replay([tombstone(story, at=AT - timedelta(minutes=5))])) == []
    assert list(restoring.replay(tombstones.of_ledger())) == []
    assert journal.head() == head


def test_a_story_that_was_scheduled_when_the_backup_was_made_does_not_go_out_again(
    manual_clock: ManualClock,
) -> None:
    story = newsroom.draft()
    Schedule(story, AT - timedelta(minutes=30), by=TESTER).execute()
    assert list(restoring.replay([tombstone(story)])) == [f"story:{story.story_id}"]
    manual_clock.advance(timedelta(hours=3))
    released = release_due()
    assert (released.done, released.failed) == ((), ())
    assert state.get(f"story:{story.story_id}") is None
    with translation.override("de"), pytest.raises(ChecksFailed, match="endgültig"):
        Publish(newsroom.reread(story), by=TESTER).execute()


def test_what_the_desk_does_not_know_is_taken_from_the_ledger() -> None:
    story = newsroom.published()
    StoryPage.objects.filter(pk=story.pk).update(story_id="elsewhere0")
    assert len(list(restoring.replay([tombstone(story)]))) == 1
    assert state.get(f"story:{story.story_id}") is None


def test_what_the_backup_never_heard_of_is_overlooked() -> None:
    story = newsroom.published()
    unknown = tombstone(story, asset="story:0000000000")
    head = journal.head()
    assert list(restoring.replay([unknown])) == []
    assert journal.head() == head


def test_tombstones_come_from_the_readers_files_and_from_another_file(tmp_path: Path) -> None:
    first, second = tombstones.Tombstones(tmp_path / "answers"), tombstones.Tombstones(tmp_path / "copy")
    one, other = (
        Tombstone(asset=asset, path="", seq=1, at=AT, reason="Falsch.") for asset in ("story:1", "story:2")
    )
    first.keep([one])
    second.keep([other])
    assert restoring.read_tombstones(tmp_path, second.file) == [one, other]
    assert restoring.read_tombstones(tmp_path, None) == [one]
    with pytest.raises(FileNotFoundError):
        restoring.read_tombstones(tmp_path, tmp_path / "absent")
