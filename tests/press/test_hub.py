"""What a WebSub hub is told: of every feed that changed, when the new one can be fetched."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal
from broadsheet.ledger.records import Section
from broadsheet.press import hubs, traces
from broadsheet.press.explain import status
from broadsheet.press.hubs import Hub
from broadsheet.press.machine import Press
from broadsheet.press.models import Ping, Purge
from broadsheet.press.outstanding import outstanding
from broadsheet.press.telling import PINGS, Teller
from tests.press import caches
from tests.press.bulletin import press_in, publish, story, withdraw
from tests.press.test_faults import Killed, failing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)
SITE = "https://zeitung.example"
FEED = "/recent.txt"
MINUTE = timedelta(minutes=1)


class FakeHub:
    """On loopback; looks into the public folder when it is told of a feed, as a hub fetches it."""

    def __init__(self, public: Path) -> None:
        self.public = public
        self.address = ""
        self.words = b""
        self.answer = 204
        self.is_slow = False
        self.refused = ""
        self.asked: list[dict[str, list[str]]] = []
        self.fetched: list[bytes] = []

    def take(self, method: str, path: str, headers: Any, body: bytes) -> int:
        assert (method, headers["Content-Type"]) == ("POST", "application/x-www-form-urlencoded")
        fields = parse_qs(body.decode(), strict_parsing=True)
        self.asked.append(fields)
        if self.is_slow:
            time.sleep(0.4)
            return 503
        if self.answer != 204 or self.refused in fields["hub.url"]:
            return 400 if self.answer == 204 else self.answer
        for url in fields["hub.url"]:
            file = self.public / url.removeprefix(SITE + "/")
            self.fetched.append(file.read_bytes() if file.exists() else b"")
        return 204


@pytest.fixture
def press(tmp_path: Path) -> Press:
    press = press_in(tmp_path, pinging=True, purging=True)
    publish(POLITICS, *map(story, range(991, 994)))
    press.bake_due()
    settled()
    return press


@pytest.fixture
def hub(press: Press, tmp_path: Path) -> Iterator[FakeHub]:
    hub = FakeHub(tmp_path / "public")
    with caches.listening(hub):
        yield hub


def teller(hub: FakeHub, feeds_at_once: int = 1) -> Teller:
    return Teller(Hub(hub.address, SITE, feeds_at_once), PINGS)


def settled() -> None:
    """Cache and hub have heard of everything."""
    Purge.objects.all().delete()
    Ping.objects.all().delete()


def bake(press: Press, *, purged: bool = True) -> None:
    press.bake_due()
    if purged:
        Purge.objects.all().delete()


def pinged() -> set[str]:
    return set(Ping.objects.values_list("path", flat=True))


def test_a_hub_hears_of_a_changed_feed_and_finds_it_in_place(press: Press, hub: FakeHub) -> None:
    publish(story(994))
    bake(press)
    teller(hub).work_off()
    assert hub.asked == [{"hub.mode": ["publish"], "hub.url": [SITE + FEED]}]
    assert b"story-994" in hub.fetched[0]
    assert pinged() == set()
    publish(story(994, body="Ein Wort mehr, das in keinem Feed steht."))
    bake(press)
    press.bake_full()
    assert pinged() == set()
    for number in range(991, 995):
        withdraw(number)
    bake(press)
    assert not (hub.public / FEED[1:]).exists()
    assert pinged() == set()


def test_a_feed_is_never_announced_before_it_is_in_place(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor forgotten, where the press dies between writing it and recording that."""
    publish(story(994))
    with monkeypatch.context() as dying:
        dying.setattr(press.store, "put", failing(press.store.put, 0, Killed()))
        with pytest.raises(Killed):
            press.bake_due()
    assert pinged() == set()
    with monkeypatch.context() as dying:
        dying.setattr(traces, "record", failing(traces.record, 0, Killed()))
        with pytest.raises(Killed):
            press.bake_due()
    bake(press)
    assert pinged() == {FEED}


def test_without_a_hub_nothing_is_noted(tmp_path: Path) -> None:
    publish(POLITICS, story(991))
    press_in(tmp_path).bake_due()
    assert pinged() == set()


@pytest.mark.parametrize("trouble", [500, 410, 429, 302, "slow", "dead"])
def test_a_hub_in_trouble_holds_nothing_up_and_hears_later(
    press: Press,
    hub: FakeHub,
    manual_clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    trouble: int | str,
) -> None:
    address = hub.address
    hub.answer = trouble if isinstance(trouble, int) else 204
    hub.is_slow = trouble == "slow"
    if hub.is_slow:
        monkeypatch.setattr(hubs, "_TIMEOUT", 0.1)
    hub.address = "http://127.0.0.1:1" if trouble == "dead" else address
    before = journal.head()
    publish(story(994))
    bake(press)
    telling = teller(hub)
    telling.work_off()
    assert outstanding(before + 1, journal.head()) == []
    assert (status().pings, status().purges) == (1, 0)
    assert hub.address in status().ping_error
    for _ in range(60):
        manual_clock.advance(MINUTE)
        telling.work_off()
    assert Ping.objects.get().tries == 14  # ever less often, and at least every ten minutes
    hub.answer, hub.is_slow, hub.address = 204, False, address
    monkeypatch.setattr(hubs, "_TIMEOUT", 30.0)
    hub.fetched.clear()
    manual_clock.advance(10 * MINUTE)
    teller(hub).work_off()
    assert len(hub.fetched) == 1
    assert (status().pings, status().pings_since, status().ping_error) == (0, None, "")


def tell(hub: FakeHub, paths: Sequence[str], feeds_at_once: int = 1) -> set[str]:
    return set(Hub(hub.address, SITE, feeds_at_once).tell(paths))


def test_several_feeds_go_into_one_request_where_the_hub_takes_them(hub: FakeHub) -> None:
    feeds = [f"/thema/{name}/feed.xml" for name in "abcde"]
    assert tell(hub, feeds) == set()
    assert [each["hub.url"] for each in hub.asked] == [[SITE + feed] for feed in feeds]
    hub.asked.clear()
    assert tell(hub, feeds, 2) == set()
    assert [len(each["hub.url"]) for each in hub.asked] == [2, 2, 1]
    hub.asked.clear()
    hub.refused = SITE + feeds[1]
    assert tell(hub, feeds) == {feeds[1]}
    hub.answer = 503
    assert tell(hub, feeds) == set(feeds)
    assert len(hub.asked) == 6, "a hub that is unwell is not asked for each feed"


def test_a_hub_hears_after_the_cache_but_does_not_wait_for_a_dead_one(
    press: Press, hub: FakeHub, manual_clock: ManualClock
) -> None:
    publish(story(994))
    bake(press, purged=False)
    assert FEED in set(Purge.objects.values_list("path", flat=True))
    telling = teller(hub)
    telling.work_off()
    assert hub.asked == []
    manual_clock.advance(10 * MINUTE)
    telling.work_off()
    assert len(hub.asked) == 1
    publish(story(995))
    settled()
    bake(press)
    telling.work_off()
    assert len(hub.asked) == 2
