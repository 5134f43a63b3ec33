"""Whether the site's database is there and fits this version, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder

from broadsheet.kernel.errors import BroadsheetError
from broadsheet.project import groundwork
from broadsheet.project.configuration import Configuration
from broadsheet.project.errors import (
    DatabaseBehind,
    DatabaseBusy,
    DatabaseMissing,
    DatabaseUnusable,
    DiskFull,
)


def require_database(configuration: Configuration) -> None:
    """Raises DatabaseMissing, DatabaseBehind, DatabaseUnusable. Costs one query."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        raise DatabaseMissing(
            f"{name} is not there. Restore it from a backup, or make an empty one with "
            f"'broadsheet migrate --site {configuration.folder}'."
        )
    if pending := pending_migrations():
        raise DatabaseBehind(
            f"The database is older than this version of Broadsheet ({pending} migrations are pending): "
            f"run 'broadsheet migrate --site {configuration.folder}'."
        )


def pending_migrations() -> int:
    """How many migrations the database has not seen."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sum(1 for migration in groundwork.migrations() if migration not in applied)


def condition_of(error: DatabaseError) -> BroadsheetError | None:
    """What a person can do about it; None for a fault of the program."""
    words = " ".join(str(error).split())  # PostgreSQL's take several lines
    if "full" in words or "No space left" in words:
        return DiskFull(f"The database could not grow ({words}). Make room, then try again.")
    if "locked" in words or "lock timeout" in words:
        return DatabaseBusy("Another program holds the database for long: try again, or look what it does.")
    if isinstance(error, ProgrammingError) or "no such" in words:
        return DatabaseBehind(f"The database does not fit this version ({words}): run 'broadsheet migrate'.")
    if isinstance(error, OperationalError) or "not a database" in words or "malformed" in words:
        return DatabaseUnusable(f"The database cannot be used: {words.rstrip('.?')}.")
    return None
