"""A story is taken back from the readers; it may return."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction

from broadsheet.desk.acts.actor import Actor, account_of, may_publish, name_of
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.entering import published_record, take_back
from broadsheet.desk.acts.releasing import locked
from broadsheet.desk.models import StoryPage
from broadsheet.desk.models.gateway import UnpublishOptions, acting


class Unpublish:
    """Leaves a tombstone in the ledger. Raises NotAllowed, NotPublished."""

    name: ClassVar = "unpublish"

    def __init__(
        self, story: StoryPage, *, by: Actor, why: str = "", options: UnpublishOptions | None = None
    ) -> None:
        self.story = story
        self.by = by
        self.why = why
        self.options = options

    @transaction.atomic
    def execute(self) -> Done:
        row = locked(self.story)
        may_publish(self.by, row)
        published_record(row)
        go_offline(row, self.by, self.options)
        return take_back(row, act=self.name, by=name_of(self.by), why=self.why)


def go_offline(row: StoryPage, by: Actor, options: UnpublishOptions | None = None) -> None:
    """Wagtail's own part: page and schedule."""
    options = options or UnpublishOptions()
    with acting():
        UnpublishPageAction(
            row, set_expired=options.set_expired, user=account_of(by), log_action=options.log_action
        ).execute(skip_permission_checks=True)
