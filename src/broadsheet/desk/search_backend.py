"""Wagtail's search in the site's own database, as Wagtail asks for it by this module's name."""

from __future__ import annotations

from typing import Any

from django.db import connection
from modelsearch.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name by which Wagtail asks for it
    """Wagtail's own where the database is no SQLite, whose tables are known on SQLite alone."""
    if connection.vendor != "sqlite":
        return database.SearchBackend(params)
    from broadsheet.desk.sqlite_search import Backend

    return Backend(params)
