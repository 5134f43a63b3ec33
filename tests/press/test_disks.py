"""Real disks that are too small or read-only, and a database that others hold."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from broadsheet.ledger.records import Section
from broadsheet.press.errors import StoreFailed, StoreFull
from broadsheet.press.machine import Press
from tests.press.bulletin import press_in, publish, story, withdraw
from tests.press.test_faults import differences, files
from tests.press.test_processes import run, start

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)


def mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """The readers' folder on a disk of its own with room for all."""
    public = tmp_path / "public"
    public.mkdir()
    if os.geteuid() != 0 or not mount(public, "size=4m"):
        pytest.skip("only root may mount a disk")
    yield public
    subprocess.run(["umount", "--lazy", str(public)], check=True)


@pytest.fixture
def press(disk: Path, tmp_path: Path, manual_clock: object, db: None) -> Press:
    press = press_in(tmp_path)
    publish(POLITICS, *map(story, range(1, 4)))
    press.bake_due()
    return press


def change() -> None:
    publish(story(3, body="Ein neuer Stand." * 1000), story(2, slug="anders"), story(4))
    withdraw(1)


def assert_whole_then_mended(press: Press, before: dict[str, bytes], disk: Path) -> None:
    now = files(press)
    assert mount(disk, "remount,rw,size=4m")
    press.bake_due()
    after = files(press)
    assert all(now[name] in {before.get(name), after.get(name)} for name in now)
    assert differences(press) == []
    assert not list(disk.glob(".staging/*"))


def test_a_disk_without_room_leaves_whole_files(press: Press, disk: Path) -> None:
    disk_now = os.statvfs(disk)
    used = (disk_now.f_blocks - disk_now.f_bfree) * disk_now.f_frsize
    before = files(press)
    change()
    assert mount(disk, f"remount,size={used + 12 * 1024}")
    with pytest.raises(StoreFull):
        press.bake_due()
    assert_whole_then_mended(press, before, disk)


def test_a_disk_that_has_turned_read_only_leaves_whole_files(press: Press, disk: Path) -> None:
    before = files(press)
    change()
    assert mount(disk, "remount,ro")
    with pytest.raises(StoreFailed):
        press.bake_due()
    assert files(press) == before
    assert_whole_then_mended(press, before, disk)


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one who writes at a time")
def test_a_worker_outlasts_a_database_that_somebody_else_holds(tmp_path: Path) -> None:
    run(tmp_path, "make", "8")
    worker = start(tmp_path, "endure", "4")
    assert worker.stdout is not None
    worker.stdout.readline()
    holder = sqlite3.connect(tmp_path / "test.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    time.sleep(1.5)
    holder.execute("ROLLBACK")
    holder.close()
    _, err = worker.communicate(timeout=60)
    assert worker.returncode == 0, err
    assert "waits and tries again: database is locked" in err
    assert (tmp_path / "public/index.html").exists()
    assert run(tmp_path, "verify") == ""
