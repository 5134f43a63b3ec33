"""Test databases that begin where a new site begins; each database has its own quick way there."""

from __future__ import annotations

import fcntl
import sqlite3
from pathlib import Path
from typing import Any, Final

from django.db.backends.postgresql import creation as postgresql
from django.db.backends.sqlite3 import creation as sqlite

from tests.postgresql import address, cluster, make_database, run_program
from tests.programs import ROOT

_TEMPLATE: Final = "migrated"


class SQLiteCreation(sqlite.DatabaseCreation):
    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        from broadsheet.project import groundwork

        name: str = super()._create_test_db(verbosity, autoclobber, keepdb)  # type: ignore[misc]
        # Kept open: a database in memory goes with its last connection.
        self._keeper = sqlite3.connect(name, uri=True)
        groundwork.lay(self._keeper, "de")
        return name


class PostgreSQLCreation(postgresql.DatabaseCreation):
    """All migrations take half a minute: what they lead to is kept between runs, beside pytest's own
    cache, and each process begins with a copy."""

    def create_test_db(self, *arguments: Any, **options: Any) -> str:
        from broadsheet.project import groundwork

        kept = ROOT / ".pytest_cache" / f"migrated-{groundwork.fingerprint()}.sql"
        with (cluster() / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if kept.exists():
                self._restore(kept)
                self.connection.settings_dict["TEST"]["TEMPLATE"] = _TEMPLATE
            name: str = super().create_test_db(*arguments, **options)
            if not kept.exists():
                self._keep(name, kept)
        return name

    def _restore(self, kept: Path) -> None:
        with self._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_TEMPLATE])
            if cursor.fetchone() is not None:
                return
        run_program("psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={kept}", make_database(_TEMPLATE))

    def _keep(self, name: str, kept: Path) -> None:
        kept.parent.mkdir(exist_ok=True)
        new = kept.with_suffix(".new")
        run_program("pg_dump", "--no-owner", f"--file={new}", address(name))
        new.replace(kept)
