"""Readers may compare a story's states, or may not any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import transaction

from broadsheet.desk.acts.actor import Actor, may_publish
from broadsheet.desk.acts.correct import schedule_kept
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.entering import published_record
from broadsheet.desk.acts.releasing import locked, release
from broadsheet.desk.models import StoryPage, WithheldVersion


class OpenHistory:
    """Says whether the story's versions are open, and which of them are withheld, each with a reason.

    `withheld` maps versions in the ledger to words for readers, which may be empty; it replaces
    what was withheld before. What readers have, and its date, stay. Raises NotPublished, and what
    Publish raises.
    """

    name: ClassVar = "versions"

    def __init__(
        self, story: StoryPage, *, by: Actor, is_open: bool = True, withheld: Mapping[int, str] | None = None
    ) -> None:
        self.story = story
        self.by = by
        self.is_open = is_open
        self.withheld = withheld or {}

    @transaction.atomic
    def execute(self) -> Done:
        row = locked(self.story)
        may_publish(self.by, row)
        published_record(row)
        StoryPage.objects.filter(pk=row.pk).update(history_open=self.is_open)
        row.withheld_versions.all().delete()
        WithheldVersion.objects.bulk_create(
            WithheldVersion(story=row, version=version, reason=reason.strip())
            for version, reason in self.withheld.items()
        )
        with schedule_kept(row):
            return release(row, row.live_revision, by=self.by, act=self.name, substantial=False)
