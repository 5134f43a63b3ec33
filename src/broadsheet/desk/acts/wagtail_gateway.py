"""Wagtail's calls on the models, answered by acts."""

from __future__ import annotations

from typing import Any

from wagtail.actions.unpublish_page import UnpublishPageAction

from broadsheet.desk.acts.actor import SCHEDULE, Actor, actor_of
from broadsheet.desk.acts.delete import DeleteNamed, DeletePage
from broadsheet.desk.acts.publish import Publish
from broadsheet.desk.acts.schedule import approve
from broadsheet.desk.acts.sections import PublishSection, WithdrawSection
from broadsheet.desk.acts.unpublish import Unpublish
from broadsheet.desk.acts.wagtail_release import scheduled_for
from broadsheet.desk.checks import problems
from broadsheet.desk.errors import Problem
from broadsheet.desk.models import SectionPage, StoryPage
from broadsheet.desk.models.gateway import PublishOptions, UnpublishOptions
from broadsheet.desk.models.guard import GuardedPage
from broadsheet.desk.models.people import Named
from broadsheet.kernel import clock


class WagtailGateway:
    """See `broadsheet.desk.models.gateway.Gateway`."""

    def publish(self, page: GuardedPage, revision: Any, user: Any, options: PublishOptions) -> None:
        by = _actor(user, options.log_action)
        if isinstance(page, SectionPage):
            PublishSection(page, by=by, revision=revision, options=options).execute()
        elif isinstance(page, StoryPage):
            if scheduled_for(revision) is not None:
                approve(page, revision, by=by, options=options)
            else:
                Publish(page, by=by, revision=revision, options=options).execute()

    def unpublish(self, page: GuardedPage, user: Any, options: UnpublishOptions) -> None:
        by = _actor(user, options.log_action)
        if not page.live:
            # As Wagtail has it: nothing happens, but for its permission check.
            UnpublishPageAction(page, user=user).execute()
        elif isinstance(page, SectionPage):
            WithdrawSection(page, by=by, options=options).execute()
        elif isinstance(page, StoryPage):
            Unpublish(page, by=by, options=options).execute()

    def delete(self, thing: Any, user: Any) -> Any:
        by = actor_of(user)
        if isinstance(thing, Named):
            return DeleteNamed(thing, by=by).execute()
        return DeletePage(thing, by=by).execute()

    def problems(self, story: StoryPage) -> list[Problem]:
        moment = story.go_live_at
        now = clock.now()
        return problems(story, moment if moment is not None and moment > now else now)


def _actor(user: Any, log_action: bool | str) -> Actor:
    """Wagtail's own schedule names nobody but what it writes into its log."""
    scheduled = isinstance(log_action, str) and log_action.endswith(".scheduled")
    return SCHEDULE if scheduled and user is None else actor_of(user)
