"""Topics and people: saved and published in one go, chosen in stories."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from broadsheet.desk.acts import MergeTopics, PublishPerson, PublishTopic
from broadsheet.desk.admin.editor import readers_address
from broadsheet.desk.admin.forms import ActForm, FormPage
from broadsheet.desk.admin.saving import DeletesByAct, PublishesOnSave
from broadsheet.desk.models import Person, Topic

_ADDRESS_HELP = _("Made from the name if empty. The old address keeps working after a change.")


class TopicCreateView(PublishesOnSave, CreateView):
    act = PublishTopic


class TopicEditView(PublishesOnSave, EditView):
    act = PublishTopic

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("wagtailsnippets_desk_topic:merge", args=[self.object.pk])
        merge = Button(_("Merge with another topic…"), url=url, icon_name="link", priority=15)
        front = Button(
            _("Put its front together"),
            url=reverse("desk_fronts:edit", args=[self.object.topic_id]),
            icon_name="placeholder",
            priority=14,
        )
        return [*super().header_more_buttons, front, *([merge] if may_merge(self.request.user) else [])]


def may_merge(user: Any) -> bool:
    return bool(user.has_perms(["desk.change_topic", "desk.delete_topic"]))


class MergeForm(ActForm):
    into = forms.ModelChoiceField(
        label=_("Topic that stays"), queryset=Topic.objects.all(), widget=AdminSnippetChooser(Topic)
    )


class MergeTopicsView(FormPage):
    topic: Topic
    form_class = MergeForm
    page_title = _("Merge with another topic")
    header_icon = "tag"
    submit_label = _("Merge")
    is_serious = True
    introduction = _(
        "All stories of this topic get the one that you choose, drafts too. This topic is deleted,"
        " and its address leads readers to the other one."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.topic = get_object_or_404(Topic, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return may_merge(self.request.user)

    def get_page_subtitle(self) -> str:
        return str(self.topic)

    def back_url(self) -> str:
        return reverse("wagtailsnippets_desk_topic:edit", args=[self.topic.pk])

    def act(self, form: forms.Form) -> HttpResponse:
        into = form.cleaned_data["into"]
        filed = MergeTopics(self.topic, into, by=self.request.user).execute()  # type: ignore[arg-type]
        log(into, "wagtail.edit", user=self.request.user)
        text = _now("“%(topic)s” is merged with “%(into)s”.") % {"topic": self.topic, "into": into}
        shown = messages.button(readers_address(filed.url), _("Open the reader's page"), new_window=True)
        messages.success(self.request, text, buttons=[shown])
        return redirect("wagtailsnippets_desk_topic:edit", into.pk)


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
    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("slug", help_text=_ADDRESS_HELP),
        FieldPanel("language"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        merge = path("merge/<int:pk>/", MergeTopicsView.as_view(), name="merge")
        return [*super().get_urlpatterns(), merge]


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
