"""A page that is saved without asking the database what is known already.

Wagtail asks some sixty questions when a page is published, many of them for whole rows. For a page
whose slug is its own id, which has no aliases and is no site's root, most answers follow. What
editors see of Wagtail (history, revisions, search, where something is used) is as it always is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, ClassVar, Final

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.search.backends import get_search_backends

from broadsheet.desk.models.guard import GuardedPage

_OF_THE_TREE: Final = frozenset({"path", "depth", "numchild", "slug", "url_path"})
"""Changed by moving a page, never by saving it."""

_SET_BY_WAGTAIL: Final = _OF_THE_TREE | {
    "alias_of",
    "content_type",
    "latest_revision",
    "live_revision",
    "locale",
    "locked_by",
    "owner",
    "page_ptr",
    "translation_key",
}


class FrugalPage(GuardedPage):
    """Its slug is its id, for ever; it is nobody's alias and no site's root."""

    constrained: ClassVar[frozenset[str]] = frozenset()
    """Fields over which the database's own constraints stand guard, and so do the forms: validation
    asks nothing about them."""

    search_auto_update = False
    """A draft that is saved changes nothing of the row that the search finds; `save` says when."""

    class Meta:
        abstract = True

    def full_clean(self, exclude: Collection[str] | None = None, **kwargs: Any) -> None:
        super().full_clean(exclude={*(exclude or ()), *_SET_BY_WAGTAIL, *self.constrained}, **kwargs)

    def _check_slug_is_unique(self) -> None:
        """An id is unique everywhere, by a constraint."""

    def is_site_root(self) -> bool:
        return False

    def update_aliases(self, **_kwargs: Any) -> None:
        """There are none."""

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Raises what GuardedPage.save raises."""
        is_whole = kwargs.get("update_fields") is None
        if is_whole and not self._state.adding:
            kwargs["update_fields"] = [*self._saved_fields(), *self._changed_relations()]
        result = super().save(*args, **kwargs)
        if is_whole:
            for backend in get_search_backends(with_auto_update=True):
                backend.add(self)
        return result

    def _saved_fields(self) -> Iterator[str]:
        fields = self._meta.concrete_fields
        return (each.name for each in fields if not each.primary_key and each.name not in _OF_THE_TREE)

    def _changed_relations(self) -> Iterator[str]:
        """Those whose rows are not what the page holds. What is as it was need not be written, nor be read
        again afterwards.

        Comments, where there are any, are left to Wagtail, which takes away those that are resolved.
        """
        held: dict[str, list[models.Model]] = getattr(self, "_cluster_related_objects", {})
        for relation in get_all_child_relations(self):
            name = relation.get_accessor_name()
            if name not in held:
                continue
            rows = getattr(self, name).get_live_queryset()
            is_left = name == COMMENTS_RELATION_NAME and held[name]
            if is_left or list(map(_values, rows)) != list(map(_values, held[name])):
                yield name
            else:
                del held[name]
                self._keep_read(name, rows)

    def _keep_read(self, name: str, rows: models.QuerySet[Any]) -> None:
        """As `prefetch_related` does."""
        self.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Wagtail asks for the page above to tell the url_path, which no revision can change."""
        self._cached_parent_obj = self._above()
        try:
            return super().with_content_json(content)
        finally:
            del self._cached_parent_obj

    def _above(self) -> Page:
        """What Wagtail has to know of the page above."""
        return Page(url_path=self.url_path.removesuffix(f"{self.slug}/"))


def _values(row: models.Model) -> list[Any]:
    fields = row._meta.concrete_fields  # noqa: SLF001 - documented by Django
    return [getattr(row, each.attname) for each in fields]
