"""A site moves from SQLite to PostgreSQL by one command, and works there as it did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broadsheet.press.recipe import fingerprint_of
from tests.postgresql import make_database
from tests.project.command import broadsheet, in_one_line, stories
from tests.project.test_backup import readers_files, rows
from tests.wire import noa


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


@pytest.mark.deep
def test_a_backup_made_on_postgresql_is_restored_on_either(site: Path, tmp_path: Path) -> None:
    name = fingerprint_of(str(tmp_path))
    there, file = {"DATABASE_URL": make_database(name)}, tmp_path / "backup.tar.gz"
    assert broadsheet("wire", "take", written(tmp_path, noa.ninjs2()), site=site).status == 0
    assert broadsheet("move-database", there["DATABASE_URL"], site=site).status == 0
    (site / "broadsheet.sqlite3").unlink()
    said = broadsheet("ledger", "log", "--json", site=site, more=there).out
    made = broadsheet("backup", file, "--json", site=site, more=there)
    assert made.status == 0, made.err

    for number, more in enumerate([{}, {"DATABASE_URL": make_database(f"{name}-again")}]):
        folder = tmp_path / str(number)
        restored = broadsheet("restore", file, "--json", site=folder, more=more)
        assert restored.status == 0, restored.err
        assert (folder / "broadsheet.sqlite3").exists() is not bool(more)
        assert broadsheet("ledger", "log", "--json", site=folder, more=more).out == said
        assert readers_files(folder) == readers_files(site)
        [found] = broadsheet("wire", "list", "--json", site=folder, more=more).objects
        assert found["headline"] == noa.HEADLINE
    searched = "SELECT count(*) FROM wagtailsearch_indexentry_fts", "SELECT count(*) FROM wire_words"
    assert all(rows(tmp_path / "0", query)[0][0] for query in searched)
    onto = broadsheet("restore", file, site=tmp_path / "third", more=there)
    assert (onto.status, in_one_line(onto.err)) == (1, True)
    assert "project-database-in-use" in onto.err
    assert broadsheet("ledger", "log", "--json", site=site, more=there).out == said


def written(folder: Path, document: dict[str, Any]) -> Path:
    path = folder / "item.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
