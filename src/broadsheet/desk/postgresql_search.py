"""Wagtail's search in PostgreSQL, without a cost that grows with the archive: see `sqlite_search`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import models
from django.db.models.functions import Length
from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend
from modelsearch.utils import get_content_type_pk

USUAL_TITLE: Final = 7.0
"""Terms: PostgreSQL counts those of a title, not its characters."""


class Index(PostgresIndex):
    def add_items(self, model: type[models.Model], objs: Sequence[models.Model]) -> None:
        super().add_items(model, objs)
        ids = [str(each.pk) for each in objs]
        added = self.entries.filter(content_type_id=get_content_type_pk(model), object_id__in=ids)
        terms = added.annotate(terms=Length("title")).filter(terms__gt=0)
        terms.update(title_norm=USUAL_TITLE / Length("title"))

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class Backend(PostgresSearchBackend):
    index_class = Index
