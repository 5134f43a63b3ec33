"""Wagtail's own publishing and scheduling of a page, by the kernel's clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from broadsheet.desk.errors import ChecksFailed, NotLive, Problem, StaleRevision
from broadsheet.desk.models.gateway import PublishOptions
from broadsheet.desk.models.guard import GuardedPage
from broadsheet.desk.references import referenced_once
from broadsheet.kernel import clock


class WagtailRelease(PublishPageRevisionAction):
    """One revision on its way; `page` is the page as the revision has it.

    Wagtail asks the machine's clock whether `go_live_at` has come. Here the question is
    answered before: `go_live` is only for what is due, `schedule` for what is not.
    """

    def __init__(self, revision: Revision, user: Any, options: PublishOptions) -> None:
        # A fresh row: the caller's may carry a page as it was before the lock.
        super().__init__(
            Revision.objects.get(pk=revision.pk),
            user=user,
            changed=options.changed,
            log_action=options.log_action,
            previous_revision=options.previous_revision,
        )
        self.page: Any = self.object

    def go_live(self) -> None:
        """Raises ChecksFailed for a page that does not validate, NotLive if it is not live after."""
        self.page.go_live_at = None
        self.page.first_published_at = self.page.first_published_at or clock.now()
        with _validation_as_problems(), referenced_once(self.page):
            self.execute(skip_permission_checks=True)
        if not _is_live(self.page, self.revision):
            raise NotLive(_("Wagtail did not publish “%(title)s”.") % {"title": self.page.title})

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
    live = page.live_revision
    if live is not None and (revision.created_at, revision.pk) < (live.created_at, live.pk):
        raise StaleRevision(
            _("A newer state of “%(title)s” is published already. Open the story again.")
            % {"title": page.title}
        )


def _is_live(page: GuardedPage, revision: Revision) -> bool:
    rows = type(page).objects.filter(pk=page.pk, live=True, live_revision_id=revision.pk)
    return bool(rows.exists())


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
