"""Wagtail's search in the site's own database, without a cost that grows with the archive.

On SQLite, Wagtail's index reads every title of the archive at each save, to weigh the length of one
title against their average. Here new titles are weighed against a length that newspapers' headlines
have; `wagtail_update_index` still computes the average and weighs all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection, models
from django.db.models.functions import Length
from modelsearch.backends import database
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend

USUAL_TITLE: Final = 60.0
"""Characters."""


class _Index(SQLiteIndex):
    def add_items(self, model: type[models.Model], objs: Sequence[models.Model]) -> None:
        super().add_items(model, objs)
        content_type = database.sqlite.sqlite.get_content_type_pk(model)
        added = self.entries.filter(
            content_type_id=content_type, object_id__in=[str(each.pk) for each in objs]
        )
        added.filter(title__gt="").update(title_norm=USUAL_TITLE / Length("title"))

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class _Backend(SQLiteSearchBackend):
    index_class = _Index


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name by which Wagtail asks for it
    """Wagtail's own where the database is no SQLite."""
    return _Backend(params) if connection.vendor == "sqlite" else database.SearchBackend(params)
