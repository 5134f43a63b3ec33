"""What came over the wire, for editors to make stories of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk import looking, placements
from broadsheet.desk.admin import agency_pictures
from broadsheet.desk.admin.access import is_writer, require, sections_to_write_in
from broadsheet.desk.admin.clips import quoting
from broadsheet.desk.admin.differences import difference
from broadsheet.desk.admin.inbox_list import InboxView, ResultsView
from broadsheet.desk.admin.inbox_news import AlertsView, NewsView
from broadsheet.desk.admin.inbox_rows import badges_of
from broadsheet.desk.admin.inbox_searches import DeleteSearchView, SaveSearchView
from broadsheet.desk.admin.routing_words import shown_placement, shown_subjects
from broadsheet.desk.admin.stories import NewStoryForm
from broadsheet.desk.derived import is_recalled
from broadsheet.desk.errors import ItemTaken
from broadsheet.desk.from_wire import story_of
from broadsheet.desk.wire_warnings import told
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.wire import inbox, recalls
from broadsheet.wire.errors import UnknownItem
from broadsheet.wire.item import WireItem, decode
from broadsheet.wire.models import Item


class ShownVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version as the agency sent it, with what it changed."""

    name: str
    created: datetime
    received: datetime
    item: WireItem
    changes: list[Any]


def shown_versions(item: Item) -> list[ShownVersion]:
    """The newest first; the same version delivered twice is one."""
    delivered = {row.version: row for row in inbox.versions(item.pk)}
    rows = [delivered[version] for version in sorted(delivered)]
    contents = [decode(row.content) for row in rows]
    shown = [
        ShownVersion(
            name=f"V{at + 1}",
            created=content.version_created,
            received=row.received,
            item=content,
            changes=difference(contents[at - 1], content) if at else [],
        )
        for at, (row, content) in enumerate(zip(rows, contents, strict=True))
    ]
    return shown[::-1]


