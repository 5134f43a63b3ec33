"""What waits for its moment is published at it; what expires is taken back."""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec
from wagtail.models import Revision

from broadsheet.desk.acts import SCHEDULE, Done, Publish, Unpublish
from broadsheet.desk.models import StoryPage
from broadsheet.desk.models.gateway import PublishOptions, UnpublishOptions
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError

log = logging.getLogger(__name__)


class Failure(msgspec.Struct, frozen=True):
    """Stays due: the next call tries again."""

    story: str
    error: BroadsheetError


class Released(msgspec.Struct, frozen=True):
    done: tuple[Done, ...]
    failed: tuple[Failure, ...]


def release_due() -> Released:
    """Publishes every story whose moment has come and takes back what has expired.

    One transaction per story; one that cannot go does not hold up the others.
    """
    done: list[Done] = []
    failed: list[Failure] = []
    for story, act in [*_expired(), *_due()]:
        try:
            done.append(act())
        except BroadsheetError as error:
            log.warning("The story %s could not be released: %s", story.story_id, error)
            failed.append(Failure(story.story_id, error))
    return Released(tuple(done), tuple(failed))


def _due() -> list[tuple[StoryPage, Callable[[], Done]]]:
    revisions = Revision.page_revisions.filter(
        approved_go_live_at__lte=clock.now(), content_type__model="storypage"
    ).order_by("approved_go_live_at", "pk")
    return [(revision.content_object, _publishing(revision)) for revision in revisions]


def _publishing(revision: Revision) -> Callable[[], Done]:
    options = PublishOptions(log_action="wagtail.publish.scheduled")
    scheduler = revision.user.get_username() if revision.user else ""
    why = f"Scheduled by {scheduler}." if scheduler else ""
    act = Publish(revision.content_object, by=SCHEDULE, revision=revision, why=why, options=options)
    return act.execute


def _expired() -> list[tuple[StoryPage, Callable[[], Done]]]:
    options = UnpublishOptions(set_expired=True, log_action="wagtail.unpublish.scheduled")
    stories = StoryPage.objects.filter(live=True, expire_at__lte=clock.now()).order_by("expire_at")
    return [(story, Unpublish(story, by=SCHEDULE, options=options).execute) for story in stories]
