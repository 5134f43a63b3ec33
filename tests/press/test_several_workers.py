"""Several workers on one PostgreSQL database: they share the work, and the death of one loses nothing."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.press.test_processes import STORIES, end, run, start

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one worker at a time")


def test_workers_that_are_killed_at_work_leave_what_a_clean_bake_gives(tmp_path: Path) -> None:
    run(tmp_path, "make", str(STORIES))
    workers = [start(tmp_path, "worker") for _ in range(3)]
    for number, worker in enumerate(workers):
        assert worker.stdout is not None
        assert worker.stdout.readline() == "started\n"
        if number:  # one after the other, in the middle of the first bake
            time.sleep(0.2)
            workers[number - 1].kill()
            workers[number - 1].communicate()
    run(tmp_path, "edit", "1")
    assert run(tmp_path, "verify") == ""
    workers[-1].send_signal(signal.SIGTERM)
    end(workers[-1])
    assert not list(tmp_path.rglob(".staging/*"))


def test_who_stands_by_bakes_for_the_one_whose_turn_it_is(tmp_path: Path) -> None:
    run(tmp_path, "make", str(STORIES))
    workers = [start(tmp_path, "worker") for _ in range(2)]
    run(tmp_path, "edit", "1")
    assert run(tmp_path, "verify") == ""
    said = [_ended(worker) for worker in workers]
    assert any("helped" in each for each in said)


def _ended(worker: subprocess.Popen[str]) -> str:
    worker.send_signal(signal.SIGTERM)
    return end(worker)


def test_who_lost_the_database_writes_nothing_down_after_another_took_over(tmp_path: Path) -> None:
    run(tmp_path, "make", "1")
    assert run(tmp_path, "fenced").splitlines() == ["one", "press-turn-lost True"]