class ItemView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/item.html"
    page_title = _("Wire item")
    header_icon = "mail"
    base = "wagtailadmin/generic/base.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(is_writer(request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_inbox:index"), "label": _("Inbox")},
            {"url": "", "label": _("Wire item")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = item_or_404(self.kwargs["item_id"])
        placements.seen(item, self.request.user)
        looking.note_look(self.request.user, item)
        versions = shown_versions(item)
        return super().get_context_data(
            **kwargs,
            base=self.base,
            item=item,
            wire=item.wire_item,
            noticed=[told(warning) for warning in item.wire_item.warnings],
            badges=badges_of(item),
            version_name=versions[0].name if versions else "V1",
            versions=versions,
            compared=compared(versions, self.request.GET),
            alike=inbox.alike(item),
            notice=recalls.notice_of(item) if is_recalled(item) else None,
            takes_back=recalls.taken_back_by(item),
            internal_notes=inbox.internal_notes(item.pk),
            story=story_of(item),
            uses=looking.uses_of([item.pk], self.request.user).get(item.pk, []),
            present=looking.others_looking(self.request.user).get(item.pk, []),
            sections=sections_to_write_in(self.request.user),
            proposed=placements.proposal(item).section,
            placement=shown_placement(item),
            subjects=shown_subjects(item.wire_item),
            **agency_pictures.context_of(item),
            quoting=quoting(item, item.wire_item, self.request.user),
        )


class PreviewView(ItemView):
    """The same without the page around it, to stand beside the list."""

    base = "desk/inbox/preview.html"


class Compared(msgspec.Struct, frozen=True):
    older: str
    newer: str
    changes: list[Any]


def compared(versions: list[ShownVersion], asked: QueryDict) -> Compared | None:
    """Any two versions, if they are asked for by their names."""
    named = {version.name: version for version in versions}
    older, newer = named.get(asked.get("older", "")), named.get(asked.get("newer", ""))
    if older is None or newer is None:
        return None
    return Compared(older.name, newer.name, difference(older.item, newer.item))


class MakeStoryView(View):
    """A draft in the chosen section; nobody makes a second one by accident.

    The list's script is answered in JSON and stays where it is; else the editor opens.
    """

    def post(self, request: HttpRequest, item_id: str) -> HttpResponse:
        require(is_writer(request.user))
        item = item_or_404(item_id)
        form = NewStoryForm(_with_section(request, item), user=request.user)
        if not form.is_valid():
            return _refused(request, item, _now("Choose a section in which you may write."))
        confirmed = bool(request.POST.get("confirmed"))
        try:
            story = looking.take(item, form.cleaned_data["section"], request.user, confirmed=confirmed)
        except ItemTaken as error:
            return _taken(request, item, error)
        except BroadsheetError as error:
            return _refused(request, item, str(error))
        url = reverse("wagtailadmin_pages:edit", args=[story.pk])
        return (
            JsonResponse({"url": url, "section": story.section.title})
            if _is_script(request)
            else redirect(url)
        )


def _with_section(request: HttpRequest, item: Item) -> QueryDict:
    """Without a section, the one that rules and subjects propose; else where the editor may write."""
    given = request.POST.copy()
    if not given.get("section"):
        allowed = sections_to_write_in(request.user)
        proposed = placements.proposal(item).section
        chosen = [section for section in allowed if section == proposed] or allowed
        given["section"] = str(chosen[0].pk) if chosen else ""
    return given


def _taken(request: HttpRequest, item: Item, error: ItemTaken) -> HttpResponse:
    told = _now("%(name)s has made a story of this already: “%(headline)s”.") % {
        "name": error.by or _now("Somebody"),
        "headline": error.story.draft_title,
    }
    url = reverse("wagtailadmin_pages:edit", args=[error.story.pk])
    return _refused(request, item, told, url=url, code=error.code)


def _refused(request: HttpRequest, item: Item, told: str, **more: str) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"told": told, **more}, status=409)
    messages.error(request, told)
    return redirect("desk_inbox:item", item.pk)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("accept") == "application/json"


@method_decorator(require_POST, name="dispatch")
class IgnoreView(View):
    """Hides the item and all that tell the same, save those with a story; or brings them back."""

    def post(self, request: HttpRequest, item_id: str) -> HttpResponse:
        require(is_writer(request.user))
        item = item_or_404(item_id)
        every = [item.pk, *(other.pk for other in inbox.alike(item))]
        is_back = bool(request.POST.get("back"))
        (inbox.bring_back if is_back else inbox.mark_ignored)(every)
        if _is_script(request):
            return JsonResponse({"ignored": not is_back})
        told = _now("“%(headline)s” is back in the inbox.") if is_back else _now("“%(headline)s” is ignored.")
        messages.success(request, told % {"headline": str(item)})
        return redirect("desk_inbox:index")


def item_or_404(item_id: str) -> Item:
    try:
        return inbox.get(item_id)
    except UnknownItem as error:
        raise Http404(str(error)) from error


class InboxViewSet(ViewSet):
    name = "desk_inbox"
    url_prefix = "inbox"
    icon = "mail"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", InboxView.as_view(), name="index"),
            path("results/", ResultsView.as_view(), name="results"),
            path("news/", NewsView.as_view(), name="news"),
            path("alerts/", AlertsView.as_view(), name="alerts"),
            path("searches/", SaveSearchView.as_view(), name="save_search"),
            path("searches/<int:search>/delete/", DeleteSearchView.as_view(), name="delete_search"),
            path("<str:item_id>/", ItemView.as_view(), name="item"),
            path("<str:item_id>/preview/", PreviewView.as_view(), name="preview"),
            path("<str:item_id>/story/", MakeStoryView.as_view(), name="make_story"),
            path("<str:item_id>/ignore/", IgnoreView.as_view(), name="ignore"),
        ]
