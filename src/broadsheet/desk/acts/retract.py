"""A story is taken back for good, and readers are told why."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.acts.actor import Actor, may_publish, name_of
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.entering import asset_of, published_record, take_back
from broadsheet.desk.acts.releasing import locked
from broadsheet.desk.acts.unpublish import go_offline
from broadsheet.desk.errors import ChecksFailed, Problem
from broadsheet.desk.models import StoryPage
from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.ledger.records import Notice


class Retract:
    """A tombstone with the reason, and a lasting public notice.

    The notice stands under `heading`; empty: under the story's own headline, which may be
    the very thing that is to go. Raises NotAllowed, NotPublished, ChecksFailed without a reason.
    """

    name: ClassVar = "retract"

    def __init__(self, story: StoryPage, reason: str, *, by: Actor, heading: str = "") -> None:
        self.story = story
        self.reason = reason.strip()
        self.heading = heading.strip()
        self.by = by

    @transaction.atomic
    def execute(self) -> Done:
        row = locked(self.story)
        may_publish(self.by, row)
        headline = self.heading or published_record(row).headline
        if not self.reason:
            raise ChecksFailed([Problem("reason", "reason", _("A retraction needs a reason for readers."))])
        go_offline(row, self.by)
        StoryPage.objects.filter(pk=row.pk).update(retracted_at=clock.now())
        done = take_back(row, act=self.name, by=name_of(self.by), why=self.reason)
        journal.append(self._notice(row, headline), act=self.name, by=name_of(self.by), why=self.reason)
        return done

    def _notice(self, row: StoryPage, headline: str) -> Notice:
        return Notice(
            id=row.story_id, about=asset_of(row), at=clock.now(), headline=headline, text=self.reason
        )
