"""Pages whose every way to the readers leads through an act.

Several of Wagtail's views run its actions without asking the page (unpublish, delete,
copy, move); what they would do behind the ledger's back is refused here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from wagtail.models import Page
from wagtail.query import PageQuerySet

from broadsheet.desk.models import gateway
from broadsheet.desk.models.gateway import PublishOptions, UnpublishOptions


class GuardedQuerySet(PageQuerySet):
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        for title in self.filter(live=True).values_list("title", flat=True)[:1]:
            gateway.require_act(title)
        return super().delete(*args, **kwargs)


class GuardedPage(Page):
    """Publishes, goes offline and is deleted by acts alone."""

    class Meta:
        abstract = True

    read_along: ClassVar[tuple[str, ...]] = ()
    """Rows of other tables that an act reads with the page, as paths for `prefetch_related`."""

    stored_live: bool = False
    """Whether the row in the database is live; a page that was never saved is not."""

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Any:
        page: GuardedPage = super().from_db(db, field_names, values)
        page.stored_live = page.__dict__.get("live", False)
        return page

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.stored_live = self.live

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(content)
        page.stored_live = self.stored_live
        # A revision keeps milliseconds; the moment of first publication must never change.
        page.first_published_at = self.first_published_at or page.first_published_at
        return page

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.live != self.stored_live:
            gateway.require_act(str(self))
        result = super().save(*args, **kwargs)
        self.stored_live = self.live
        return result

    def publish(
        self,
        revision: Any,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Any = None,
        skip_permission_checks: bool = False,
    ) -> None:
        options = PublishOptions(changed, log_action, previous_revision, skip_permission_checks)
        gateway.active().publish(self, revision, user, options)

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Any = None,
        log_action: bool | str = True,
    ) -> None:
        """`commit` is part of Wagtail's signature; an act always commits with its transaction."""
        gateway.active().unpublish(self, user, UnpublishOptions(set_expired, log_action))
        # The act works on the locked row; callers expect, as with Wagtail, this page to know.
        self.refresh_from_db()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return gateway.active().delete(self, kwargs.get("user"))
