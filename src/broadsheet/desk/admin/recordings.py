"""Videos, recordings, documents and podcasts: saved in one go, chosen in stories."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView

from broadsheet.desk.acts import PublishSeries, SaveMediaFile
from broadsheet.desk.admin.people import NamedViewSet
from broadsheet.desk.admin.saving import DeletesByAct, PublishesOnSave
from broadsheet.desk.models import MediaFile, Series


class SavesMediaFile(PublishesOnSave):
    """A file is published by the story that offers it, not by being saved."""

    act = SaveMediaFile

    def get_success_message(self, instance: Any = None) -> str:
        return _now("“%(name)s” is saved.") % {"name": str(self.form.instance)}


class MediaFileCreateView(SavesMediaFile, CreateView):
    pass


class MediaFileEditView(SavesMediaFile, EditView):
    pass


class MediaFileDeleteView(DeletesByAct, DeleteView):
    """Refused while something published offers it."""


class MediaFileViewSet(NamedViewSet):
    model = MediaFile
    icon = "media"
    base_url_path = "media"
    add_view_class = MediaFileCreateView
    edit_view_class = MediaFileEditView
    delete_view_class = MediaFileDeleteView
    list_display: ClassVar = ["title", "media_type", "credit"]
    list_filter: ClassVar = ["media_type", "language"]
    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("file"),
        FieldPanel("credit"),
        FieldPanel("language"),
        FieldPanel("rights_until"),
        MultiFieldPanel(
            [FieldPanel("transcript"), FieldPanel("untranscribed")],
            heading=_("For those who cannot hear"),
            help_text=_("Video and sound need one of the two."),
        ),
        MultiFieldPanel([FieldPanel("poster"), FieldPanel("captions")], heading=_("For videos")),
    ]


class SeriesCreateView(PublishesOnSave, CreateView):
    act = PublishSeries


class SeriesEditView(PublishesOnSave, EditView):
    act = PublishSeries


class SeriesViewSet(NamedViewSet):
    model = Series
    icon = "openquote"
    base_url_path = "podcasts"
    add_view_class = SeriesCreateView
    edit_view_class = SeriesEditView
    list_display: ClassVar = ["title", "author", "slug"]
    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("cover"),
        FieldPanel("author"),
        FieldPanel("language"),
        FieldPanel("category"),
        FieldPanel("explicit"),
        FieldPanel("email"),
        FieldPanel(
            "slug", help_text=_("Made from the name if empty. The old address keeps working after a change.")
        ),
    ]
