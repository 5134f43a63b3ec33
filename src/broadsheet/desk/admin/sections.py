"""Sections: their names, addresses and order, without the tree that they are in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from broadsheet.desk.acts import PublishSection
from broadsheet.desk.admin.access import is_chief, require
from broadsheet.desk.admin.editor import readers_address
from broadsheet.desk.admin.forms import FormPage
from broadsheet.desk.admin.saving import refuse
from broadsheet.desk.models import SectionPage
from broadsheet.desk.roles import ensure_section_editor_group
from broadsheet.kernel.errors import BroadsheetError


class SectionsView(generic.BaseListingView):
    model = SectionPage
    page_title = _("Sections")
    header_icon = "list-ul"
    index_url_name = "desk_sections:index"
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    verbose_name_plural = _("sections")
    columns: ClassVar = [
        TitleColumn("title", label=_("Section"), url_name="desk_sections:edit"),
        Column("slug", label=_("Address")),
        Column("order", label=_("Order")),
        BooleanColumn("live", label=_("Published")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(is_chief(request.user))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Any]:
        sections: QuerySet[Any] = SectionPage.objects.order_by("order", "title")
        return sections

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("New section"), url=reverse("desk_sections:new"), icon_name="plus")]


class SectionForm(ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SectionPage
        fields: ClassVar = ["title", "slug", "description", "order", "language", "counterpart"]
        labels: ClassVar = {"title": _("Name"), "slug": _("Address")}
        help_texts: ClassVar = {
            "title": "",
            "slug": _("The first part of its stories' addresses. Old addresses keep working after a change."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = SectionPage.objects.exclude(pk=self.instance.pk).order_by("order", "title")
        self.fields["counterpart"].queryset = others  # type: ignore[attr-defined]

    def refuse(self, error: BroadsheetError) -> None:
        refuse(self, error)

    def _post_clean(self) -> None:
        """The act validates: only it knows where a new section will stand in the tree."""
        data = self.cleaned_data
        for name in self._meta.fields or ():
            if name in data:
                setattr(self.instance, name, data[name])


class SectionView(FormPage):
    form_class = SectionForm
    header_icon = "list-ul"
    submit_label = _("Save and publish")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = kwargs.get("pk")
        self.section = get_object_or_404(SectionPage, pk=pk) if pk else SectionPage()
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return is_chief(self.request.user)

    def get_page_title(self) -> str:
        return str(self.section.title) or _now("New section")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.section}

    def act(self, form: SectionForm) -> HttpResponse:
        filed = PublishSection(self.section, by=self.request.user).execute()  # type: ignore[arg-type]
        ensure_section_editor_group(self.section)
        text = _now("“%(name)s” is saved and published.") % {"name": self.section.title}
        shown = messages.button(readers_address(filed.url), _("Open the reader's page"), new_window=True)
        messages.success(self.request, text, buttons=[shown])
        return redirect("desk_sections:index")

    def back_url(self) -> str:
        return reverse("desk_sections:index")


class SectionsViewSet(ViewSet):
    name = "desk_sections"
    url_prefix = "sections"
    icon = "list-ul"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", SectionsView.as_view(), name="index"),
            path("new/", SectionView.as_view(), name="new"),
            path("<int:pk>/", SectionView.as_view(), name="edit"),
        ]
