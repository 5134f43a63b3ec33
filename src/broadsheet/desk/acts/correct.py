"""A published story says what was wrong with it, or what has come to be known since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from broadsheet.desk.acts.actor import Actor, may_publish
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.entering import asset_of, published_record
from broadsheet.desk.acts.releasing import locked, release
from broadsheet.desk.comparing import changed
from broadsheet.desk.errors import ChecksFailed, Problem
from broadsheet.desk.models import Correction, StoryPage
from broadsheet.kernel import clock
from broadsheet.ledger import state
from broadsheet.ledger.records import CorrectionNature, Passage, Story


class Correct:
    """Adds a dated correction for readers and publishes.

    `revision` carries the corrected text; without one, what readers have stays as it is
    and drafts stay drafts. `passages` are those of the text that is published; None: what
    differs from the text before. `withhold` keeps that one out of the version history.
    Raises NotPublished, and what Publish raises.
    """

    name: ClassVar = "correct"

    def __init__(
        self,
        story: StoryPage,
        text: str,
        *,
        by: Actor,
        revision: Revision | None = None,
        nature: CorrectionNature = "correction",
        passages: Collection[Passage] | None = None,
        withhold: bool = False,
    ) -> None:
        self.story = story
        self.text = text.strip()
        self.by = by
        self.revision = revision
        self.nature = nature
        self.passages = passages
        self.withhold = withhold

    @transaction.atomic
    def execute(self) -> Done:
        row = locked(self.story)
        may_publish(self.by, row)
        published_record(row)
        require_text(self.text)
        if self.withhold:
            row.withheld_versions.get_or_create(version=state.version_of(asset_of(row)))
        with schedule_kept(row):
            return release(
                row,
                self.revision or row.live_revision,
                by=self.by,
                act=self.name,
                why=self.text,
                substantial=True,
                saying=self._correction,
                corrects=True,
            )

    def _correction(self, before: Story, now: Story) -> Correction:
        passages = changed(before, now) if self.passages is None else existing(self.passages, now)
        return Correction(
            story_id=self.story.pk,
            at=clock.now(),
            text=self.text,
            nature=self.nature,
            passages=list(passages),
        )


class AmendCorrection:
    """Mends the words of a correction, what it is, or where it stands; its date stays.

    Raises NotPublished, and what Publish raises.
    """

    name: ClassVar = "amend"

    def __init__(
        self,
        correction: Correction,
        text: str,
        *,
        by: Actor,
        nature: CorrectionNature,
        passages: Collection[Passage],
    ) -> None:
        self.correction = correction
        self.text = text.strip()
        self.by = by
        self.nature = nature
        self.passages = passages

    @transaction.atomic
    def execute(self) -> Done:
        row = locked(self.correction.story)
        may_publish(self.by, row)
        record = published_record(row)
        require_text(self.text)
        passages = list(existing(self.passages, record))
        row.corrections.filter(pk=self.correction.pk).update(
            text=self.text, nature=self.nature, passages=passages
        )
        with schedule_kept(row):
            return release(
                row,
                row.live_revision,
                by=self.by,
                act=self.name,
                why=self.text,
                substantial=False,
                corrects=True,
            )


def existing(passages: Collection[Passage], record: Story) -> Iterator[Passage]:
    """Those that the story has, each once, in its order."""
    every: list[Passage] = ["headline", "lead", *range(len(record.body))]
    return (each for each in every if each in passages)


def require_text(text: str) -> None:
    if not text:
        raise ChecksFailed([Problem("correction", "text", _("Say what was wrong and what is right."))])


@contextmanager
def schedule_kept(row: StoryPage) -> Iterator[None]:
    """Wagtail drops every schedule of a page that goes live; a correction is no reason to."""
    waiting = dict(
        row.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at")
    )
    yield
    for revision, moment in waiting.items():
        row.revisions.filter(pk=revision).update(approved_go_live_at=moment)
