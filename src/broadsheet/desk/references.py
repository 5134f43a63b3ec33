"""Wagtail's index of what refers to what, brought up to date once for a page that is saved in parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import (
    disable_reference_index_auto_update,
    reference_index_auto_update_disabled,
)


@contextmanager
def unreferenced() -> Iterator[None]:
    """What is saved within leaves the index as it is."""
    if _is_off():
        yield
        return
    with disable_reference_index_auto_update():
        yield


def refer_if_on(page: models.Model) -> None:
    """Brings the index up to date, unless whoever switched it off around this does so for all pages at once.

    Wagtail reads the whole page for the page and for each of its topics, authors and related stories
    again, whenever one of them is saved: ten times for one publication.
    """
    if not _is_off():
        refer(page)


def _is_off() -> bool:
    """Wagtail's switch cannot be nested: leaving the inner block fails the outer one."""
    return getattr(reference_index_auto_update_disabled, "value", False)


def refer(page: models.Model) -> None:
    """The index then says what the page, as it is in memory, refers to."""
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(page)
