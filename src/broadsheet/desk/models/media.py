"""Videos, recordings and documents: private until something published offers them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from broadsheet.desk.config import site_language
from broadsheet.desk.errors import StillInUse, UnfitFile
from broadsheet.desk.inspection import inspect, webvtt
from broadsheet.desk.models.languages import LANGUAGES
from broadsheet.desk.models.people import NamedQuerySet
from broadsheet.desk.models.pictures import Picture
from broadsheet.kernel.ids import new_id
from broadsheet.ledger.records import MEDIA_TYPES


class MediaFile(index.Indexed, models.Model):
    """What the file is, `clean` finds out from its content; no form asks for it."""

    media_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"), upload_to="files", help_text=_("Video: MP4 or WebM. Sound: MP3, M4A, Ogg. Text: PDF.")
    )
    credit = models.CharField(
        _("credit"), max_length=200, help_text=_("Who made it and who it is from. Shown with every use.")
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default=site_language)
    poster = models.ForeignKey(
        Picture,
        verbose_name=_("still picture"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("A video shows it until it is started."),
    )
    captions = models.FileField(
        _("captions"),
        upload_to="files",
        blank=True,
        help_text=_("For videos: WebVTT, with what is said and which sounds matter."),
    )
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("All that is said, for those who cannot or may not listen.")
    )
    untranscribed = models.CharField(
        _("why there is no transcript"),
        max_length=200,
        blank=True,
        help_text=_("Readers see it. As in “Music without words”."),
    )
    rights_until = models.DateTimeField(
        _("rights until"), null=True, blank=True, help_text=_("From then on nobody is given it.")
    )
    media_type = models.CharField(
        _("type"), max_length=20, choices=[(each, each) for each in MEDIA_TYPES], editable=False
    )
    size = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    seconds = models.PositiveIntegerField(default=0, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    pages = models.PositiveIntegerField(default=0, editable=False)

    objects = NamedQuerySet.as_manager()

    search_fields: ClassVar = [
        index.AutocompleteField("title"),
        index.SearchField("title"),
        index.SearchField("credit"),
    ]

    class Meta:
        verbose_name = _("video, recording or document")
        verbose_name_plural = _("videos, recordings, documents")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")

    @property
    def is_audio(self) -> bool:
        return self.media_type.startswith("audio/")

    def clean(self) -> None:
        super().clean()
        if self.file:
            self._find_out()
            self._require_words()

    def _find_out(self) -> None:
        """Raises ValidationError."""
        data = content_of(self.file)
        try:
            found = inspect(data, self.file.name or "")
        except UnfitFile as error:
            raise ValidationError({"file": str(error)}) from error
        self.media_type, self.size = found.media_type, len(data)
        self.seconds, self.pages = found.seconds, found.pages
        self.width, self.height = found.width, found.height

    def _require_words(self) -> None:
        """What those need who cannot see or hear. Raises ValidationError."""
        if (self.is_video or self.is_audio) and not (self.transcript.strip() or self.untranscribed.strip()):
            raise ValidationError(
                {"transcript": _("Write what is said, or say below why there is no transcript.")}
            )
        if self.is_video and self.poster is None:
            raise ValidationError({"poster": _("A video needs a still picture.")})
        if self.captions and not self.is_video:
            raise ValidationError({"captions": _("Only a video has captions.")})
        if self.captions:
            self._require_captions()

    def _require_captions(self) -> None:
        try:
            webvtt.checked(content_of(self.captions))
        except UnfitFile as error:
            raise ValidationError({"captions": str(error)}) from error

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises StillInUse while something published offers the file."""
        if MediaUse.objects.filter(media=self.media_id).exists():
            raise StillInUse(
                _now("“%(title)s” is published. Take it out of the stories that offer it first.")
                % {"title": self.title}
            )
        kwargs.pop("user", None)
        return super().delete(*args, **kwargs)


class MediaUse(models.Model):
    """A published asset offers a file. Written by acts, in the ledger's transaction."""

    asset = models.CharField(max_length=80)
    media = models.CharField(max_length=10)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["media", "asset"], name="desk_media_use")]
        indexes: ClassVar = [models.Index(fields=["asset"], name="desk_media_of")]

    def __str__(self) -> str:
        return f"{self.asset} offers media:{self.media}"


def content_of(file: Any) -> bytes:
    """The whole file. One that was just uploaded is left open at its beginning: it is still to be stored."""
    if file._committed:  # noqa: SLF001 - no public name says it
        with file.storage.open(file.name, "rb") as stored:
            return bytes(stored.read())
    file.seek(0)
    data: bytes = file.read()
    file.seek(0)
    return data
