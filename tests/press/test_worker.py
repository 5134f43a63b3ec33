"""The worker's loop, with a press that does as it is told."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Semaphore, Timer
from time import monotonic
from typing import Any

import pytest
from django.db import OperationalError, connection

from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import bell
from broadsheet.ledger.bell import listening
from broadsheet.press import queue, trouble, worker
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import BucketRefused, StoreFull, UntrackedRead
from broadsheet.press.report import Report
from broadsheet.press.worker import Worker
from tests.press.bulletin import publish, story

pytestmark = pytest.mark.django_db


class Machine:
    """A press whose every cycle is the next of the given ones; the last one stops the worker."""

    def __init__(self, stop: Event, *cycles: Callable[[], Report]) -> None:
        self.stop = stop
        self.cycles = list(cycles)
        self.started = 0

    def start(self) -> None:
        self.started += 1

    def cycle(self, *, rest: float) -> Report:
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
    monkeypatch.setattr(worker, "_PAUSE_AFTER_REFUSAL", 0.0)


@pytest.fixture(autouse=True)
def _keeps_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that a worker gives up would be that of the test's transaction."""
    if connection.vendor != "sqlite":
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)


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


def test_who_appends_to_the_ledger_wakes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(bell, "_installed", [])
    stop, file = Event(), tmp_path / bell.NAME
    with listening(file) as rings:
        bell.install(file)
        began = monotonic()
        rings.wait(stop, 0.05)
        assert monotonic() - began >= 0.05, "nobody rang"
        with django_capture_on_commit_callbacks(execute=True):
            publish(story(1))
            rings.wait(stop, 0.05)
            assert monotonic() - began >= 0.1, "nobody can read yet what was not committed"
        with suppress(BlockingIOError):  # as many have rung as the pipe holds
            while True:
                os.write(rings._handle, bytes(4096))  # type: ignore[attr-defined]
        bell.ring()
        began = monotonic()
        rings.wait(stop, 10)
        assert monotonic() - began < 5
        while select.select([rings._handle], [], [], 0)[0]:  # type: ignore[attr-defined]
            rings.wait(stop, 10)
    assert not file.exists()
    bell.ring()


def test_of_two_who_listen_each_hears_when_the_other_has_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / bell.NAME
    monkeypatch.setattr(bell, "_installed", [file])
    for first_goes in (True, False):
        first, second = listening(file), listening(file)
        rings = [first.__enter__(), second.__enter__()]
        gone, stays = (first, second) if first_goes else (second, first)
        gone.__exit__(None, None, None)
        bell.ring()
        began = monotonic()
        rings[first_goes].wait(Event(), 10)
        assert monotonic() - began < 5
        stays.__exit__(None, None, None)
        assert not file.exists()


def test_without_a_pipe_it_looks_by_itself(tmp_path: Path) -> None:
    (tmp_path / bell.NAME).write_text("a file")
    for file in (None, tmp_path / bell.NAME, tmp_path / "nowhere" / bell.NAME):
        with listening(file) as rings:
            began = monotonic()
            rings.wait(Event(), 0.02)
            assert monotonic() - began >= 0.02
    assert (tmp_path / bell.NAME).read_text() == "a file"


@pytest.mark.parametrize("error", [StoreFull("no room"), OperationalError("database is locked")])
def test_what_may_pass_is_logged_and_tried_again(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    assert work(raising(error), baked).cycles == []
    assert str(error) in caplog.text


def test_a_store_that_fails_leaves_word_until_it_does_not() -> None:
    """A bucket that refuses is waited for as well: releases need the worker meanwhile."""
    said: list[tuple[str, str]] = []

    def look() -> Report:
        found = trouble.with_store()
        said.append((found.code, found.error) if found else ("", ""))
        return baked()

    trouble.note_store(StoreFull("left by another process"))
    work(look, raising(BucketRefused("no keys")), look, baked, look)
    assert said == [
        ("press-store-full", "left by another process"),
        ("press-bucket-refused", "no keys"),
        ("", ""),
    ]


def test_what_cannot_pass_ends_it() -> None:
    with pytest.raises(UntrackedRead):
        work(raising(UntrackedRead("past its reader")), baked)


def test_chores_go_on_while_a_cycle_takes_long() -> None:
    rounds = Semaphore(0)

    def long_cycle() -> Report:
        assert all(rounds.acquire(timeout=10) for _ in range(3))
        return baked()

    assert work(long_cycle, baked, chores=[rounds.release]).cycles == []


def test_a_chore_that_fails_for_a_while_keeps_neither_pages_nor_other_chores_waiting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = Semaphore(0)

    def cycle() -> Report:
        assert done.acquire(timeout=10)
        return baked()

    chores = [raising(OperationalError("database is locked")), done.release]
    assert work(cycle, baked, chores=chores).cycles == []
    assert "chore" in caplog.text


def test_chores_have_the_workers_clock(manual_clock: ManualClock) -> None:
    asked = SimpleQueue[datetime]()

    def cycle() -> Report:
        assert asked.get(timeout=10) == manual_clock.now()
        return baked()

    work(cycle, chores=[lambda: asked.put(clock.now())])


def test_time_is_passed_only_when_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, seen = Event(), list[int]()
    machine: Any = Machine(stop, baked, baked)
    monkeypatch.setattr(queue, "has_work", lambda _now: len(machine.cycles) > 1)

    def pastime() -> None:
        seen.append(len(machine.cycles))
        stop.set()

    Worker(machine, PressConfig(), stop, pastimes=[pastime]).run()
    assert seen == [1]
