"""All stories of all sections in one flat list, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

import django_filters
import msgspec
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.desk.admin.access import is_writer, require, sections_to_write_in
from broadsheet.desk.admin.forms import ActForm, FormPage
from broadsheet.desk.admin.sources import of_one_source, resting_on
from broadsheet.desk.admin.states import LABELS, Badge, among, badges, facts_of
from broadsheet.desk.folders import folder_for
from broadsheet.desk.models import Person, SectionPage, Source, StoryPage, Topic
from broadsheet.desk.models.blocks import GENRES
from broadsheet.kernel import clock

PER_PAGE: Final = 40
LISTED: Final = 2000
"""No list counts or turns pages beyond; older stories are found by filter and search."""

WIDE: Final = "desk-wide"
"""Columns that a telephone leaves out."""


class NewestPaginator(WagtailPaginator):
    """Counts the newest LISTED alone, so that a page costs the same in every archive."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list[:LISTED].values_list("pk"))


class TickedFilter(django_filters.Filter):
    """A box to tick; unticked, it is no filter."""

    field_class = forms.BooleanField


class StoryFilter(WagtailFilterSet):
    section = django_filters.ModelChoiceFilter(
        label=_("Section"), queryset=SectionPage.objects.order_by("order", "title"), method="in_section"
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=list(LABELS.items()), method="in_state")
    genre = django_filters.ChoiceFilter(label=_("Kind"), choices=GENRES)
    author = django_filters.ModelChoiceFilter(
        label=_("Author"), queryset=Person.objects.all(), field_name="bylines__person"
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), queryset=Topic.objects.all(), field_name="topic_links__topic"
    )
    source = django_filters.ModelChoiceFilter(
        label=_("Rests on"), queryset=Source.objects.all(), method="on_source"
    )
    alone = TickedFilter(label=_("Only with a single source"), method="on_one_source")
    mine = TickedFilter(label=_("Only my own"), method="only_mine")

    class Meta:
        model = StoryPage
        fields: ClassVar = ["section", "state", "genre", "author", "topic", "source", "alone", "mine"]

    def in_section(self, stories: Any, name: str, section: SectionPage) -> Any:
        return stories.descendant_of(section)

    def in_state(self, stories: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        return stories.filter(among(state))

    def on_source(self, stories: QuerySet[Any], name: str, source: Source) -> QuerySet[Any]:
        return resting_on(stories, source)

    def on_one_source(self, stories: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return of_one_source(stories) if wanted else stories

    def only_mine(self, stories: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        return stories.filter(owner=self.request.user) if wanted else stories


class StoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list, with nothing left to ask the database."""

    pk: int
    headline: str
    kicker: str
    section: str
    genre: str
    authors: str
    badges: list[Badge]
    updated: datetime | None


def rows_of(stories: Sequence[StoryPage]) -> list[StoryRow]:
    facts = facts_of(stories)
    sections = dict(SectionPage.objects.values_list("path", "title"))
    depth = 2 * StoryPage.steplen
    return [
        StoryRow(
            pk=story.pk,
            headline=story.draft_title or story.title or _now("(no headline yet)"),
            kicker=story.kicker,
            section=sections.get(story.path[:depth], ""),
            genre=capfirst(str(story.get_genre_display())),
            authors=", ".join(byline.person.name for byline in story.bylines.all()),
            badges=badges(story, facts),
            updated=story.latest_revision_created_at,
        )
        for story in stories
    ]


def newest_stories() -> QuerySet[Any]:
    """By the primary key, which is an index: the order in which stories were begun."""
    stories: QuerySet[Any] = StoryPage.objects.defer("body", "sources").order_by("-pk")
    return stories.prefetch_related("bylines__person")


class HeadlineColumn(TitleColumn):
    cell_template_name = "desk/cells/headline.html"


class BadgesColumn(Column):
    cell_template_name = "desk/cells/badges.html"


class StoryListView(generic.BaseListingView):
    model = StoryPage
    page_title = _("Stories")
    header_icon = "doc-full"
    index_url_name = "desk_stories:index"
    index_results_url_name = "desk_stories:index_results"
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    filterset_class = StoryFilter
    paginator_class = NewestPaginator
    paginate_by = PER_PAGE
    is_searchable = True
    verbose_name_plural = _("stories")
    columns: ClassVar = [
        HeadlineColumn("headline", label=_("Headline"), url_name="wagtailadmin_pages:edit"),
        BadgesColumn("badges", label=_("State")),
        Column("section", label=_("Section"), classname=WIDE),
        Column("genre", label=_("Kind"), classname=WIDE),
        Column("authors", label=_("Author"), classname=WIDE),
        DateColumn("updated", label=_("Updated"), classname=WIDE),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(is_writer(request.user))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Any]:
        return newest_stories()

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for word in self.search_query.split():
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(draft_title__icontains=word) | Q(kicker__icontains=word)
            )
        return queryset

    def paginate_queryset(self, queryset: QuerySet[Any], page_size: int) -> Any:
        paginator, page, stories, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = rows_of(list(stories))
        return paginator, page, page.object_list, is_paginated

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("New story"), url=reverse("desk_stories:new"), icon_name="plus")]


class NewStoryForm(ActForm):
    section = forms.ModelChoiceField(
        label=_("Section"),
        queryset=SectionPage.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [section.pk for section in sections_to_write_in(user)]
        sections = SectionPage.objects.filter(pk__in=allowed).order_by("order", "title")
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        self.fields["section"].initial = sections.first()


class NewStoryView(FormPage):
    """Asks for the section, then opens Wagtail's editor in the month folder that the desk makes."""

    page_title = _("New story")
    header_icon = "doc-full"
    form_class = NewStoryForm
    submit_label = _("Begin")
    introduction = _("In which section will it appear? You can move it later.")

    def is_allowed(self) -> bool:
        return is_writer(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def act(self, form: forms.Form) -> HttpResponse:
        folder = folder_for(form.cleaned_data["section"], clock.now())
        return redirect("wagtailadmin_pages:add", "desk", "storypage", folder.pk)

    def back_url(self) -> str:
        return reverse("desk_stories:index")


class StoriesViewSet(ViewSet):
    name = "desk_stories"
    url_prefix = "stories"
    icon = "doc-full"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", StoryListView.as_view(), name="index"),
            path("results/", StoryListView.as_view(results_only=True), name="index_results"),
            path("new/", NewStoryView.as_view(), name="new"),
        ]
