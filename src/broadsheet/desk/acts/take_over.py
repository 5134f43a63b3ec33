"""Words of an agency's newer version go into a story's draft, or the story keeps its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from broadsheet.desk.acts.actor import Actor, System, account_of, name_of
from broadsheet.desk.acts.releasing import locked
from broadsheet.desk.agency_update import Update, take_over, update_of
from broadsheet.desk.errors import NotAllowed, StaleRevision
from broadsheet.desk.models import StoryPage
from broadsheet.wire import inbox


class TakeOver:
    """Saves a new draft with the changes of these keys; readers get nothing.

    When nothing is left to decide, the version is settled. `token` is that of the comparison that the
    editor saw. Raises NotAllowed, and StaleRevision when story or item have changed since.
    """

    def __init__(self, story: StoryPage, keys: Collection[str], *, token: str, by: Actor) -> None:
        self.story = story
        self.keys = keys
        self.token = token
        self.by = by

    @transaction.atomic
    def execute(self) -> Revision | None:
        """None where the story says all of it already."""
        row, update = _compared(self.story, self.token, self.by)
        changes = [change for change in update.open if change.key in self.keys]
        revision = None
        if changes:
            draft = row.get_latest_revision_as_object()
            take_over(draft, changes)
            revision = draft.save_revision(user=account_of(self.by), log_action=True, clean=False)
        left = update_of(locked(row))
        if left is None or not left.open:
            _settle(row, update)
        return revision


class KeepOurs:
    """The story stays as it is, and says no more that there is a newer version, until the next one.

    Raises what TakeOver raises.
    """

    name: ClassVar = "desk.keep_ours"

    def __init__(self, story: StoryPage, *, token: str, by: Actor) -> None:
        self.story = story
        self.token = token
        self.by = by

    @transaction.atomic
    def execute(self) -> None:
        row, update = _compared(self.story, self.token, self.by)
        _settle(row, update)
        log(row, self.name, user=account_of(self.by), data={"version": update.version})


def _compared(story: StoryPage, token: str, by: Actor) -> tuple[StoryPage, Update]:
    row = locked(story)
    if not isinstance(by, System):
        may = row.permissions_for_user(by)
        if not may.can_edit() or may.page_locked():
            raise NotAllowed(_("%(who)s may not change this story now.") % {"who": name_of(by)})
    update = update_of(row)
    if update is None or update.token != token:
        raise StaleRevision(
            _("The story or the agency's item has changed since: look at the comparison again.")
        )
    return row, update


def _settle(row: StoryPage, update: Update) -> None:
    StoryPage.objects.filter(pk=row.pk).update(wire_version=update.version)
    if inbox.get(update.item).story == row.story_id:
        inbox.mark_taken(update.item, row.story_id, update.version)
