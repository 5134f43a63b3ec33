"""Wagtail's search in the site's own database, as Wagtail asks for it by this module's name."""

from __future__ import annotations

from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name by which Wagtail asks for it
    """Of the one database that is used: the other's tables are not known."""
    if connection.vendor == "sqlite":
        from broadsheet.desk import sqlite_search

        return sqlite_search.Backend(params)
    from broadsheet.desk import postgresql_search

    return postgresql_search.Backend(params)
