"""Retractions and corrections that have not reached everything yet: at the story, and in a list."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.panels import Panel
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk import outstanding
from broadsheet.desk.admin.access import is_writer, require
from broadsheet.desk.outstanding import Act, Outstanding

SHOWN: Final = 20

KINDS: Final = {
    "entry": _("Not taken note of yet"),
    "page": _("To be baked again"),
    "removal": _("To be taken away"),
    "purge": _("To be forgotten by the cache"),
}


def lines(left: Any) -> list[dict[str, Any]]:
    """In words, at most SHOWN."""
    return [_line(each) for each in left[:SHOWN]]


def _line(each: Outstanding) -> dict[str, Any]:
    where = "" if each.what == "entry" else each.where
    return {"words": KINDS[each.what], "where": where, "error": each.error}


class OutstandingPanel(Panel):
    """A retracted or corrected story says how far that has come."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/outstanding.html"
        _act: Act | None = None

        def is_shown(self) -> bool:
            story = self.instance
            if story.pk and (story.retracted_at is not None or story.corrections.exists()):
                self._act = outstanding.last_act(story)
            return self._act is not None and bool(self._act.left or story.retracted_at)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            left = self._act.left if self._act else []
            return {**context, "lines": lines(left), "more": max(0, len(left) - SHOWN)}


class OutstandingView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/outstanding.html"
    page_title = _("Outstanding")
    header_icon = "time"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(is_writer(request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Desk")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acts = [
            {"story": act.story, "at": act.entry.at, "retracted": act.entry.act == "retract"}
            | {"count": len(act.left), "lines": lines(act.left)}
            for act in outstanding.unfinished(SHOWN)
        ]
        return super().get_context_data(**kwargs, acts=acts)


class OutstandingViewSet(ViewSet):
    name = "desk_outstanding"
    url_prefix = "outstanding"
    icon = "time"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", OutstandingView.as_view(), name="index")]
