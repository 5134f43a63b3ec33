"""Copy that comes by itself: nothing is removed where it came from before it is safe here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.kernel.fetching import Fetcher, Limits
from broadsheet.wire import intake, models
from broadsheet.wire.config import FolderConnector, WebConnector, WireConfig, WireQConnector
from broadsheet.wire.connectors import places
from broadsheet.wire.connectors.delivery import Cursor, Visit
from broadsheet.wire.connectors.rounds import Rounds
from broadsheet.wire.connectors.web import WebVisit
from broadsheet.wire.connectors.wireq import WireQVisit
from broadsheet.wire.errors import SecretMissing, UnknownConnector
from tests.kernel.fake_hosts import FakeHosts, fake_hosts, page, redirect
from tests.wire import noa

pytestmark = pytest.mark.django_db

QUEUE = "https://wireq.example/geheim123"
FEED = "https://feed.example/rss"
SHORT = Limits(seconds=0.5, size=20_000)


@pytest.fixture
def hosts() -> Iterator[FakeHosts]:
    with fake_hosts({}) as found:
        yield found


@pytest.fixture
def going(hosts: FakeHosts, tmp_path: Path, manual_clock: ManualClock) -> Rounds:
    """Connectors of each kind; whatever host they name is this machine."""
    (tmp_path / "drop").mkdir()
    config = WireConfig(
        connectors={
            "drop": FolderConnector(path="drop", every_seconds=5),
            "feed": WebConnector(url=FEED, authorization="Bearer ${TOKEN}", every_seconds=60),
            "queue": WireQConnector(url="${QUEUE}", every_seconds=30),
        }
    )

    def visit(
        connector: Any, cursor: Cursor, site: Path, environment: dict[str, str], megabytes: int
    ) -> Visit:
        fetcher = Fetcher(hosts.network(), SHORT)
        if isinstance(connector, WebConnector):
            filled = places.filled(connector.authorization, environment)
            return WebVisit(fetcher, connector.url, filled, cursor)
        if isinstance(connector, WireQConnector):
            return WireQVisit(fetcher, places.filled(connector.url, environment))
        return places.visit(connector, cursor, site, environment, megabytes)

    environment = {"QUEUE": QUEUE, "TOKEN": "kanarie"}
    return Rounds(config, tmp_path, tmp_path / "wire", environment, visit)


def state(name: str) -> models.ConnectorState:
    return models.ConnectorState.objects.get(name=name)


def look(going: Rounds, name: str) -> list[str]:
    return [outcome.status for outcome in going.look(name)]


def drop(folder: Path, name: str, data: bytes, *, age: float = 60) -> Path:
    path = folder / "drop" / name
    path.write_bytes(data)
    moment = clock.now().timestamp() - age
    os.utime(path, (moment, moment))
    return path


# ---- folder -----------------------------------------------------------------------------------


def test_files_leave_the_folder_once_they_are_safe(going: Rounds, tmp_path: Path) -> None:
    story = drop(tmp_path, "b.json", noa.as_bytes(noa.digitalwires()))
    broken = drop(tmp_path, "a.json", b"{", age=90)
    growing, hidden = drop(tmp_path, "c.json", b"{", age=1), drop(tmp_path, ".d.json", b"{")
    assert look(going, "drop") == ["quarantined", "taken"]
    assert [path.exists() for path in (story, broken, growing, hidden)] == [False, False, True, True]
    assert state("drop").brought == clock.now()
    assert models.RawFile.objects.count() == 2


def test_what_could_not_be_stored_stays_where_it_is(
    going: Rounds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = drop(tmp_path, "b.json", noa.as_bytes(noa.digitalwires()))

    def full(*_args: object) -> None:
        raise DatabaseError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(intake, "store_all", full)
        assert look(going, "drop") == []
    assert story.exists()
    assert (state("drop").failures, state("drop").problem) == (1, "disk full")
    assert look(going, "drop") == ["taken"]
    assert (state("drop").failures, state("drop").problem) == (0, "")
    assert not story.exists()


def test_one_file_that_cannot_be_read_does_not_keep_the_others_back(
    going: Rounds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = drop(tmp_path, "a.json", b"{}", age=90)
    drop(tmp_path, "b.json", noa.as_bytes(noa.digitalwires()))
    opened = Path.open

    def refusing(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path == first:
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refusing)
    assert look(going, "drop") == ["quarantined", "taken"]
    assert first.exists()
    assert "a.json" in state("drop").problem


def test_a_folder_that_is_missing_is_told(going: Rounds, tmp_path: Path) -> None:
    (tmp_path / "drop").rmdir()
    assert look(going, "drop") == []
    assert "cannot be read" in state("drop").problem


# ---- an address ---------------------------------------------------------------------------------


def test_a_feed_is_asked_for_what_changed_alone(going: Rounds, hosts: FakeHosts) -> None:
    hosts.answers["feed.example/rss"] = page(
        noa.RSS.encode(), "text/html", more='ETag: "7"\r\nLast-Modified: Sat, 14 Nov 2026 08:00:00 GMT\r\n'
    )
    assert look(going, "feed") == ["taken", "quarantined"]
    hosts.answers["feed.example/rss"] = page(b"", status="304 Not Modified")
    assert look(going, "feed") == []
    first, second = (request.decode() for request in hosts.asked)
    assert "If-None-Match" not in first
    assert 'If-None-Match: "7"' in second
    assert "If-Modified-Since: Sat, 14 Nov 2026 08:00:00 GMT" in second
    assert "Authorization: Bearer kanarie" in second
    assert state("feed").failures == 0


@pytest.mark.parametrize(
    "answer",
    [
        redirect("http://127.0.0.1/"),
        redirect("http://metadata.example/latest"),
        page(b"", status="503 Busy"),
        page(b"x" * 30_000),
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nabc",
        b"nonsense\r\n\r\n",
        lambda _connection, over: over.wait(),
    ],
    ids=["redirect-inside", "name-inside", "busy", "too-large", "lies-about-length", "no-http", "silent"],
)
def test_a_host_that_lies_or_sleeps_is_a_failure_and_moves_nothing(
    going: Rounds, hosts: FakeHosts, answer: Any
) -> None:
    hosts.names["metadata.example"] = [["169.254.169.254"]]
    hosts.answers["feed.example/rss"] = answer
    assert look(going, "feed") == []
    assert state("feed").failures == 1
    assert state("feed").problem
    assert not models.RawFile.objects.exists()
    assert json.loads(state("feed").cursor)["etag"] == ""


def test_failures_are_tried_again_later_and_later(
    going: Rounds, hosts: FakeHosts, manual_clock: ManualClock
) -> None:
    hosts.answers["feed.example/rss"] = page(b"", status="503 Busy")
    rests = []
    for _each in range(8):
        look(going, "feed")
        rests.append((state("feed").next_look - clock.now()) // timedelta(minutes=1))
    assert rests == [2, 4, 8, 16, 32, 60, 60, 60]
    assert "feed" not in going.due()
    manual_clock.advance(timedelta(hours=1))
    assert "feed" in going.due()


# ---- wireQ --------------------------------------------------------------------------------------


class FakeQueue:
    """Shows every entry until its receipt came back; each time with another one."""

    def __init__(self, hosts: FakeHosts, entries: list[dict[str, Any]]) -> None:
        self._hosts, self._shown = hosts, 0
        self.entries = {entry["urn"]: entry for entry in entries}
        self.show()

    def show(self, *, more: str = "", status: str = "204 No Content") -> None:
        self._shown += 1
        told = []
        for urn, entry in self.entries.items():
            receipt = f"r{self._shown}-{urn.rpartition(':')[2]}"
            told.append({**entry, "_wireq_receipt": receipt})
            self._hosts.answers[f"wireq.example/geheim123/entry/{receipt}"] = partial(
                self._remove, urn, status
            )
        self._hosts.answers["wireq.example/geheim123/entries.json"] = page(
            noa.as_bytes({"entries": told}), more=more
        )

    def _remove(self, urn: str, status: str, connection: Any, _over: Any) -> None:
        if status.startswith("204"):
            del self.entries[urn]
        connection.sendall(page(b"", status=status))


def test_an_entry_leaves_the_queue_when_it_is_stored_and_not_before(
    going: Rounds, hosts: FakeHosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = noa.digitalwires(urn=f"{noa.URN}2")
    queue = FakeQueue(hosts, [noa.digitalwires(), other])
    with monkeypatch.context() as broken:
        broken.setattr(intake, "store_all", lambda *_args: (_ for _ in ()).throw(DatabaseError("gone")))
        assert look(going, "queue") == []
    assert len(queue.entries) == 2
    queue.show(more="Retry-After: 7\r\n")
    assert look(going, "queue") == ["taken", "taken"]
    assert queue.entries == {}
    assert state("queue").next_look - clock.now() == timedelta(seconds=7)


def test_what_the_queue_shows_again_is_the_same_item(going: Rounds, hosts: FakeHosts) -> None:
    queue = FakeQueue(hosts, [noa.digitalwires()])
    queue.show(status="410 Gone")
    assert look(going, "queue") == ["taken"]
    queue.show()
    assert look(going, "queue") == ["duplicate"]
    assert queue.entries == {}
    assert models.Item.objects.count() == 1


def test_an_answer_that_is_no_queue_s_moves_nothing_and_the_address_stays_secret(
    going: Rounds, hosts: FakeHosts
) -> None:
    hosts.answers["wireq.example/geheim123/entries.json"] = page(b"<html>", "text/html")
    assert look(going, "queue") == []
    hosts.answers["wireq.example/geheim123/entries.json"] = page(b"", status="403 Forbidden")
    look(going, "queue")
    assert (state("queue").failures, "geheim123" in state("queue").problem) == (2, False)
    assert "${QUEUE}" in state("queue").problem


# ---- all of them ----------------------------------------------------------------------------------


def test_a_dry_run_stores_and_removes_nothing(going: Rounds, hosts: FakeHosts, tmp_path: Path) -> None:
    queue = FakeQueue(hosts, [noa.digitalwires()])
    path = drop(tmp_path, "a.json", b"{")
    assert [(each.status, each.headline) for each in going.preview("queue")] == [("taken", noa.HEADLINE)]
    assert [each.status for each in going.preview("drop")] == ["quarantined"]
    assert path.exists()
    assert len(queue.entries) == 1
    assert not models.RawFile.objects.exists()
    assert not models.ConnectorState.objects.exists()


def test_who_is_due_is_told_by_the_clock(going: Rounds, manual_clock: ManualClock) -> None:
    assert sorted(going.due()) == ["drop", "feed", "queue"]
    look(going, "drop")
    assert "drop" not in going.due()
    manual_clock.advance(timedelta(seconds=5))
    assert "drop" in going.due()


def test_what_is_not_configured_is_said(going: Rounds) -> None:
    with pytest.raises(UnknownConnector, match="drop, feed, queue"):
        look(going, "dorp")
    with pytest.raises(SecretMissing, match="NOA_TOKEN"):
        places.filled("Bearer ${NOA_TOKEN}", {})
