"""Django's SQLite, with a test database that begins where a new site begins."""

from __future__ import annotations

import sqlite3

from django.db.backends.sqlite3 import creation


class DatabaseCreation(creation.DatabaseCreation):
    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        from broadsheet.project import groundwork

        name: str = super()._create_test_db(verbosity, autoclobber, keepdb)  # type: ignore[misc]
        # Kept open: a database in memory goes with its last connection.
        self._keeper = sqlite3.connect(name, uri=True)
        groundwork.lay(self._keeper, "de")
        return name
