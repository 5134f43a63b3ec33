"""Many stories into the tree at once: for imports of an archive, and for benchmarks.

Nothing here publishes; whoever imports appends to the ledger in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.models import Page

from broadsheet.desk.models import MonthFolder, StoryPage


class Shelf:
    """A month folder that is filled without asking the tree for each place."""

    def __init__(self, folder: MonthFolder) -> None:
        self.folder = folder
        last = folder.get_last_child()
        self._last_path: str | None = last.path if last else None
        self.taken: int = folder.numchild

    def close(self) -> None:
        """Tells the folder how many it holds now."""
        Page.objects.filter(pk=self.folder.pk).update(numchild=self.taken)

    def next_path(self) -> str:
        self.taken += 1
        if self._last_path is None:
            self._last_path = Page._get_path(self.folder.path, self.folder.depth + 1, 1)  # noqa: SLF001 - treebeard's own arithmetic
        else:
            self._last_path = Page(path=self._last_path, depth=self.folder.depth + 1)._inc_path()  # noqa: SLF001
        return self._last_path


def insert(pages: Sequence[StoryPage]) -> None:
    """Both tables of each page: Django's bulk_create does not take models with a parent."""
    names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]  # noqa: SLF001
    rows = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in names}) for page in pages)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
        # raw: the parent's row stands already, only the story's own is to be written.
        page.save_base(raw=True, force_insert=True)
