"""Wagtail's search in an SQLite database, without a cost that grows with the archive.

Wagtail's index reads every title of the archive at each save, to weigh the length of one
title against their average. Here new titles are weighed against a length that newspapers' headlines
have; `wagtail_update_index` still computes the average and weighs all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import models
from django.db.models.functions import Length
from modelsearch.backends import database
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend

USUAL_TITLE: Final = 60.0
"""Characters."""


class Index(SQLiteIndex):
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


class Backend(SQLiteSearchBackend):
    index_class = Index
