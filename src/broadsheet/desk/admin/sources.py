"""The house list of sources: what rests on each, and what readers are told when one turns out to be false."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView

from broadsheet.desk.acts import LiftNote, NoteSource, SaveSource
from broadsheet.desk.admin.forms import ActForm, FormPage
from broadsheet.desk.admin.people import NamedViewSet
from broadsheet.desk.admin.saving import DeletesByAct, PublishesOnSave
from broadsheet.desk.admin.states import moment_text
from broadsheet.desk.models import Source, SourceNote, SourceUse

_NAME = "wagtailsnippets_desk_source"


class SavesSource(PublishesOnSave):
    """A source is published by the story that names it, not by being saved."""

    act = SaveSource

    def get_success_message(self, instance: Any = None) -> str:
        return _now("“%(name)s” is saved.") % {"name": str(self.form.instance)}


class SourceCreateView(SavesSource, CreateView):
    pass


class SourceEditView(SavesSource, EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        source = self.object
        stories = f"{reverse('desk_stories:index')}?source={source.pk}"
        count = SourceUse.objects.filter(source=source.source_id).count()
        return [
            *super().header_more_buttons,
            Button(
                _now("Published stories (%(count)s)") % {"count": count},
                url=stories,
                icon_name="doc-full",
                priority=15,
            ),
            Button(
                _("Note for readers…"),
                url=reverse(f"{_NAME}:note", args=[source.pk]),
                icon_name="warning",
                priority=16,
            ),
        ]


class SourceDeleteView(DeletesByAct, DeleteView):
    """Refused while a published story names it."""


class NoteForm(ActForm):
    text = forms.CharField(
        label=_("What readers are told"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As in “The agency has withdrawn the figures of 3 May. We are checking.”"),
    )


class NoteView(FormPage):
    source: Source
    form_class = NoteForm
    page_title = _("Note for readers")
    header_icon = "warning"
    submit_label = _("Tell readers")
    is_serious = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.source = get_object_or_404(Source, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return bool(self.request.user.has_perm("desk.change_source"))

    def get_page_subtitle(self) -> str:
        return str(self.source)

    @property
    def introduction(self) -> str:  # type: ignore[override]
        count = SourceUse.objects.filter(source=self.source.source_id).count()
        return _now(
            "%(count)s published stories name this source. Each says from now on, with the date, what you"
            " write here, at the claim and in the box of sources; later stories do as well. You can take"
            " the note back."
        ) % {"count": count}

    def back_url(self) -> str:
        return reverse(f"{_NAME}:edit", args=[self.source.pk])

    def act(self, form: forms.Form) -> HttpResponse:
        note = NoteSource(self.source, form.cleaned_data["text"], by=self.request.user).execute()  # type: ignore[arg-type]
        log(self.source, "wagtail.edit", user=self.request.user)
        lift = messages.button(reverse(f"{_NAME}:lift", args=[note.pk]), _("Take it back"))
        messages.success(self.request, _("Readers are told."), buttons=[lift])
        return redirect(self.back_url())


class LiftView(FormPage):
    note: SourceNote
    form_class = ActForm
    page_title = _("Take the note back")
    header_icon = "undo"
    submit_label = _("Take it back")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.note = get_object_or_404(SourceNote, pk=kwargs["pk"], lifted=None)
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return bool(self.request.user.has_perm("desk.change_source"))

    def get_page_subtitle(self) -> str:
        return str(self.note.source)

    @property
    def introduction(self) -> str:  # type: ignore[override]
        return f"{moment_text(self.note.at)}: {self.note.text}"

    def back_url(self) -> str:
        return reverse(f"{_NAME}:edit", args=[self.note.source_id])

    def act(self, form: forms.Form) -> HttpResponse:
        LiftNote(self.note, by=self.request.user).execute()  # type: ignore[arg-type]
        log(self.note.source, "wagtail.edit", user=self.request.user)
        messages.success(self.request, _("The note is taken back from all stories."))
        return redirect(self.back_url())


class OffersActive:
    """Whoever is taken off the list keeps its published stories, and gets no new ones."""

    def get_object_list(self) -> Any:
        return Source.objects.filter(active=True)


class SourceChooseView(OffersActive, ChooseView):
    pass


class SourceChooseResultsView(OffersActive, ChooseResultsView):
    pass


class SourceChooserViewSet(SnippetChooserViewSet):
    choose_view_class = SourceChooseView
    choose_results_view_class = SourceChooseResultsView


class StoriesColumn(Column):
    """How many published stories name it."""

    def get_value(self, instance: Source) -> int:
        return SourceUse.objects.filter(source=instance.source_id).count()


class NotesPanel(Panel):
    """What readers are told of it now, with the way back."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/source_notes.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.notes.filter(lifted=None).exists())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "notes": self.instance.notes.filter(lifted=None)}


class SourceViewSet(NamedViewSet):
    model = Source
    icon = "link"
    base_url_path = "sources"
    add_view_class = SourceCreateView
    edit_view_class = SourceEditView
    delete_view_class = SourceDeleteView
    chooser_viewset_class = SourceChooserViewSet
    list_display: ClassVar = [
        "__str__",
        Column("get_nature_display", label=_("kind of source"), classname="desk-wide"),
        StoriesColumn("stories", label=_("Stories")),
    ]
    list_filter: ClassVar = ["nature", "confidential", "active"]
    panels: ClassVar = [
        NotesPanel(),
        FieldPanel("name"),
        FieldPanel("nature"),
        FieldPanel("wording"),
        FieldPanel("url"),
        FieldPanel("wire_name"),
        MultiFieldPanel([FieldPanel("confidential"), FieldPanel("active")], heading=_("Who may know it")),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("note/<int:pk>/", NoteView.as_view(), name="note"),
            path("lift/<int:pk>/", LiftView.as_view(), name="lift"),
        ]


def resting_on(stories: QuerySet[Any], source: Source) -> QuerySet[Any]:
    """Published ones that name the source in one of their chains."""
    return stories.filter(story_id__in=SourceUse.objects.filter(source=source.source_id).values("story"))


def of_one_source(stories: QuerySet[Any]) -> QuerySet[Any]:
    """Published ones of which every chain begins with the same source."""
    return stories.filter(story_id__in=SourceUse.objects.filter(is_alone=True).values("story"))
