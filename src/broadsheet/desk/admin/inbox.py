"""What came over the wire, for editors to make stories of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import django_filters
import msgspec
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView, View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk import placements
from broadsheet.desk.admin.access import is_writer, require, sections_to_write_in
from broadsheet.desk.admin.differences import difference
from broadsheet.desk.admin.routing_words import shown_placement, shown_subjects
from broadsheet.desk.admin.states import Badge, moment_text
from broadsheet.desk.admin.stories import PER_PAGE, WIDE, NewestPaginator, NewStoryForm, TickedFilter
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import SectionPage, StoryPage
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.wire import inbox
from broadsheet.wire.errors import UnknownItem
from broadsheet.wire.item import WireItem, decode
from broadsheet.wire.models import Item, Version

LANGUAGES = [("de", _("German")), ("en", _("English"))]
STATES = [("new", _("New")), ("taken", _("Made into a story")), ("ignored", _("Ignored"))]


def badges_of(item: Item) -> list[Badge]:
    """What an editor must not overlook, the loudest first."""
    found = []
    if item.status == Item.Status.CANCELED:
        found.append(Badge(_now("Canceled"), "danger"))
    if item.status == Item.Status.WITHHELD:
        found.append(Badge(_now("Withheld"), "danger"))
    if item.embargo is not None and item.embargo > clock.now():
        found.append(
            Badge(_now("Embargo until %(moment)s") % {"moment": moment_text(item.embargo)}, "danger")
        )
    if item.is_newer_than_story:
        found.append(Badge(_now("Newer than our story"), "warning"))
    if item.state == Item.State.TAKEN:
        found.append(Badge(_now("Made into a story"), "good"))
    if item.state == Item.State.IGNORED:
        found.append(Badge(_now("Ignored")))
    return found


# ---- the list ---------------------------------------------------------------------------


class InboxFilter(WagtailFilterSet):
    """Ignored items are shown only to those who ask for them."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES)
    supplier = django_filters.ChoiceFilter(label=_("Agency"))
    urgency = django_filters.ChoiceFilter(
        label=_("Urgency"), choices=[(str(level), str(level)) for level in range(1, 9)]
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=LANGUAGES, lookup_expr="startswith")
    embargoed = TickedFilter(label=_("Under embargo"), method="only_embargoed")

    class Meta:
        model = Item
        fields: ClassVar = ["state", "supplier", "urgency", "language", "embargoed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["supplier"].extra["choices"] = [(name, name) for name in inbox.suppliers()]

    def only_embargoed(self, items: QuerySet[Item], name: str, wanted: bool) -> QuerySet[Item]:
        return items.filter(embargo__gt=clock.now()) if wanted else items

    def filter_queryset(self, queryset: QuerySet[Item]) -> QuerySet[Item]:
        items: QuerySet[Item] = super().filter_queryset(queryset)
        return items if self.form.cleaned_data.get("state") else items.exclude(state=Item.State.IGNORED)


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    pk: str
    headline: str
    kicker: str = ""
    supplier: str
    place: str
    urgency: str
    version: str
    received: datetime
    badges: list[Badge]


def rows_of(items: Sequence[Item]) -> list[ItemRow]:
    counted = Version.objects.filter(item__in=[item.pk for item in items]).values("item")
    numbers = dict(counted.annotate(n=Count("version", distinct=True)).values_list("item", "n"))
    return [
        ItemRow(
            pk=item.pk,
            headline=str(item),
            supplier=item.supplier,
            place=item.place,
            urgency=str(item.urgency or ""),
            version=f"V{numbers.get(item.pk, 1)}",
            received=item.received,
            badges=badges_of(item),
        )
        for item in items
    ]


class ItemColumn(TitleColumn):
    cell_template_name = "desk/cells/headline.html"


class BadgesColumn(Column):
    cell_template_name = "desk/cells/badges.html"


class InboxView(generic.BaseListingView):
    model = Item
    page_title = _("Agency inbox")
    header_icon = "mail"
    index_url_name = "desk_inbox:index"
    index_results_url_name = "desk_inbox:index_results"
    template_name = "desk/inbox.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    filterset_class = InboxFilter
    paginator_class = NewestPaginator
    paginate_by = PER_PAGE
    is_searchable = True
    verbose_name_plural = _("wire items")
    columns: ClassVar = [
        Column("urgency", label=_("Urgency"), classname=WIDE),
        ItemColumn("headline", label=_("Headline"), url_name="desk_inbox:item"),
        BadgesColumn("badges", label=_("State")),
        Column("supplier", label=_("Agency"), classname=WIDE),
        Column("place", label=_("Place"), classname=WIDE),
        Column("version", label=_("Version"), classname=WIDE),
        DateColumn("received", label=_("Received"), classname=WIDE),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(is_writer(request.user))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Item]:
        return Item.objects.defer("content", "search").order_by("-received", "-id")

    def order_queryset(self, queryset: QuerySet[Item]) -> QuerySet[Item]:
        return queryset

    def search_queryset(self, queryset: QuerySet[Item]) -> QuerySet[Item]:
        for word in self.search_query.casefold().split():
            queryset = queryset.filter(search__contains=word)
        return queryset

    def paginate_queryset(self, queryset: QuerySet[Item], page_size: int) -> Any:
        paginator, page, items, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = rows_of(list(items))
        return paginator, page, page.object_list, is_paginated


# ---- one item ---------------------------------------------------------------------------


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
        versions = shown_versions(item)
        return super().get_context_data(
            **kwargs,
            item=item,
            wire=item.wire_item,
            badges=badges_of(item),
            version_name=versions[0].name if versions else "V1",
            versions=versions,
            alike=inbox.alike(item),
            internal_notes=inbox.internal_notes(item.pk),
            story=story_of_item(item),
            sections=sections_to_write_in(self.request.user),
            proposed=placements.proposal(item).section,
            placement=shown_placement(item),
            subjects=shown_subjects(item.wire_item),
        )


class MakeStoryView(View):
    """A draft in the chosen section, opened in the editor; nobody makes a second one by accident."""

    def post(self, request: HttpRequest, item_id: str) -> HttpResponse:
        require(is_writer(request.user))
        item = item_or_404(item_id)
        form = NewStoryForm(request.POST, user=request.user)
        if not form.is_valid():
            messages.error(request, _now("Choose a section in which you may write."))
            return redirect("desk_inbox:item", item_id)
        try:
            story = story_once(item, form.cleaned_data["section"], request.user)
        except BroadsheetError as error:
            messages.error(request, str(error))
            return redirect("desk_inbox:item", item.pk)
        return redirect("wagtailadmin_pages:edit", story.pk)


@method_decorator(require_POST, name="dispatch")
class IgnoreView(View):
    def post(self, request: HttpRequest, item_id: str) -> HttpResponse:
        require(is_writer(request.user))
        item = item_or_404(item_id)
        inbox.mark_ignored([item.pk])
        messages.success(request, _now("“%(headline)s” is ignored.") % {"headline": str(item)})
        return redirect("desk_inbox:index")


@transaction.atomic
def story_once(item: Item, section: SectionPage, user: Any) -> StoryPage:
    """The story that there is, or a new draft: two editors who press together get the same one."""
    locked = Item.objects.select_for_update().get(pk=item.pk)
    return story_of_item(locked) or draft_from(locked, section, user)


def story_of_item(item: Item) -> StoryPage | None:
    story: StoryPage | None = StoryPage.objects.filter(story_id=item.story).first() if item.story else None
    return story


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
            path("results/", InboxView.as_view(results_only=True), name="index_results"),
            path("<str:item_id>/", ItemView.as_view(), name="item"),
            path("<str:item_id>/story/", MakeStoryView.as_view(), name="make_story"),
            path("<str:item_id>/ignore/", IgnoreView.as_view(), name="ignore"),
        ]
