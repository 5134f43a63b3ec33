"""Topics and people: saved and published in one go, chosen in stories."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from broadsheet.desk.acts import PublishPerson, PublishTopic
from broadsheet.desk.admin.saving import DeletesByAct, PublishesOnSave
from broadsheet.desk.models import Person, Topic

_ADDRESS_HELP = _("Made from the name if empty. The old address keeps working after a change.")


class TopicCreateView(PublishesOnSave, CreateView):
    act = PublishTopic


class TopicEditView(PublishesOnSave, EditView):
    act = PublishTopic


class PersonCreateView(PublishesOnSave, CreateView):
    act = PublishPerson


class PersonEditView(PublishesOnSave, EditView):
    act = PublishPerson


class NamedDeleteView(DeletesByAct, DeleteView):
    """Refused while published stories refer to it."""


class NamedViewSet(SnippetViewSet):
    """What topics and people have in common in the admin."""

    copy_view_enabled = False
    delete_view_class = NamedDeleteView
    list_per_page = 50

    # Without Wagtail's step “Snippets”.
    breadcrumbs_items = WagtailAdminTemplateMixin.breadcrumbs_items

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_delete_view_kwargs(**kwargs)
        return {**given, "edit_url_name": self.get_url_name("edit")}


class TopicViewSet(NamedViewSet):
    model = Topic
    icon = "tag"
    base_url_path = "topics"
    add_view_class = TopicCreateView
    edit_view_class = TopicEditView
    list_display: ClassVar = ["title", "slug"]
    panels: ClassVar = [FieldPanel("title"), FieldPanel("text"), FieldPanel("slug", help_text=_ADDRESS_HELP)]


class PersonViewSet(NamedViewSet):
    model = Person
    icon = "user"
    base_url_path = "people"
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    list_display: ClassVar = ["name", "role"]
    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("bio"),
        FieldPanel("email"),
        FieldPanel("slug", help_text=_ADDRESS_HELP),
    ]
