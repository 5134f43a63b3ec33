"""The first page after signing in: what waits for this editor, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from broadsheet.desk import clock_watch, placements, schedule
from broadsheet.desk.admin.access import for_staff, is_writer
from broadsheet.desk.admin.alarms import AlarmRow, alarm_rows
from broadsheet.desk.admin.inbox_rows import Row as ItemRow
from broadsheet.desk.admin.inbox_rows import rows_of as item_rows
from broadsheet.desk.admin.states import among
from broadsheet.desk.admin.stories import StoryRow, newest_stories
from broadsheet.desk.admin.stories import rows_of as story_rows
from broadsheet.desk.models import StoryPage, WireNotice
from broadsheet.wire.listing import Wanted, page, wanted_items

SHOWN: Final = 8


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


class NoticesPanel(Component):
    """Items that a routing rule wants this editor to see."""

    template_name = "desk/home/notices.html"

    def __init__(self, notices: Sequence[WireNotice]) -> None:
        self.notices = notices

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"notices": self.notices}


class FailuresPanel(Component):
    """Alarms, for those who answer for the house, and stories that the schedule could not publish."""

    template_name = "desk/home/failures.html"

    def __init__(self, rows: Sequence[StoryRow], alarms: Sequence[AlarmRow], held: bool) -> None:
        self.rows = rows
        self.alarms = alarms
        self.held = held

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "alarms": self.alarms,
            "held": self.held,
            "csrf_token": parent_context.get("csrf_token"),
        }


def panels_for(request: Any) -> list[Component]:
    """In a fixed number of queries, whatever the archive holds."""
    user = request.user
    if not is_writer(user):
        return []
    overdue = _rows(newest_stories().filter(pk__in=overdue_stories()))
    own = newest_stories().filter(owner=user)
    notices = placements.notices_for(user, SHOWN)
    panels: list[Component] = [
        *([NoticesPanel(notices)] if notices else []),
        InboxPanel(item_rows(page(wanted_items(Wanted(state="new")), size=SHOWN).stories, user)),
        StoriesPanel(_("My drafts"), _rows(own.filter(among("draft"))), "?mine=on&state=draft"),
        StoriesPanel(_("In review"), _rows(newest_stories().filter(among("review"))), "?state=review"),
        StoriesPanel(_("Scheduled"), _rows(newest_stories().filter(among("scheduled"))), "?state=scheduled"),
    ]
    alarms = alarm_rows(request)
    if not overdue and not alarms:
        return panels
    held = bool(overdue) and clock_watch.held() is not None
    return [FailuresPanel(overdue, alarms, held), *panels]


def overdue_stories() -> list[int]:
    """Pages whose moment has passed without their going live."""
    return [int(revision.object_id) for revision in schedule.overdue()[:SHOWN]]


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
        return super().get_context_data(**kwargs, panels=panels_for(self.request))


view = for_staff(HomeView.as_view())
