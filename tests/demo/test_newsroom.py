"""The demo newsroom at the desk, small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.contrib.auth import authenticate
from django.db import transaction

from broadsheet.demo import accounts
from broadsheet.demo.bulk import Bulk
from broadsheet.demo.in_progress import REASON, WRITER, InProgress
from broadsheet.demo.newsroom import DEMO, Founding
from broadsheet.desk import config
from broadsheet.desk.acts.publish import Publish
from broadsheet.desk.derived import unanswered
from broadsheet.desk.models import Placement, StoryPage, WireNotice
from broadsheet.desk.schedule import release_due
from broadsheet.kernel import clock, ids
from broadsheet.ledger import journal, state
from broadsheet.project.configuration import active
from broadsheet.project.press_room import make_press
from broadsheet.wire import inbox
from broadsheet.wire.config import WireConfig
from tests.conftest import START
from tests.demo.conftest import founded, seeded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_start() -> Any:
    with clock.using(clock.ManualClock(START)):
        yield


def filled(newsroom: Founding, tmp_path: Path, seed: int = 1) -> None:
    with ids.using(seeded(seed + 10)):
        Bulk(newsroom, seed).add(6)
        newsroom.take_wire(WireConfig(), tmp_path / "wire")
        InProgress(newsroom, seed).add()
        newsroom.take_later_wire(WireConfig(), tmp_path / "wire")


def baked(folder: Path) -> dict[str, bytes]:
    """Public files by their names."""
    press = make_press(msgspec.structs.replace(active(), folder=folder))
    press.start()
    report = press.bake_due()
    assert report.failed == 0
    public = folder / "public"
    return {str(file.relative_to(public)): file.read_bytes() for file in public.rglob("*") if file.is_file()}


def undone(make: Callable[[], Any]) -> Any:
    """What it gives, and a database as before."""
    with transaction.atomic():
        made = make()
        transaction.set_rollback(True)
    return made


@pytest.mark.deep
def test_the_same_seed_and_moment_give_the_same_bytes(tmp_path: Path) -> None:
    def whole(name: str, seed: int) -> tuple[list[bytes], dict[str, bytes]]:
        filled(founded(seed), tmp_path / name, seed)
        entries = [msgspec.json.encode(entry) for entry in journal.entries()]
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        # Originals lie where the desk was told to put them.
        (folder / "vault").symlink_to(config.active().vault)
        return entries, baked(folder)

    first = undone(lambda: whole("first", 1))
    second = undone(lambda: whole("second", 1))
    other = undone(lambda: whole("other", 2))
    assert first[0] == second[0]
    assert first[1].keys() == second[1].keys()
    assert [name for name, data in first[1].items() if second[1][name] != data] == []
    assert first[1] != other[1]


def test_the_desk_is_full_of_life_and_readers_see_none_of_it(newsroom: Founding, tmp_path: Path) -> None:
    filled(newsroom, tmp_path)
    unseen = StoryPage.objects.filter(live=False, retracted_at=None)
    assert unseen.filter(owner__username=WRITER).count() == 6
    assert [story for story in unseen if story.workflow_in_progress]
    assert unseen.exclude(wire_item="").count() == 2
    assert [item.state for item in inbox.newest()].count("taken") == 2
    [canceled] = [item for item in inbox.newest() if item.is_canceled]
    assert unanswered() == [unseen.get(wire_item=canceled.pk).pk]
    assert [item.kind for item in inbox.newest()].count("picture") == 1
    urgent = Placement.objects.get(priority=2, section__slug="politik")
    assert [reason["rule"] for reason in urgent.reasons] == ["Eilmeldungen", ""]
    assert WireNotice.objects.get().item_id == urgent.item_id
    [scheduled] = [story for story in unseen if story.approved_schedule]
    moment = scheduled.revisions.get(approved_go_live_at__isnull=False).approved_go_live_at
    assert moment.astimezone(config.active().time_zone).strftime("%H:%M") == "06:00"
    assert START < moment <= START + timedelta(days=2)
    for story in unseen:
        assert state.get(f"story:{story.story_id}") is None
        assert not journal.history(f"story:{story.story_id}")


def test_the_scheduled_story_goes_out_in_the_morning(newsroom: Founding, tmp_path: Path) -> None:
    filled(newsroom, tmp_path)
    time = clock.ManualClock(START)
    with clock.using(time):
        assert release_due().done == ()
        time.advance(timedelta(days=2))
        [done] = release_due().done
    assert state.get(f"story:{done.story}") is not None


def test_a_retracted_story_leaves_its_notice(newsroom: Founding, tmp_path: Path) -> None:
    filled(newsroom, tmp_path)
    [retracted] = StoryPage.objects.exclude(retracted_at=None)
    assert state.get(f"story:{retracted.story_id}") is None
    [notice] = state.all_of("notice")
    assert getattr(notice, "text", "") == REASON


def test_everybody_can_log_in_with_their_role(newsroom: Founding) -> None:
    for account in accounts.ACCOUNTS:
        user = authenticate(username=account.name, password=accounts.PASSWORD)
        assert user is not None
        assert user.groups.count() == 1


@pytest.mark.parametrize("count", [1, 501])
def test_so_many_stories_as_asked_for(newsroom: Founding, count: int) -> None:
    before = sum(1 for _story in state.all_of("story"))
    Bulk(newsroom, 1).add(count)
    assert sum(1 for _story in state.all_of("story")) == before + count
    assert list(journal.verify()) == []


def test_a_story_from_the_bulk_is_what_the_act_makes_of_it(newsroom: Founding) -> None:
    written = {story.pk for story in newsroom.stories.values()}
    Bulk(newsroom, 1).add(12)
    for story in StoryPage.objects.exclude(pk__in=written):
        before = state.get(f"story:{story.story_id}")
        Publish(story, by=DEMO).execute()
        assert state.get(f"story:{story.story_id}") == before
        assert [entry.act for entry in journal.history(f"story:{story.story_id}")] == ["publish", "publish"]
