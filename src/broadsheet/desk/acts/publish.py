"""A story goes to the readers."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from wagtail.models import Revision

from broadsheet.desk.acts.actor import Actor
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.releasing import release
from broadsheet.desk.models import StoryPage
from broadsheet.desk.models.gateway import PublishOptions


class Publish:
    """Publishes a revision, now, whatever schedule it had; without one, the newest.

    `substantial` says whether readers are told of a new state; None: a changed headline,
    lead or text counts, unless the story is marked as a small change.
    Raises NotAllowed, ChecksFailed, StaleRevision, NotLive, and what the ledger raises;
    then nothing has changed.
    """

    name: ClassVar = "publish"

    def __init__(
        self,
        story: StoryPage,
        *,
        by: Actor,
        revision: Revision | None = None,
        substantial: bool | None = None,
        why: str = "",
        options: PublishOptions | None = None,
    ) -> None:
        self.story = story
        self.by = by
        self.revision = revision
        self.substantial = substantial
        self.why = why
        self.options = options

    @transaction.atomic
    def execute(self) -> Done:
        return release(
            self.story,
            self.revision,
            by=self.by,
            act=self.name,
            why=self.why,
            substantial=self.substantial,
            options=self.options,
        )
