"""Fronts: containers filled by hand and by rule, launched as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk.acts import PublishFront
from broadsheet.desk.admin.access import require, sections_to_publish_in
from broadsheet.desk.admin.saving import PublishesOnSave
from broadsheet.desk.models import Front, SectionPage
from broadsheet.desk.models.fronts import HOME


class FrontRow(msgspec.Struct, frozen=True):
    front_id: str
    title: str | Promise
    edition: int


def fronts_of(user: Any) -> list[FrontRow]:
    """The fronts that the user may launch, also those that nobody has put together yet."""
    editions = dict(Front.objects.values_list("front_id", "edition"))
    return [FrontRow(key, title, editions.get(key, 0)) for key, title in _launchable(user)]


def _launchable(user: Any) -> Iterator[tuple[str, str | Promise]]:
    if user.has_perm("desk.change_front"):
        yield HOME, _("Home")
    for section in sections_to_publish_in(user):
        yield section.section_id, section.title


def front_or_404(front_id: str) -> Front:
    """The stored front, or an empty one that is not saved yet."""
    stored = Front.objects.filter(front_id=front_id).select_related("section").first()
    if stored is not None:
        return stored
    if front_id == HOME:
        return Front(front_id=HOME)
    section = SectionPage.objects.filter(section_id=front_id).first()
    if section is None:
        raise Http404(f"There is no front {front_id!r}.")
    return Front(section=section, front_id=front_id)


class FrontsView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/fronts.html"
    page_title = _("Fronts")
    header_icon = "placeholder"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fronts = fronts_of(self.request.user)
        require(bool(fronts))
        return super().get_context_data(**kwargs, fronts=fronts)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class FrontForm(WagtailAdminModelForm):
    """Remembers from which edition the editor began, so that nobody overwrites what came between."""

    began_from = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["began_from"].initial = self.instance.edition

    def save(self, commit: bool = True) -> Front:
        front: Front = super().save(commit=False)
        began_from = self.cleaned_data.get("began_from")
        front.edition = front.edition if began_from is None else began_from
        return front


class FrontEditView(PublishesOnSave, generic.EditView):
    act = PublishFront
    model = Front
    permission_required = None
    index_url_name = "desk_fronts:index"
    header_icon = "placeholder"
    page_title = _("Front")
    submit_button_label = _("Launch")
    submit_button_active_label = _("Launching…")
    error_message = _("The front could not be launched. See what is marked below.")
    panel = ObjectList(
        [
            FieldPanel(
                "containers",
                help_text=_(
                    "From top to bottom. Stories chosen by hand come first, the rule fills up what is left;"
                    " no story is shown twice."
                ),
            )
        ],
        base_form_class=FrontForm,
    ).bind_to_model(Front)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(kwargs["front_id"] in {row.front_id for row in fronts_of(request.user)})
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_object(self, queryset: Any = None) -> Front:
        return front_or_404(self.kwargs["front_id"])

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_edit_url(self) -> str:
        return reverse("desk_fronts:edit", args=[self.kwargs["front_id"]])

    def get_last_updated_info(self) -> None:
        return None

    def get_success_message(self, instance: Any = None) -> str:
        return _now("The front “%(name)s” is launched.") % {"name": str(self.object)}


class FrontsViewSet(ViewSet):
    name = "desk_fronts"
    url_prefix = "fronts"
    icon = "placeholder"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", FrontsView.as_view(), name="index"),
            path("<str:front_id>/", FrontEditView.as_view(), name="edit"),
        ]
