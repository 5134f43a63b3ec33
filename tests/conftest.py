"""One site folder per test process; no network; a clock that tests control."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from broadsheet.kernel import clock

START = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_CHECKED = {"architecture", "docs"}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def _database_tells_no_time() -> Iterator[None]:
    """PostgreSQL has the machine's clock, which is none that tests control."""
    with pytest.MonkeyPatch.context() as patches:
        if connection.vendor != "sqlite":
            patches.setattr("broadsheet.desk.clock_watch.database_time", lambda: None)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what `make check` asks, so that `make test` does not ask it twice."""
    for item in items:
        room = item.nodeid.partition("/")[2].partition("/")[0]
        if room in _CHECKED and not any(map(item.get_closest_marker, ("browser", "slow", "deep"))):
            item.add_marker("checked")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes may hold the time (gzip's head does); test processes must agree on the names of tests."""
    return argname if isinstance(val, bytes) and len(val) > 16 else None


@pytest.fixture
def manual_clock() -> Iterator[clock.ManualClock]:
    manual = clock.ManualClock(START)
    with clock.using(manual):
        yield manual
