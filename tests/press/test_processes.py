"""Several processes on one site, and processes that are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from broadsheet.press.recipe import fingerprint_of
from tests.postgresql import make_database

ROOT = Path(__file__).parents[2]
STORIES = 60


def database_of(folder: Path) -> dict[str, str]:
    """For the children's environment: none is one of SQLite's in the folder."""
    if connection.vendor != "postgresql":
        return {}
    name = fingerprint_of(str(folder))
    address = folder / "database-address"
    if not address.exists():
        address.write_text(make_database(name), encoding="utf-8")
    return {"CHILD_DATABASE": address.read_text(encoding="utf-8")}


def start(folder: Path, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.press.child", str(folder), *command],
        cwd=ROOT,
        env={**os.environ, **database_of(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(child: subprocess.Popen[str]) -> str:
    """What it printed; it must have ended well."""
    out, err = child.communicate(timeout=120)
    assert child.returncode == 0, err
    return out


def run(folder: Path, *command: str) -> str:
    return end(start(folder, *command))


@pytest.mark.slow
def test_two_presses_and_an_editor_at_once_lose_nothing(tmp_path: Path) -> None:
    run(tmp_path, "make", str(STORIES))
    children = [start(tmp_path, "bake"), start(tmp_path, "edit", "1"), start(tmp_path, "bake")]
    for child in children:
        end(child)
    assert run(tmp_path, "verify") == ""


@pytest.mark.deep
def test_a_press_that_is_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    random = Random(7)  # noqa: S311 - the machine's own pace makes the moments differ enough
    run(tmp_path, "make", str(STORIES))
    for seed in range(5):
        child = start(tmp_path, "bake")
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(random.uniform(0, 0.3))
        child.kill()
        child.communicate()
        run(tmp_path, "edit", str(seed))
    assert run(tmp_path, "verify") == ""
    assert not list(tmp_path.rglob(".staging/*"))
