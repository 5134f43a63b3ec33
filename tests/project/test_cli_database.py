"""A database that is missing, behind, held or broken: one line that says what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import DatabaseError, DataError, OperationalError, ProgrammingError, connection

from broadsheet.project import errors
from broadsheet.project.database import condition_of
from tests.project.command import broadsheet, in_one_line

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite's file")

FILE = "broadsheet.sqlite3"
LOOKS = [["wire", "list"], ["up"]]


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_a_missing_database_is_not_made_in_silence(site: Path, words: list[str]) -> None:
    (site / FILE).unlink()
    answer = broadsheet(*words, site=site)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert "[project-database-missing]" in answer.err
    assert not (site / FILE).exists()


@pytest.mark.parametrize("words", [LOOKS[0], ["desk", "unpublish", "--story", "x"]], ids=" ".join)
def test_pending_migrations_are_named_and_migrate_helps(site: Path, words: list[str]) -> None:
    with sqlite3.connect(site / FILE) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'press'")
        for (table,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'press_%'"
        ).fetchall():
            database.execute(f'DROP TABLE "{table}"')
    database.close()
    answer = broadsheet(*words, site=site)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert "broadsheet migrate" in answer.err
    if words == LOOKS[0]:
        assert broadsheet("migrate", site=site).status == 0
        assert broadsheet(*words, site=site).status == 0


def test_a_file_that_is_no_database_is_named(site: Path) -> None:
    (site / FILE).write_bytes(b"no database at all, but long enough to be looked at" * 100)
    answer = broadsheet("ledger", "log", site=site)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert "[project-database-unusable]" in answer.err


@pytest.mark.parametrize(
    ("error", "condition"),
    [
        (OperationalError("database is locked"), errors.DatabaseBusy),
        (OperationalError("database or disk is full"), errors.DiskFull),
        (OperationalError("no such table: wire_item"), errors.DatabaseBehind),
        (ProgrammingError('relation "wire_item" does not exist'), errors.DatabaseBehind),
        (OperationalError("connection refused"), errors.DatabaseUnusable),
        (DatabaseError("file is not a database"), errors.DatabaseUnusable),
    ],
)
def test_what_the_database_says_is_a_condition(
    error: DatabaseError, condition: type[errors.ProjectError]
) -> None:
    assert type(condition_of(error)) is condition


def test_a_fault_of_the_program_stays_one() -> None:
    assert condition_of(DataError("value too long")) is None
