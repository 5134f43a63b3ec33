"""One site folder per test process; no network; a clock that tests control."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.kernel import clock
from broadsheet.kernel.configuration import FILE_NAME

_FOLDER = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
(_FOLDER / FILE_NAME).write_text('[site]\nlanguage = "de"\n', encoding="utf-8")
(_FOLDER / "secret.key").write_text("not-secret-" * 4, encoding="ascii")
os.environ["BROADSHEET_SITE"] = str(_FOLDER)
for _name in ("DATABASE_URL", "BROADSHEET_READERS", "BROADSHEET_DESK"):
    os.environ.pop(_name, None)

START = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in _LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def manual_clock() -> Iterator[clock.ManualClock]:
    manual = clock.ManualClock(START)
    with clock.using(manual):
        yield manual
