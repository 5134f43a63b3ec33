"""What waits for its moment is published at it; what expires is taken back.

Never before: while the clocks disagree (`clock_watch`), nothing is released and nothing expires.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec
from django.db.models import Min
from wagtail.models import Revision

from broadsheet.desk import clock_watch
from broadsheet.desk.acts import SCHEDULE, Done, Publish, Unpublish
from broadsheet.desk.clock_watch import Doubt
from broadsheet.desk.models import StoryPage
from broadsheet.desk.models.gateway import PublishOptions, UnpublishOptions
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.ledger import journal

log = logging.getLogger(__name__)

TRY_AGAIN: Final = 1.0
"""Seconds after which a story that was refused is tried again."""
LATE: Final = timedelta(minutes=2)
"""What waits longer than this past its moment was refused, or is held."""


class Failure(msgspec.Struct, frozen=True):
    """Stays due: it is tried again."""

    story: str
    error: BroadsheetError


class Released(msgspec.Struct, frozen=True):
    done: tuple[Done, ...] = ()
    failed: tuple[Failure, ...] = ()
    held: Doubt | None = None
    """Why nothing was released, whatever was due."""


class Releaser:
    """Called several times a second: a call that finds nothing due asks three small questions."""

    def __init__(self) -> None:
        self._expiries = Expiries()
        self._refused: dict[str, float] = {}
        """Story to the monotonic time from which it is tried again."""

    def __call__(self) -> Released:
        """Publishes every story whose moment has come and takes back what has expired.

        One transaction per story; one that cannot go does not hold up the others.
        """
        moment, doubt = clock_watch.judge()
        if doubt is not None:
            return Released(held=doubt)
        done: list[Done] = []
        failed: list[Failure] = []
        for story, act in [*self._expiries.due(moment), *_due(moment)]:
            if clock.monotonic() >= self._refused.get(story.story_id, 0.0):
                self._try(story, act, done, failed)
        return Released(tuple(done), tuple(failed))

    def _try(
        self, story: StoryPage, act: Callable[[], Done], done: list[Done], failed: list[Failure]
    ) -> None:
        try:
            done.append(act())
            self._refused.pop(story.story_id, None)
        except BroadsheetError as error:
            # The reason may name what nobody knows of yet: editors read it at the desk.
            log.warning("The story %s could not be released: %s", story.story_id, error.code)
            failed.append(Failure(story.story_id, error))
            self._refused[story.story_id] = clock.monotonic() + TRY_AGAIN


def release_due() -> Released:
    """Once, now."""
    return Releaser()()


def overdue() -> list[Revision]:
    """What should have been published a while ago and was not, the oldest first."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__lt=clock.now() - LATE)
    return list(waiting.order_by("approved_go_live_at", "pk"))


def _due(moment: datetime) -> list[tuple[StoryPage, Callable[[], Done]]]:
    revisions = Revision.page_revisions.filter(
        approved_go_live_at__lte=moment, content_type__model="storypage"
    ).order_by("approved_go_live_at", "pk")
    return [(revision.content_object, _publishing(revision)) for revision in revisions]


def _publishing(revision: Revision) -> Callable[[], Done]:
    options = PublishOptions(log_action="wagtail.publish.scheduled")
    scheduler = revision.user.get_username() if revision.user else ""
    why = f"Scheduled by {scheduler}." if scheduler else ""
    act = Publish(revision.content_object, by=SCHEDULE, revision=revision, why=why, options=options)
    return act.execute


class Expiries:
    """What has expired. When the next story does can only change by an act, so with the ledger's head:
    the whole archive is asked then, and no more until that moment."""

    def __init__(self) -> None:
        self._head = -1
        self._next: datetime | None = None

    def due(self, moment: datetime) -> list[tuple[StoryPage, Callable[[], Done]]]:
        head = journal.head()
        if head != self._head:
            self._next = StoryPage.objects.filter(live=True).aggregate(next=Min("expire_at"))["next"]
            self._head = head
        return _expired(moment) if self._next is not None and self._next <= moment else []


def _expired(moment: datetime) -> list[tuple[StoryPage, Callable[[], Done]]]:
    options = UnpublishOptions(set_expired=True, log_action="wagtail.unpublish.scheduled")
    stories = StoryPage.objects.filter(live=True, expire_at__lte=moment).order_by("expire_at")
    return [(story, Unpublish(story, by=SCHEDULE, options=options).execute) for story in stories]
