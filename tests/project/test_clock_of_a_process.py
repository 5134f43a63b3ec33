"""A worker as a process of its own, while somebody sets the clock of its machine."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from broadsheet.kernel import clock
from tests.programs import ROOT
from tests.project.command import broadsheet, environment, eventually, stories
from tests.project.shifted import OFFSET

pytestmark = pytest.mark.deep

HOURS = 7200
LIBRARIES = sorted(Path("/usr/lib").glob("**/libfaketime.so.1"))


class Machine(NamedTuple):
    """How the worker's clock is set: by its own file, through libfaketime or within Python."""

    site: Path
    file: Path
    faketime: bool

    def set_ahead(self, seconds: int) -> None:
        self.file.write_text(f"{seconds:+}" if self.faketime else str(seconds), encoding="ascii")

    @contextmanager
    def at_work(self) -> Iterator[None]:
        module = "broadsheet.project" if self.faketime else "tests.project.shifted"
        argv = [sys.executable, "-m", module, "work", "--site", str(self.site)]
        worker = subprocess.Popen(argv, env=environment(**self._variables()), cwd=ROOT)
        try:
            yield
        finally:
            worker.terminate()
            assert worker.wait(30) == 0

    def _variables(self) -> dict[str, str]:
        if not self.faketime:
            return {OFFSET: str(self.file)}
        return {
            "LD_PRELOAD": str(LIBRARIES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }


@pytest.fixture(params=["python", "libfaketime"])
def machine(request: pytest.FixtureRequest, site: Path, tmp_path: Path) -> Machine:
    if request.param == "libfaketime" and not LIBRARIES:
        pytest.skip("libfaketime is not installed")
    made = Machine(site, tmp_path / "offset", request.param == "libfaketime")
    made.set_ahead(0)
    return made


def reading(site: Path) -> tuple[str, str] | None:
    """Why releases are held, and what was read last; None before the first look."""
    database = sqlite3.connect(site / "broadsheet.sqlite3")
    row: tuple[str, str] | None = database.execute("SELECT reason, wall FROM desk_clockreading").fetchone()
    database.close()
    return row


def held(site: Path) -> bool:
    row = reading(site)
    return row is not None and row[0] == "jumped"


def test_a_story_stays_where_it_is_while_the_clock_is_hours_ahead(machine: Machine) -> None:
    site, story = machine.site, stories(machine.site)["ready"]
    moment = (clock.now() + timedelta(hours=1)).isoformat()
    assert broadsheet("desk", "schedule", "--story", story, "--at", moment, site=site).status == 0
    before = broadsheet("ledger", "log", site=site).out

    with machine.at_work():
        assert eventually(lambda: reading(site) is not None)
        machine.set_ahead(HOURS)
        assert eventually(lambda: held(site))
    with machine.at_work():  # another process, the same start of the machine
        assert not eventually(lambda: not held(site), seconds=8)
        machine.set_ahead(0)
        assert eventually(lambda: not held(site))

    assert broadsheet("ledger", "log", site=site).out == before
