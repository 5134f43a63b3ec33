"""What caches are told: exactly what was written or deleted, until they have heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Section
from broadsheet.press import queue, telling, traces
from broadsheet.press.caches import cache_of
from broadsheet.press.config import PressConfig, PurgeConfig
from broadsheet.press.explain import status
from broadsheet.press.machine import Press
from broadsheet.press.models import Purge
from broadsheet.press.report import Report
from broadsheet.press.telling import PURGES, Teller
from broadsheet.press.worker import Worker
from tests.press import caches
from tests.press.bulletin import press_in, publish, story, withdraw
from tests.press.caches import Cache, Mood
from tests.press.test_faults import Killed, failing, files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)
SITE = "https://zeitung.example"


@pytest.fixture
def press(tmp_path: Path) -> Press:
    press = press_in(tmp_path, purging=True)
    publish(POLITICS, *map(story, range(1, 8)))
    press.bake_due()
    Purge.objects.all().delete()
    return press


@pytest.fixture
def cache() -> Iterator[Cache]:
    with caches.running() as running:
        yield running


def purger(cache: Cache, **options: Any) -> Teller:
    values: dict[str, Any] = {"target": "http", "address": cache.address}
    config = PurgeConfig(**values | options)
    made = cache_of(config, SITE)
    assert made is not None
    return Teller(made, PURGES)


def owed() -> set[str]:
    return set(Purge.objects.values_list("path", flat=True))


def addresses(names: set[str]) -> set[str]:
    """Of files of both folders, neighbours included."""
    found = set()
    for name in names:
        root, _, file = name.partition("/")
        file = file.removesuffix(".gz").removesuffix(".br")
        file = (
            file.removesuffix(".json") + ("/" if file == "index.json" else "") if root == "answers" else file
        )
        found.add(f"/{file}".removesuffix("index.html").removesuffix("index"))
    return found


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    return addresses({name for name in before.keys() | after.keys() if before.get(name) != after.get(name)})


# ---- what is noted ----------------------------------------------------------------------


def take_back_and_publish_again() -> None:
    withdraw(7)
    publish(story(7))


ACTS: tuple[Callable[[], None], ...] = (
    lambda: publish(story(8)),
    lambda: publish(story(7, body="Ein neuer Stand.")),
    lambda: publish(story(6, slug="anders")),
    lambda: withdraw(5),
    take_back_and_publish_again,
)


def test_purged_is_what_was_written_or_deleted(press: Press) -> None:
    for act in ACTS:
        before = files(press)
        act()
        press.bake_due()
        assert owed() == changed(before, files(press))
        Purge.objects.all().delete()
    press.bake_full()
    assert owed() == set()


def test_a_site_without_a_cache_notes_nothing(tmp_path: Path) -> None:
    press = press_in(tmp_path)
    publish(POLITICS, story(1))
    press.bake_due()
    withdraw(1)
    press.bake_due()
    assert not Purge.objects.exists()
    assert cache_of(PurgeConfig(), SITE) is None


def test_an_address_is_noted_once_with_all_entries_that_changed_it(press: Press) -> None:
    for body in ("Eins.", "Zwei."):
        publish(story(7, body=body))
        press.bake_due()
    row = Purge.objects.get()
    assert (row.path, row.times) == ("/politik/story-7-0000000007/", 2)
    assert row.upto - row.after == 2


def test_what_was_written_before_a_death_is_purged_though_it_is_not_written_again(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(story(7, body="Ein neuer Stand."))
    with monkeypatch.context() as dying:
        dying.setattr(traces, "record", failing(traces.record, 0, Killed()))
        with pytest.raises(Killed):
            press.bake_due()
    assert owed() == set()
    assert press.bake_due().written == 0
    assert owed() == {"/politik/story-7-0000000007/"}


def test_a_full_bake_between_death_and_restart_forgets_no_purge(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(story(7, body="Ein neuer Stand."))
    with monkeypatch.context() as dying:
        dying.setattr(traces, "record", failing(traces.record, 0, Killed()))
        with pytest.raises(Killed):
            press.bake_due()
    press.bake_full()
    assert owed() == {"/politik/story-7-0000000007/"}


# ---- how it is worked off ---------------------------------------------------------------


def test_one_request_for_each_address_with_the_sites_host(press: Press, cache: Cache) -> None:
    publish(story(8))
    press.bake_due()
    expected = owed()
    purger(cache, method="BAN", token="geheim").work_off()
    assert set(cache.forgotten) == expected
    assert (cache.method, cache.headers["Host"]) == ("BAN", "zeitung.example")
    assert cache.headers["Authorization"] == "Bearer geheim"
    assert owed() == set()


def test_a_webhook_takes_many_at_once(press: Press, cache: Cache) -> None:
    publish(story(8), story(9))
    press.bake_due()
    expected = {SITE + path for path in owed()}
    purger(cache, target="webhook", batch=2).work_off()
    assert set(cache.forgotten) == expected
    assert cache.asked == -(-len(expected) // 2)
    assert cache.method == "POST"


@pytest.mark.parametrize("target", ["http", "webhook"])
@pytest.mark.parametrize("mood", ["refusing", "slow", "redirecting"])
def test_a_cache_that_fails_is_told_again_until_it_has_heard(
    press: Press, cache: Cache, manual_clock: ManualClock, mood: Mood, target: str
) -> None:
    publish(story(7, body="Ein neuer Stand."))
    press.bake_due()
    cache.mood = mood
    purger(cache, target=target, timeout=0.2 if mood == "slow" else 30).work_off()
    assert cache.forgotten == []
    assert (status().purges, cache.address in status().purge_error) == (1, True)
    cache.mood = "well"
    teller = purger(cache, target=target)
    assert not teller.step()
    manual_clock.advance(timedelta(seconds=1))
    teller.work_off()
    assert (len(cache.forgotten), status().purges, status().purge_error) == (1, 0, "")


def test_a_dead_cache_is_asked_once_a_batch_and_less_and_less_often(
    press: Press, cache: Cache, manual_clock: ManualClock
) -> None:
    publish(story(8), story(9))
    press.bake_due()
    cache.mood = "slow"
    teller = purger(cache, timeout=0.2)
    for _ in range(120):
        teller.work_off()
        manual_clock.advance(timedelta(seconds=1))
    rows = Purge.objects.all()
    assert {row.tries for row in rows} == {7}  # after 0, 1, 3, 7, 15, 31 and 63 seconds
    assert "Timeout" in rows[0].error
    manual_clock.advance(timedelta(minutes=1))
    assert set(queue_due(manual_clock)) == owed()


def queue_due(manual_clock: ManualClock) -> list[str]:
    return [row.path for row in PURGES.due(manual_clock.now(), 100)]


def test_a_cache_that_dies_and_comes_back_hears_everything(
    press: Press, cache: Cache, manual_clock: ManualClock
) -> None:
    before = files(press)
    with caches.running() as other:
        dead = other.address
    gone = purger(cache, address=dead)
    for number in range(8, 12):
        publish(story(number))
        press.bake_due()
        gone.work_off()
    withdraw(8)
    press.bake_due()
    assert cache.forgotten == []
    manual_clock.advance(timedelta(minutes=1))
    purger(cache).work_off()
    assert set(cache.forgotten) >= changed(before, files(press))
    assert owed() == set()


def test_one_address_that_is_refused_holds_up_no_other(
    press: Press, cache: Cache, manual_clock: ManualClock
) -> None:
    cache.refused = {"/"}
    publish(story(8))
    press.bake_due()
    expected = owed() - {"/"}
    purger(cache).work_off()
    assert set(cache.forgotten) == expected
    assert Purge.objects.get().error.endswith("answered 503 to PURGE")


@pytest.mark.parametrize(("answer", "left"), [(200, 0), (204, 0), (404, 0), (405, 1), (301, 1), (403, 1)])
def test_only_a_cache_that_says_so_has_forgotten(press: Press, cache: Cache, answer: int, left: int) -> None:
    cache.status = answer
    publish(story(7, body="Ein neuer Stand."))
    press.bake_due()
    purger(cache).work_off()
    assert Purge.objects.count() == left


def test_what_is_noted_while_a_purge_is_in_flight_is_purged_again(press: Press) -> None:
    publish(story(7, body="Eins."))
    press.bake_due()

    class Slow:
        batch = 10

        def tell(self, paths: Sequence[str]) -> Mapping[str, str]:
            publish(story(7, body="Zwei."))
            press.bake_due()
            return {}

    Teller(Slow(), PURGES).step()
    assert owed() == {"/politik/story-7-0000000007/"}


def test_a_clock_that_is_set_back_does_not_put_off_a_purge(
    press: Press, cache: Cache, manual_clock: ManualClock
) -> None:
    cache.mood = "refusing"
    publish(story(7, body="Ein neuer Stand."))
    press.bake_due()
    purger(cache).work_off()
    cache.mood = "well"
    manual_clock.jump(manual_clock.now() - timedelta(days=1))
    purger(cache).work_off()
    assert owed() == set()


def test_a_cache_that_does_not_answer_keeps_no_page_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker bakes while a purge hangs."""
    hanging, over, stop = Event(), Event(), Event()

    class Hanging(Teller):
        def run(self, stop: Event) -> None:
            hanging.set()
            over.wait(10)

    class Machine:
        baked = 0

        def start(self) -> None:
            assert hanging.wait(10)

        def cycle(self, *, rest: float) -> Report:
            self.baked += 1
            if self.baked == 5:
                stop.set()
                over.set()
            return Report(baked=1)

    monkeypatch.setattr(queue, "has_work", lambda _now: True)
    machine: Any = Machine()
    began = monotonic()
    Worker(machine, PressConfig(), stop, tellers=[Hanging(Any, PURGES), Hanging(Any, PURGES)]).run()  # type: ignore[arg-type]
    assert machine.baked == 5
    assert monotonic() - began < 5


def test_the_purgers_thread_ends_when_it_is_told(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Event()
    steps: list[int] = []

    def step(_self: Teller) -> bool:
        steps.append(1)
        if len(steps) == 3:
            stop.set()
        return len(steps) < 2

    monkeypatch.setattr(Teller, "step", step)
    monkeypatch.setattr(telling, "_LOOK_EVERY", 0.01)
    thread = Thread(target=purger(cache).run, args=(stop,))
    thread.start()
    thread.join(5)
    assert len(steps) == 3
