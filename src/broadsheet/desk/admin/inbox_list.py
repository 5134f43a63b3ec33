"""The inbox: what came over the wire, one line a story, with a preview beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from broadsheet.desk.admin import inbox_searches
from broadsheet.desk.admin.access import is_writer, require, sections_to_write_in
from broadsheet.desk.admin.inbox_filter import InboxFilter, arrival_in
from broadsheet.desk.admin.inbox_rows import rows_of
from broadsheet.wire import listing
from broadsheet.wire.searching import terms


def list_context(request: HttpRequest) -> dict[str, Any]:
    """The part of the list that the address asks for."""
    chosen = InboxFilter(request.GET)
    newest = listing.newest_arrival()
    before = arrival_in(request.GET, "before")
    page = listing.page(chosen.items(request.user), before)
    return {
        "filter": chosen,
        "address": chosen.address,
        "newest": newest,
        "rows": rows_of(page.stories, request.user, terms(chosen.cleaned_data.get("q", ""))),
        "older": page.older,
        "before": before,
    }


class InboxView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/inbox.html"
    page_title = _("Agency inbox")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(is_writer(request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = list_context(self.request)
        return super().get_context_data(
            **kwargs,
            **shown,
            searches=inbox_searches.shown_to(self.request.user, shown["address"], shown["newest"]),
            sections=sections_to_write_in(self.request.user),
        )


class ResultsView(View):
    """The list alone, for the script that exchanges it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(is_writer(request.user))
        return render(request, "desk/inbox/results.html", list_context(request))
