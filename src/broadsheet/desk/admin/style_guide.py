"""The style guide's page at the desk: a list on the left, the specimen beside it."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk import style_guide
from broadsheet.desk.admin.access import is_writer, require

WIDTHS: Final = {"phone": (360, _("Phone")), "tablet": (768, _("Tablet")), "desktop": (1280, _("Desktop"))}


class StyleGuideView(WagtailAdminTemplateMixin, TemplateView):
    """`?show=` names the specimen, `?at=` the width."""

    template_name = "desk/style_guide.html"
    page_title = _("Style guide")
    header_icon = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(is_writer(request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Desk")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = style_guide.names()
        show = self.request.GET.get("show", known[0])
        at = self.request.GET.get("at", "desktop")
        shown = show if show in known else known[0]
        chosen = at if at in WIDTHS else "desktop"
        return super().get_context_data(
            **kwargs,
            groups=[(title, specimens.items()) for title, specimens in style_guide.GROUPS],
            widths=[(name, label) for name, (_pixels, label) in WIDTHS.items()],
            shown=shown,
            at=chosen,
            pixels=WIDTHS[chosen][0],
        )


def specimen(request: HttpRequest, name: str) -> HttpResponse:
    """The page itself, for the frame."""
    require(is_writer(request.user))
    if name not in style_guide.names():
        raise Http404(f"The style guide shows no {name}.")
    return style_guide.serve(name)


class StyleGuideViewSet(ViewSet):
    name = "desk_style_guide"
    url_prefix = "style-guide"
    icon = "view"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", StyleGuideView.as_view(), name="index"),
            path("<slug:name>/", specimen, name="specimen"),
        ]
