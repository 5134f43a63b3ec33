"""Wagtail's search in an SQLite database, without a cost that grows with the archive.

Wagtail's index reads every title of the archive at each save, to weigh the length of one
title against their average. Here new titles are weighed against a length that newspapers' headlines
have; `wagtail_update_index` still computes the average and weighs all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import models
from django.db.models.functions import Length
from modelsearch.backends.database.sqlite.sqlite import (
    ObjectIndexer,
    SQLiteIndex,
    SQLiteSearchBackend,
    get_content_type_pk,
)

USUAL_TITLE: Final = 60.0
"""Characters."""


class _Words(ObjectIndexer):
    """What of a row is searched. Wagtail's own reads all fields for each of title, body and
    autocompletion; the text of a story is what takes long."""

    def __init__(self, obj: models.Model, backend: SQLiteSearchBackend) -> None:
        super().__init__(obj, backend)
        self._read: dict[int, list[Any]] = {}

    def prepare_field(self, obj: models.Model, field: Any) -> Iterator[Any]:
        if obj is not self.obj:
            yield from super().prepare_field(obj, field)
            return
        if id(field) not in self._read:
            self._read[id(field)] = list(super().prepare_field(obj, field))
        yield from self._read[id(field)]


class Index(SQLiteIndex):
    def add_items(self, model: type[models.Model], objs: Sequence[models.Model]) -> None:
        content_type = get_content_type_pk(model)
        new = [each for each in objs if not self._update(content_type, _Words(each, self.backend))]
        super().add_items(model, new)
        ids = [str(each.pk) for each in new]
        if ids:
            added = self.entries.filter(content_type_id=content_type, object_id__in=ids)
            added.filter(title__gt="").update(title_norm=USUAL_TITLE / Length("title"))

    def _update(self, content_type: int, words: _Words) -> bool:
        """Whether the index has an entry, which says what is searched now."""
        entry = self.entries.filter(content_type_id=content_type, object_id=words.id)
        norm = {"title_norm": USUAL_TITLE / len(words.title)} if words.title else {}
        said = {"title": words.title, "autocomplete": words.autocomplete, "body": words.body}
        return bool(entry.update(**said, **norm))

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class Backend(SQLiteSearchBackend):
    index_class = Index
