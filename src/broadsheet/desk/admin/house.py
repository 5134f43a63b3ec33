"""What the house itself says: its name, imprint, privacy and other pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.desk import legal_gaps
from broadsheet.desk.acts import PublishHousePage, PublishIdentity
from broadsheet.desk.admin.access import is_chief
from broadsheet.desk.admin.forms import FormPage
from broadsheet.desk.admin.saving import DeletesByAct, PublishesOnSave, refuse
from broadsheet.desk.compose.house import page_record
from broadsheet.desk.models import HousePage, SiteIdentity
from broadsheet.kernel.errors import BroadsheetError


class SavesHousePage(PublishesOnSave):
    act = PublishHousePage

    def save_instance(self) -> Any:
        page = super().save_instance()
        if gaps := legal_gaps.missing(page_record(page)):
            text = _now("Readers keep what they had of “%(title)s” until it says: %(gaps)s.")
            messages.warning(self.request, text % {"title": page.title, "gaps": gaps})
        return page


class HousePageCreateView(SavesHousePage, generic.CreateView):
    pass


class HousePageEditView(SavesHousePage, generic.EditView):
    pass


class HousePageDeleteView(DeletesByAct, generic.DeleteView):
    """Takes the page back from the readers first."""


class HousePagesViewSet(ModelViewSet):
    model = HousePage
    name = "desk_house_pages"
    url_prefix = "house/pages"
    icon = "doc-empty"
    copy_view_enabled = False
    add_view_class = HousePageCreateView
    edit_view_class = HousePageEditView
    delete_view_class = HousePageDeleteView
    list_display: ClassVar = ["title", "role", "slug"]
    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("role", help_text=_("Every page of the site links to imprint and privacy.")),
        FieldPanel("body"),
        FieldPanel("slug", help_text=_("Made from the title if empty.")),
    ]

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_delete_view_kwargs(**kwargs)
        return {**given, "edit_url_name": self.get_url_name("edit")}


class IdentityForm(ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SiteIdentity
        fields: ClassVar = ["name", "tagline", "further_tagline", "publisher", "email"]

    def refuse(self, error: BroadsheetError) -> None:
        refuse(self, error)


class IdentityView(FormPage):
    page_title = _("Site identity")
    header_icon = "site"
    form_class = IdentityForm
    submit_label = _("Save and publish")
    introduction = _("It stands on every page of the site: after a change, all pages are made anew.")

    def is_allowed(self) -> bool:
        return is_chief(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": SiteIdentity.objects.first()}

    def act(self, form: IdentityForm) -> HttpResponse:
        PublishIdentity(form.save(commit=False), by=self.request.user).execute()  # type: ignore[arg-type]
        messages.success(self.request, _now("The site identity is saved and published."))
        return redirect("desk_identity")

    def back_url(self) -> str:
        return reverse("wagtailadmin_home")
