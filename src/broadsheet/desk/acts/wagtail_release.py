"""Wagtail's own publishing and scheduling of a page, by the kernel's clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.utils.timestamps import ensure_utc

from broadsheet.desk.errors import ChecksFailed, NotLive, Problem, StaleRevision
from broadsheet.desk.models.gateway import PublishOptions
from broadsheet.desk.models.guard import GuardedPage
from broadsheet.desk.references import refer_if_on, unreferenced
from broadsheet.kernel import clock


class WagtailRelease(PublishPageRevisionAction):
    """One revision on its way; `page` is the page as the revision has it.

    Wagtail asks the machine's clock whether `go_live_at` has come. Here the question is
    answered before: `go_live` is only for what is due, `schedule` for what is not. Both do what
    `PublishRevisionAction` does in these cases.
    """

    def __init__(self, revision: Revision, row: GuardedPage, user: Any, options: PublishOptions) -> None:
        """Revision and row are as the database has them under the act's lock."""
        self._title = str(row)
        # Else Wagtail would fetch the row again to put the revision's content into it.
        Revision._meta.get_field("content_object").set_cached_value(revision, row)  # noqa: SLF001
        super().__init__(
            revision,
            user=user,
            changed=options.changed,
            log_action=options.log_action,
            previous_revision=options.previous_revision,
        )
        self.page: Any = self.object

    def go_live(self) -> Any:
        """The page as its row is now. Raises ChecksFailed for one that does not validate, NotLive if it
        is not live."""
        self.page.go_live_at = None
        with _validation_as_problems(), unreferenced():
            self._publish()
        if not self._is_live():
            raise NotLive(_("Wagtail did not publish “%(title)s”.") % {"title": self.page.title})
        # Read again and again from here on.
        prefetch_related_objects([self.page], *self.page.read_along)
        refer_if_on(self.page)
        return self.page

    def _is_live(self) -> bool:
        """What its row says."""
        rows = type(self.page).objects.filter(live=True, pk=self.page.pk)
        return self.revision.pk in rows.values_list("live_revision", flat=True)

    def _publish(self) -> None:
        """As Wagtail does for what is due. It would fetch the revision before, and the row for its title."""
        page, moment = self.page, clock.now()
        page.live, page.expired = True, False
        page.has_unpublished_changes = page.latest_revision_id != self.revision.pk
        page.revisions.update(approved_go_live_at=None)
        page.last_published_at, page.live_revision = moment, self.revision
        page.first_published_at = page.first_published_at or moment
        page.save()
        if not page.workflow_states.active().exists():
            page._current_workflow_states = []  # noqa: SLF001 - where Wagtail looks before it asks
        self._after_publish()
        if self.log_action:
            self._log()

    def _log(self) -> None:
        said: dict[str, Any] = {}
        if before := self.previous_revision:
            said["revision"] = {"id": before.id, "created": ensure_utc(before.created_at)}
        old = str(before.as_object()) if before else self._title
        about = {"instance": self.page, "user": self.user, "revision": self.revision}
        if old != str(self.page):
            said["title"] = {"old": old, "new": str(self.page)}
            log(action="wagtail.rename", data=said, **about)
        action = self.log_action if isinstance(self.log_action, str) else "wagtail.publish"
        log(action=action, data=said or None, content_changed=self.changed, **about)

    def schedule(self) -> None:
        """As Wagtail does for a `go_live_at` to come; a live page stays as it is until then."""
        page = self.page
        page.revisions.exclude(pk=self.revision.pk).update(approved_go_live_at=None)
        self.revision.approved_go_live_at = page.go_live_at
        self.revision.save(update_fields=["approved_go_live_at"])
        page.has_unpublished_changes = True
        if not page.live:
            page.expired = False
            page.save(clean=False)
        if state := page.current_workflow_state:
            state.cancel(user=self.user)
        self.log_scheduling_action()


def scheduled_for(revision: Revision) -> datetime | None:
    """The moment to come at which the revision wants to go live, or None: it is due."""
    content: dict[str, Any] = revision.content
    moment: datetime | None = GuardedPage._meta.get_field("go_live_at").to_python(content.get("go_live_at"))  # noqa: SLF001
    return moment if moment is not None and moment > clock.now() else None


def refuse_older(revision: Revision, page: GuardedPage) -> None:
    """Raises StaleRevision for a revision older than the one that readers have."""
    if page.live_revision_id in {None, revision.pk}:
        return
    live = Revision.objects.filter(pk=page.live_revision_id).values_list("created_at", flat=True).get()
    if (revision.created_at, revision.pk) < (live, page.live_revision_id):
        raise StaleRevision(
            _("A newer state of “%(title)s” is published already. Open the story again.")
            % {"title": page.title}
        )


@contextmanager
def _validation_as_problems() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise ChecksFailed(problems_of(error)) from error


def problems_of(error: ValidationError) -> list[Problem]:
    """A validation error in the desk's own form."""
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return [Problem("invalid", field, text) for field, texts in fields.items() for text in texts]
