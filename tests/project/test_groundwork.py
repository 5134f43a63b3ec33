"""A new database is what the migrations give, whether they ran or the groundwork stood for some."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.project import groundwork
from scripts import groundwork as script

_PREPARE = """
import sys
import django
django.setup()
from broadsheet.project import founding, groundwork
if sys.argv[1] == "plain":
    groundwork.fingerprint = lambda: "none"
founding.prepare_database()
"""
# Made anew in every database: the key by which translations of a page know each other, and moments.
_OWN = re.compile(r"'[0-9a-f]{32}'|'\d{4}-\d\d-\d\d[^']*'")


def test_it_was_made_with_the_installed_migrations() -> None:
    """If not: `python -m scripts.groundwork`."""
    first, _, _ = script.FILE.read_text(encoding="utf-8").partition("\n")
    assert first == groundwork.MADE_WITH + groundwork.fingerprint()


def test_it_is_laid_into_an_empty_database_only() -> None:
    database = sqlite3.connect(":memory:")
    assert groundwork.lay(database, "de")
    assert database.execute("SELECT language_code FROM wagtailcore_locale").fetchall() == [("de",)]
    assert not groundwork.lay(database, "de")


def test_other_migrations_run_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groundwork, "fingerprint", lambda: "of another version")
    assert not groundwork.lay(sqlite3.connect(":memory:"), "de")


def prepared(folder: Path, how: str) -> list[str]:
    folder.mkdir()
    (folder / "broadsheet.toml").write_text('[site]\nlanguage = "de"\n', encoding="utf-8")
    (folder / "secret.key").write_text("not-secret-" * 4, encoding="ascii")
    environment = os.environ | {
        "BROADSHEET_SITE": str(folder),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }
    subprocess.run([sys.executable, "-c", _PREPARE, how], env=environment, check=True)
    with sqlite3.connect(folder / "broadsheet.sqlite3") as database:
        lines = [_OWN.sub("'…'", line) for line in script.statements(database)]
    # The order in which migrations ran, and with it the numbers of some rows, is of no meaning.
    return sorted(line for line in lines if not _NUMBERED.match(line))


_NUMBERED = re.compile(r'INSERT INTO "(django_migrations|sqlite_sequence)"')


@pytest.mark.deep
def test_the_database_is_the_same_as_from_all_migrations(tmp_path: Path) -> None:
    assert prepared(tmp_path / "laid", "laid") == prepared(tmp_path / "plain", "plain")
