"""A wall clock that is set forward and back: pages hold for the time that it says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Section
from broadsheet.press import queue
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from tests.press import bulletin
from tests.press.bulletin import press_in, publish, story
from tests.press.test_faults import differences, files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)


@pytest.fixture
def press(tmp_path: Path) -> Press:
    """Its newest stories are so young that they are shown for some hours or a day yet."""
    press = press_in(tmp_path)
    publish(POLITICS, *map(story, range(954, 1000, 4)))
    press.bake_due()
    return press


def test_a_day_forward_and_back_leaves_what_a_clean_bake_gives(
    press: Press, manual_clock: ManualClock
) -> None:
    before = files(press)
    now = manual_clock.now()
    manual_clock.jump(now + timedelta(days=1))
    press.bake_due()
    assert differences(press) == []
    assert files(press) != before
    manual_clock.jump(now)
    assert queue.has_work(now)
    press.bake_due()
    assert differences(press) == []
    assert files(press) == before
    assert not queue.has_work(now)


def test_midnight_is_passed_in_both_directions(press: Press, manual_clock: ManualClock) -> None:
    midnight = Artifact.objects.get(recipe="front").until
    assert midnight is not None
    manual_clock.jump(midnight)
    press.bake_due()
    assert Artifact.objects.get(recipe="front").since == midnight
    manual_clock.jump(midnight - timedelta(seconds=1))
    press.bake_due()
    assert differences(press) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jumps=st.lists(st.integers(-48 * 60, 48 * 60), min_size=1, max_size=3))
def test_after_any_jumps_the_files_are_those_of_a_clean_bake(
    press: Press, manual_clock: ManualClock, jumps: list[int]
) -> None:
    for minutes in jumps:
        manual_clock.jump(manual_clock.now() + timedelta(minutes=minutes))
        press.bake_due()
    assert differences(press) == []


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_jumps_while_a_page_is_baked_does_not_outwit_the_next_cycle(
    press: Press, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    bake = bulletin.FrontRecipe.bake

    def jumping(self: bulletin.FrontRecipe, target: str, reader: Reader) -> Output | None:
        manual_clock.jump(manual_clock.now() + timedelta(days=days))
        monkeypatch.undo()
        return bake(self, target, reader)

    monkeypatch.setattr(bulletin.FrontRecipe, "bake", jumping)
    publish(story(1000))
    press.bake_due()
    press.bake_due()
    assert differences(press) == []


def test_a_page_that_failed_does_not_wait_a_day_for_its_next_try(
    press: Press, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bulletin.FrontRecipe, "bake", lambda *_arguments: 1 / 0)
        publish(story(1000))
        assert press.bake_due().failed == 1
    manual_clock.jump(manual_clock.now() - timedelta(days=1))
    assert press.bake_due().failed == 0
    assert differences(press) == []
