"""What an agency's newer version changes, beside the story, with a button for each paragraph."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from broadsheet.desk.acts import KeepOurs, TakeOver
from broadsheet.desk.admin.access import require
from broadsheet.desk.agency_update import Change, update_of
from broadsheet.desk.models import StoryPage
from broadsheet.kernel.comparison import Stretch, compared_words
from broadsheet.kernel.errors import BroadsheetError

_HEADS: Final[dict[str, Promise]] = {"kicker": _("kicker"), "title": _("headline"), "lead": _("lead")}
_KINDS: Final[dict[str, Promise]] = {
    "changed": _("Paragraph changed"),
    "added": _("Paragraph added"),
    "removed": _("Paragraph removed"),
}
_BUTTONS: Final[dict[str, Promise]] = {
    "changed": _("Take over"),
    "added": _("Take over"),
    "removed": _("Remove here, too"),
}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    name: str | Promise
    stretches: list[Stretch]
    """What the agency has now, with what it took out."""
    old: str
    ours: str
    is_ours_old: bool
    """Whether the story has the agency's old words."""
    state: str
    button: str | Promise


def rows_of(changes: list[Change]) -> list[Row]:
    return [
        Row(
            key=each.key,
            name=_HEADS.get(each.key) or _KINDS[each.kind],
            stretches=list(compared_words(each.old, each.new)),
            old=each.old,
            ours=each.ours,
            is_ours_old=bool(each.ours) and each.ours == each.old,
            state=each.state,
            button=_BUTTONS[each.kind],
        )
        for each in changes
    ]


class UpdateView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/agency_update.html"
    page_title = _("Newer agency version")
    header_icon = "mail"
    story: StoryPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.story = get_object_or_404(StoryPage, pk=kwargs["pk"])
        require(self.story.permissions_for_user(request.user).can_edit())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if update_of(self.story) is None:
            messages.info(request, _now("There is no newer version of the agency to look at."))
            return redirect("wagtailadmin_pages:edit", self.story.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            said = self._act(request)
        except BroadsheetError as error:
            messages.error(request, str(error))
            return redirect("desk_acts:update", self.story.pk)
        messages.success(request, said)
        if update_of(StoryPage.objects.get(pk=self.story.pk)) is None:
            return redirect("wagtailadmin_pages:edit", self.story.pk)
        return redirect("desk_acts:update", self.story.pk)

    def _act(self, request: HttpRequest) -> str:
        """Says what was done; raises BroadsheetError."""
        token, by = request.POST.get("token", ""), request.user
        if "keep" in request.POST:
            KeepOurs(self.story, token=token, by=by).execute()  # type: ignore[arg-type]
            return _now("Your words stay. The mark comes back with the agency's next version.")
        update = update_of(self.story)
        every = [change.key for change in update.open] if update else []
        keys = every if "all" in request.POST else request.POST.getlist("take")
        TakeOver(self.story, keys, token=token, by=by).execute()  # type: ignore[arg-type]
        return _now("Taken over into the draft. Readers get it when you publish.")

    def get_page_subtitle(self) -> str:
        return str(self.story.draft_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.story.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        update = update_of(self.story)
        rows = rows_of(update.changes) if update else []
        context = super().get_context_data(**kwargs, story=self.story, update=update, rows=rows)
        return {**context, "is_open": bool(update and update.open)}
