"""The worker's loop, with a press that does as it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Timer
from time import monotonic
from typing import Any

import pytest
from django.db import OperationalError

from broadsheet.kernel.clock import ManualClock
from broadsheet.press import queue, worker
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import StoreFull, UntrackedRead
from broadsheet.press.report import Report
from broadsheet.press.worker import Worker

pytestmark = pytest.mark.django_db


class Machine:
    """A press whose every cycle is the next of the given ones; the last one stops the worker."""

    def __init__(self, stop: Event, *cycles: Callable[[], Report]) -> None:
        self.stop = stop
        self.cycles = list(cycles)
        self.started = 0

    def start(self) -> None:
        self.started += 1

    def cycle(self) -> Report:
        if len(self.cycles) == 1:
            self.stop.set()
        return self.cycles.pop(0)()


def work(*cycles: Callable[[], Report], chores: Any = ()) -> Machine:
    stop = Event()
    machine: Any = Machine(stop, *cycles)
    Worker(machine, PressConfig(), stop, chores).run()
    return machine  # type: ignore[no-any-return]


def baked() -> Report:
    return Report(baked=1)


def raising(error: Exception) -> Callable[[], Report]:
    def cycle() -> Report:
        raise error

    return cycle


@pytest.fixture(autouse=True)
def _always_something_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "has_work", lambda _now: True)
    monkeypatch.setattr(worker, "_PAUSE_AFTER_FAILURE", 0.0)


def test_it_stops_after_the_batch_in_hand() -> None:
    assert work(baked, baked).cycles == []


def test_an_idle_worker_stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "has_work", lambda _now: False)
    stop = Event()
    machine: Any = Machine(stop, baked)
    Timer(0.05, stop.set).start()
    began = monotonic()
    Worker(machine, PressConfig(poll_seconds=10), stop).run()
    assert monotonic() - began < 5
    assert machine.started == 1


@pytest.mark.parametrize("error", [StoreFull("no room"), OperationalError("database is locked")])
def test_what_may_pass_is_logged_and_tried_again(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    assert work(raising(error), baked).cycles == []
    assert str(error) in caplog.text


def test_what_cannot_pass_ends_it() -> None:
    with pytest.raises(UntrackedRead):
        work(raising(UntrackedRead("past its reader")), baked)


def test_chores_are_done_several_times_a_second_however_much_there_is_to_bake(
    manual_clock: ManualClock,
) -> None:
    done = []

    def cycle() -> Report:
        manual_clock.advance(timedelta(seconds=0.0625))
        return baked()

    work(*[cycle] * 40, chores=[lambda: done.append(manual_clock.now())])
    assert len(done) == 10


def test_a_chore_that_fails_for_a_while_does_not_keep_pages_waiting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert work(baked, baked, chores=[raising(OperationalError("database is locked"))]).cycles == []
    assert "chore" in caplog.text


def test_chores_go_on_after_the_clock_was_set_back(manual_clock: ManualClock) -> None:
    done = []

    def cycle() -> Report:
        manual_clock.jump(manual_clock.now() - timedelta(days=1))
        manual_clock.advance(timedelta(seconds=0.25))
        return baked()

    work(cycle, baked, chores=[lambda: done.append(1)])
    assert len(done) == 2
