"""Writes src/broadsheet/project/groundwork.sql from all migrations.

    python -m scripts.groundwork

To be run after an update of Django or Wagtail and with each migration of ours; a test says
when it is due.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).parents[1] / "src" / "broadsheet" / "project" / "groundwork.sql"
_HEAD = "-- Written by `python -m scripts.groundwork`; stands for these migrations alone.\n"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="broadsheet-groundwork-") as folder:
        site = Path(folder)
        (site / "broadsheet.toml").write_text('[site]\nlanguage = "en"\n', encoding="utf-8")
        (site / "secret.key").write_text("not-secret-" * 4, encoding="ascii")
        os.environ |= {"BROADSHEET_SITE": folder, "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings"}
        import django

        django.setup()
        FILE.write_text(script(), encoding="utf-8")


def script() -> str:
    """Migrates an empty database, and gives its content."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from broadsheet.project import groundwork

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    connection.ensure_connection()
    lines = "\n".join(statements(connection.connection))
    return f"{groundwork.MADE_WITH}{groundwork.fingerprint()}\n{_HEAD}{lines}\n"


def statements(database: sqlite3.Connection) -> Iterator[str]:
    """Tables, rows, then indexes and triggers. A search table makes its own inner tables."""
    listed = database.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    search = [name for _type, name, sql in listed if sql.startswith("CREATE VIRTUAL")]
    inner = {name for _type, name, _sql in listed for each in search if name.startswith(f"{each}_")}
    tables = {name: sql for kind, name, sql in listed if kind == "table"}
    for name in inner | {"sqlite_sequence"}:
        tables.pop(name, None)
    yield from (f"{sql};" for sql in tables.values())
    for name in sorted(tables.keys() - set(search)):
        yield from _rows(database, name)
    yield from (f"{sql};" for kind, _name, sql in listed if kind != "table")
    yield "DELETE FROM sqlite_sequence;"
    yield from _rows(database, "sqlite_sequence")


def _rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
    values = " || ', ' || ".join(f'quote("{column}")' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    query = f'SELECT {values} FROM "{table}" ORDER BY rowid'  # noqa: S608 - names from the schema itself
    for (row,) in database.execute(query):
        yield f'INSERT INTO "{table}" ({names}) VALUES ({row});'  # noqa: S608


if __name__ == "__main__":
    main()
