"""A site with content goes back to earlier states of the database and forward again: nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT
from tests.project.command import broadsheet, environment

ROOMS = ("press", "desk", "wire", "ledger")
"""Those that others' migrations depend on come last."""


def states(place: int) -> list[str]:
    """The migration of each room that stands at this place; of a room with fewer, its first."""
    found = []
    for room in ROOMS:
        names = sorted(file.stem for file in (ROOT / f"src/broadsheet/{room}/migrations").glob("0*.py"))
        found.append(f"{room}:{names[place] if len(names) >= abs(place) else names[0]}")
    return found


def migrate(site: Path, *steps: str) -> None:
    program = [sys.executable, "-m", "tests.project.migrating", str(site), *steps]
    subprocess.run(program, env=environment(), cwd=ROOT, check=True, timeout=300)


def published(site: Path) -> tuple[str, dict[str, bytes]]:
    """The ledger, and every file that readers get."""
    folders = (site / "public", site / "answers")
    files = {
        str(file.relative_to(site)): file.read_bytes()
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file()
    }
    return broadsheet("ledger", "log", "--json", site=site).out, files


@pytest.mark.deep
@pytest.mark.parametrize("place", [-2, 0], ids=["the newest migrations", "back to the first"])
def test_back_and_forward_again_leaves_what_was_published(site: Path, place: int) -> None:
    before = published(site)
    assert before[0]
    migrate(site, *states(place))
    behind = broadsheet("press", "status", "--json", site=site)
    assert behind.objects[0]["error"] == "project-database-behind"
    assert broadsheet("migrate", site=site).status == 0
    assert broadsheet("ledger", "verify", site=site).status == 0
    baked = broadsheet("press", "bake", "--full", "--json", site=site)
    assert baked.status == 0, baked.err
    assert broadsheet("press", "verify", "--json", site=site).objects[0]["differences"] == []
    assert published(site) == before
