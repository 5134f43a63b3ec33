"""A published story says what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from broadsheet.desk.acts.actor import Actor, may_publish
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.entering import published_record
from broadsheet.desk.acts.releasing import locked, release
from broadsheet.desk.errors import ChecksFailed, Problem
from broadsheet.desk.models import Correction, StoryPage
from broadsheet.kernel import clock


class Correct:
    """Adds a dated correction for readers and publishes.

    `revision` carries the corrected text; without one, what readers have stays as it is
    and drafts stay drafts. Raises NotPublished, and what Publish raises.
    """

    name: ClassVar = "correct"

    def __init__(self, story: StoryPage, text: str, *, by: Actor, revision: Revision | None = None) -> None:
        self.story = story
        self.text = text.strip()
        self.by = by
        self.revision = revision

    @transaction.atomic
    def execute(self) -> Done:
        row = locked(self.story)
        may_publish(self.by, row)
        published_record(row)
        self._require_text()
        Correction.objects.create(story=row, at=clock.now(), text=self.text)
        with _schedule_kept(row):
            return release(
                row,
                self.revision or row.live_revision,
                by=self.by,
                act=self.name,
                why=self.text,
                substantial=True,
            )

    def _require_text(self) -> None:
        if not self.text:
            raise ChecksFailed([Problem("correction", "text", _("Say what was wrong and what is right."))])


@contextmanager
def _schedule_kept(row: StoryPage) -> Iterator[None]:
    """Wagtail drops every schedule of a page that goes live; a correction is no reason to."""
    waiting = dict(
        row.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at")
    )
    yield
    for revision, moment in waiting.items():
        row.revisions.filter(pk=revision).update(approved_go_live_at=moment)
