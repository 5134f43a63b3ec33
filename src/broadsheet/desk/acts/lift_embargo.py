"""A named editor answers for publishing before the supplier's time."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from broadsheet.desk.acts.actor import Actor, System, account_of, may_publish, name_of
from broadsheet.desk.acts.releasing import locked
from broadsheet.desk.derived import lifted, taken_by, waits
from broadsheet.desk.errors import ChecksFailed, NotAllowed, Problem
from broadsheet.desk.models import EmbargoLift, StoryPage
from broadsheet.kernel import clock


def may_lift(user: Any) -> bool:
    """The editor-in-chief, and whoever an administrator gives the right to."""
    return bool(user.has_perm("desk.add_embargolift"))


class Lifted(msgspec.Struct, frozen=True):
    """Nothing is published by it."""

    story: str
    items: tuple[str, ...]
    """The keys of the wire items whose embargo does not count for the story any more."""


class LiftEmbargo:
    """The embargoes that the story's newest draft waits for do not count for it, unless an agency sets
    a later moment. Readers get nothing yet.

    Raises NotAllowed, also for a part of the system: an embargo is lifted by a person.
    Raises ChecksFailed without a reason, and where there is no embargo.
    """

    name: ClassVar = "desk.lift_embargo"

    def __init__(self, story: StoryPage, reason: str, *, by: Actor) -> None:
        self.story = story
        self.reason = reason.strip()
        self.by = by

    @transaction.atomic
    def execute(self) -> Lifted:
        row = locked(self.story)
        self._require_permission(row)
        if not self.reason:
            raise ChecksFailed([Problem("reason", "reason", _("Say why the embargo is lifted."))])
        lifts = self._lifts(row)
        if not lifts:
            raise ChecksFailed([Problem("embargo", "", _("The story waits for no embargo."))])
        EmbargoLift.objects.bulk_create(lifts)
        said = {"reason": self.reason, "until": max(each.until for each in lifts).isoformat()}
        log(row, self.name, user=account_of(self.by), data=said)
        return Lifted(row.story_id, tuple(each.item for each in lifts))

    def _lifts(self, row: StoryPage) -> list[EmbargoLift]:
        """Of the row and of the newest draft: both may be published next."""
        now, before = clock.now(), lifted([row.pk])
        taken = [*taken_by(row), *taken_by(row.get_latest_revision_as_object())]
        items = {each.item.pk: each.item for each in taken if waits(row, each, now, before)}
        said = {"reason": self.reason, "by": name_of(self.by), "at": now}
        return [
            EmbargoLift(story=row, item=key, until=item.embargo, **said)
            for key, item in items.items()
            if item.embargo is not None
        ]

    def _require_permission(self, row: StoryPage) -> None:
        if isinstance(self.by, System):
            raise NotAllowed(_("An embargo is lifted by an editor with a name, not by a program."))
        may_publish(self.by, row)
        if not may_lift(self.by):
            raise NotAllowed(_("%(who)s may not lift an embargo.") % {"who": name_of(self.by)})
