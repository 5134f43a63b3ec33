"""The first page after signing in: what waits for this editor, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Revision

from broadsheet.desk.admin.access import for_staff, is_chief, is_writer
from broadsheet.desk.admin.inbox import ItemRow
from broadsheet.desk.admin.inbox import rows_of as item_rows
from broadsheet.desk.admin.menu import open_cases
from broadsheet.desk.admin.states import among
from broadsheet.desk.admin.stories import StoryRow, newest_stories
from broadsheet.desk.admin.stories import rows_of as story_rows
from broadsheet.desk.models import StoryPage
from broadsheet.kernel import clock
from broadsheet.wire import inbox

SHOWN: Final = 8
LATE: Final = timedelta(minutes=2)
"""The schedule looks every few seconds; what waits longer was refused."""


class StoriesPanel(Component):
    template_name = "desk/home/stories.html"

    def __init__(self, heading: Promise, rows: Sequence[StoryRow], query: str) -> None:
        self.heading = heading
        self.rows = rows
        self.all_url = reverse("desk_stories:index") + query

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"heading": self.heading, "rows": self.rows, "all_url": self.all_url}


class InboxPanel(Component):
    template_name = "desk/home/inbox.html"

    def __init__(self, rows: Sequence[ItemRow]) -> None:
        self.rows = rows

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"rows": self.rows}


class FailuresPanel(Component):
    """What the schedule could not publish, and what the wire could not read."""

    template_name = "desk/home/failures.html"

    def __init__(self, rows: Sequence[StoryRow], cases: int) -> None:
        self.rows = rows
        self.cases = cases

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"rows": self.rows, "cases": self.cases}


def panels_for(user: Any) -> list[Component]:
    """In a fixed number of queries, whatever the archive holds."""
    if not is_writer(user):
        return []
    overdue = _rows(newest_stories().filter(pk__in=overdue_stories()))
    cases = open_cases() if is_chief(user) else 0
    own = newest_stories().filter(owner=user)
    panels: list[Component] = [
        InboxPanel(item_rows(inbox.newest(SHOWN, state="new"))),
        StoriesPanel(_("My drafts"), _rows(own.filter(among("draft"))), "?mine=on&state=draft"),
        StoriesPanel(_("In review"), _rows(newest_stories().filter(among("review"))), "?state=review"),
        StoriesPanel(_("Scheduled"), _rows(newest_stories().filter(among("scheduled"))), "?state=scheduled"),
    ]
    return [FailuresPanel(overdue, cases), *panels] if overdue or cases else panels


def overdue_stories() -> list[int]:
    """Pages whose moment has passed without their going live."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__lt=clock.now() - LATE)
    return [int(key) for key in waiting.values_list("object_id", flat=True)[:SHOWN]]


def _rows(stories: QuerySet[StoryPage]) -> list[StoryRow]:
    return story_rows(list(stories[:SHOWN]))


class HomeView(WagtailAdminTemplateMixin, TemplateView):
    """Instead of Wagtail's, which counts pages and leads into the tree."""

    template_name = "desk/home.html"
    page_title = _("Desk")
    header_icon = "home"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, panels=panels_for(self.request.user))


view = for_staff(HomeView.as_view())
