"""A published story says what was wrong with it."""

from __future__ import annotations

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
