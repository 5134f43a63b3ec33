"""Fronts: containers filled by hand and by rule, seen before they are launched, and taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk import front_preview
from broadsheet.desk.acts import PublishFront, UndoFront, WithdrawFront
from broadsheet.desk.acts.actor import actor_of
from broadsheet.desk.admin.access import require
from broadsheet.desk.admin.front_board import NEW, Block, blocks_of, put, raw_of, rules, search
from broadsheet.desk.admin.front_comparison import compare
from broadsheet.desk.admin.front_list import (
    front_or_404,
    fronts_of,
    launches_fronts,
    may_launch,
    may_launch_topics,
    topic_fronts,
)
from broadsheet.desk.compose.from_front import containers_of
from broadsheet.desk.errors import StaleRevision
from broadsheet.desk.models import Front
from broadsheet.desk.models.blocks import LAYOUTS
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.ledger import journal


def _allowed(request: HttpRequest, front_id: str) -> Front:
    """Raises PermissionDenied for whoever may not launch it."""
    front = front_or_404(front_id)
    require(may_launch(request.user, front))
    return front


def _as_sent(front: Front, data: QueryDict) -> Front:
    """With what the editor sees, and the edition that he began from."""
    sent = data.get("began_from", "")
    front.edition = int(sent) if sent.isdecimal() else front.edition
    return put(front, raw_of(data))


class FrontsView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/fronts.html"
    page_title = _("Fronts")
    header_icon = "placeholder"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, words = self.request.user, self.request.GET.get("q", "")
        require(launches_fronts(user))
        return super().get_context_data(
            **kwargs,
            fronts=fronts_of(user),
            topics=topic_fronts(user, words),
            words=words,
            has_topics=may_launch_topics(user),
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class FrontEditView(WagtailAdminTemplateMixin, TemplateView):
    """Reading it changes nothing; sending it launches, or says why not with everything kept."""

    template_name = "desk/front/board.html"
    header_icon = "placeholder"
    page_title = _("Front")
    front: Front

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.front = _allowed(request, kwargs["front_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.front)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "automatic" in request.GET:
            put(self.front, containers_of(front_preview.automatic(self.front)))
        return self.render_to_response(self._context())

    def post(self, request: HttpRequest, front_id: str) -> HttpResponse:
        front = _as_sent(self.front, request.POST)
        try:
            PublishFront(front, by=actor_of(request.user)).execute()
        except StaleRevision as error:
            messages.error(request, str(error))
            return self.render_to_response(self._context(self._compared(front_id)), status=409)
        except BroadsheetError as error:
            messages.error(request, str(error))
            return self.render_to_response(self._context(), status=409)
        messages.success(request, _now("The front “%(name)s” is launched.") % {"name": str(front)})
        return redirect("desk_fronts:edit", front_id)

    def _context(self, more: dict[str, Any] | None = None) -> dict[str, Any]:
        blocks = blocks_of(self.front)
        context: dict[str, Any] = self.get_context_data(
            front=self.front,
            blocks=blocks,
            fresh=Block(key=NEW),
            layouts=LAYOUTS,
            rules=rules(blocks),
            media=DraftailRichTextArea(features=["bold", "italic", "link"]).media,
        )
        return context | (more or {})

    def _compared(self, front_id: str) -> dict[str, Any]:
        """What stands launched, beside what the editor wanted to launch; a new try begins from it."""
        stored = front_or_404(front_id)
        mine, theirs = blocks_of(self.front), blocks_of(stored)
        words = {key: str(label) for _group, choices in rules([*mine, *theirs]) for key, label in choices}
        history = journal.history(f"front:{front_id}")
        self.front.edition = stored.edition
        sides = compare(mine, theirs, words)
        return {"mine": sides[0], "theirs": sides[1], "launched": history[-1] if history else None}


@require_POST
def preview(request: HttpRequest, front_id: str) -> HttpResponse:
    """The reader's page of what stands on the board; nothing is kept."""
    return front_preview.serve(_as_sent(_allowed(request, front_id), request.POST))


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """What a search finds, as a piece of the board."""
    require(launches_fronts(request.user))
    return render(request, "desk/front/found.html", {"found": search(request.GET.get("q", ""))})


class TakeBackView(View):
    """Undoes the newest launch, or leaves the front to the site."""

    act: type[UndoFront | WithdrawFront] = UndoFront
    words: str | Promise = ""

    def post(self, request: HttpRequest, front_id: str) -> HttpResponse:
        front = _allowed(request, front_id)
        sent = request.POST.get("began_from", "")
        front.edition = int(sent) if sent.isdecimal() else front.edition
        try:
            self.act(front, by=actor_of(request.user)).execute()
        except BroadsheetError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(self.words))
        return redirect("desk_fronts:edit", front_id)


class FrontsViewSet(ViewSet):
    name = "desk_fronts"
    url_prefix = "fronts"
    icon = "placeholder"

    def get_urlpatterns(self) -> list[URLPattern]:
        undone, left = _("The front before is launched again."), _("The site makes this front by itself.")
        return [
            path("", FrontsView.as_view(), name="index"),
            path("stories/", stories, name="stories"),
            path("<str:front_id>/", FrontEditView.as_view(), name="edit"),
            path("<str:front_id>/preview/", preview, name="preview"),
            path("<str:front_id>/undo/", TakeBackView.as_view(words=undone), name="undo"),
            path("<str:front_id>/leave/", TakeBackView.as_view(act=WithdrawFront, words=left), name="leave"),
        ]
