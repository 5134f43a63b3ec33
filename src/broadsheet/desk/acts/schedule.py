"""A story is to go to the readers later; nothing of it is in the ledger before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from broadsheet.desk.acts.actor import Actor, account_of, may_publish
from broadsheet.desk.acts.done import Scheduled
from broadsheet.desk.acts.releasing import locked
from broadsheet.desk.acts.wagtail_release import WagtailRelease, refuse_older
from broadsheet.desk.checks import require_fit
from broadsheet.desk.errors import NotInFuture
from broadsheet.desk.models import StoryPage
from broadsheet.desk.models.gateway import PublishOptions, acting
from broadsheet.kernel import clock


class Schedule:
    """Saves the newest state with the moment `at` (aware) and approves it for then.

    Raises NotInFuture, NotAllowed, and ChecksFailed for what would stand in the way then.
    """

    def __init__(self, story: StoryPage, at: datetime, *, by: Actor) -> None:
        self.story = story
        self.at = clock.require_aware(at)
        self.by = by

    @transaction.atomic
    def execute(self) -> Scheduled:
        if self.at <= clock.now():
            raise NotInFuture(_("The moment to publish has passed: choose a later one."))
        draft = locked(self.story).get_latest_revision_as_object()
        draft.go_live_at = self.at
        revision = draft.save_revision(user=account_of(self.by), log_action=True, clean=False)
        return approve(self.story, revision, by=self.by)


@transaction.atomic
def approve(
    story: StoryPage, revision: Revision, *, by: Actor, options: PublishOptions | None = None
) -> Scheduled:
    """Lets a revision that bears its moment wait for it."""
    row = locked(story)
    options = options or PublishOptions()
    if not options.skip_permission_checks:
        may_publish(by, row)
    fresh = Revision.objects.get(pk=revision.pk)
    waiting = WagtailRelease(fresh, row, account_of(by), options)
    refuse_older(waiting.revision, row)
    require_fit(waiting.page, waiting.page.go_live_at)
    with acting():
        waiting.schedule()
    return Scheduled(row.story_id, waiting.page.go_live_at)
