"""A site moves from SQLite to PostgreSQL by one command, and works there as it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.press.recipe import fingerprint_of
from tests.postgresql import make_database
from tests.project.command import broadsheet, in_one_line, stories


@pytest.mark.deep
def test_a_site_that_moved_publishes_what_it_did_and_goes_on(site: Path) -> None:
    address = make_database(fingerprint_of(str(site)))
    before = broadsheet("ledger", "log", "--json", site=site).out
    moved = broadsheet("move-database", address, "--json", site=site)
    assert moved.status == 0, moved.err
    assert moved.objects[0]["rows"] > moved.objects[0]["head"] > 0
    again = broadsheet("move-database", address, site=site)
    assert again.status == 1
    assert "project-database-in-use" in again.err
    assert in_one_line(again.err)

    (site / "broadsheet.sqlite3").unlink()
    there = {"DATABASE_URL": address}
    assert broadsheet("ledger", "log", "--json", site=site, more=there).out == before
    full = broadsheet("press", "bake", "--full", "--json", site=site, more=there)
    assert (full.status, full.objects[-1]["written"]) == (0, 0), full.err
    story = next(iter(stories(site).values()))
    done = broadsheet(
        "desk", "correct", "--story", story, "--text", "Es waren drei.", "--json", site=site, more=there
    )
    assert done.status == 0, done.err
    assert broadsheet("press", "bake", "--json", site=site, more=there).objects[-1]["written"] > 0
    assert broadsheet("press", "verify", "--json", site=site, more=there).objects[0]["differences"] == []
    assert broadsheet("ledger", "verify", site=site, more=there).status == 0
