"""Wagtail's index of what refers to what, brought up to date once for a page that is saved in parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def unreferenced() -> Iterator[None]:
    """What is saved within leaves the index as it is. Not to be nested: Wagtail's switch cannot be."""
    with disable_reference_index_auto_update():
        yield


@contextmanager
def referenced_once(page: models.Model) -> Iterator[None]:
    """Wagtail reads the whole page for the page and for each of its topics, authors and related
    stories again, whenever one of them is saved: ten times for one publication."""
    with unreferenced():
        yield
    refer(page)


def refer(page: models.Model) -> None:
    """The index then says what the page, as it is in memory, refers to."""
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(page)
