"""Pictures: private until something published refers to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Final

import PIL.Image
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, WagtailImageFieldFile
from wagtail.search import index
from willow.image import JPEGImageFile
from willow.plugins.pillow import PillowImage

from broadsheet.desk.errors import StillInUse
from broadsheet.desk.inspection.digital_source import told_by
from broadsheet.kernel.ids import new_id
from broadsheet.ledger.provenance import MACHINE_MADE

FORMATS: Final = ("JPEG", "PNG", "WEBP")

DATA_MINING = [
    ("prohibited", _("reserved (§ 44b UrhG)")),
    ("allowed", _("allowed")),
    ("unspecified", _("not stated")),
]


DIGITAL_SOURCES = [
    ("digitalCapture", _("photograph")),
    ("computationalCapture", _("photograph, computed from several shots")),
    ("negativeFilm", _("negative film")),
    ("positiveFilm", _("slide")),
    ("print", _("scanned print")),
    ("humanEdits", _("edited by a person")),
    ("algorithmicallyEnhanced", _("enhanced by an algorithm")),
    ("composite", _("montage")),
    ("compositeCapture", _("montage of photographs")),
    ("compositeSynthetic", _("montage with artificial parts")),
    ("compositeWithTrainedAlgorithmicMedia", _("changed with AI")),
    ("trainedAlgorithmicMedia", _("made by AI")),
    ("algorithmicMedia", _("made by an algorithm without AI")),
    ("digitalCreation", _("drawn or built digitally")),
    ("dataDrivenMedia", _("chart of data")),
    ("screenCapture", _("picture of a screen")),
    ("virtualRecording", _("recording of a virtual scene")),
]

SHOWN: Final = 2000
"""Pixels in width, the most that staff are shown."""


class MeasuredFile(WagtailImageFieldFile):
    def get_image_dimensions(self) -> tuple[int, int]:
        """From the file's head; Wagtail decodes all of it, several times for each upload."""
        closed = self.closed
        try:
            self.open()
            with PIL.Image.open(self, formats=FORMATS) as image:
                return image.size
        finally:
            self.close() if closed else self.seek(0)


class Picture(AbstractImage):
    picture_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=400,
        blank=True,
        help_text=_("What is to be seen, for those who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("As in “dpa/A. Name”."))
    rights_until = models.DateTimeField(_("rights until"), null=True, blank=True)
    data_mining = models.CharField(
        _("text and data mining"), max_length=12, choices=DATA_MINING, default="prohibited"
    )

    digital_source = models.CharField(
        _("how it was made"),
        max_length=40,
        choices=DIGITAL_SOURCES,
        blank=True,
        help_text=_("Read from the file, if it says so. Readers are told what AI made or changed."),
    )
    answerable = models.CharField(
        _("responsible editor"),
        max_length=120,
        blank=True,
        help_text=_("Who answers for a picture that AI made or changed. Readers see the name."),
    )
    usage_terms = models.TextField(
        _("terms of use"), blank=True, help_text=_("As the supplier sent them. Readers do not see them.")
    )
    wire_item = models.CharField(max_length=100, blank=True, editable=False)
    """The wire item's key that the picture came with, or empty."""

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "caption",
        "credit",
        "rights_until",
        "usage_terms",
        "data_mining",
        "digital_source",
        "answerable",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields: ClassVar = [
        *AbstractImage.search_fields,
        index.SearchField("caption"),
        index.SearchField("credit"),
        index.SearchField("alt"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes: ClassVar = [
            models.Index(
                fields=["rights_until"],
                condition=models.Q(rights_until__isnull=False),
                name="desk_picture_rights",
            ),
            models.Index(
                fields=["wire_item"], condition=~models.Q(wire_item=""), name="desk_picture_of_wire"
            ),
        ]

    @property
    def default_alt_text(self) -> str:
        """What Wagtail puts into `alt`."""
        return self.alt

    @property
    def is_machine_made(self) -> bool:
        return self.digital_source in MACHINE_MADE

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new file says how it was made, whatever the form said."""
        if self.file and not self.file._committed:  # noqa: SLF001 - no public name says it
            self.file.seek(0)
            self.digital_source = told_by(self.file.read()) or self.digital_source
            self.file.seek(0)
        super().save(*args, **kwargs)

    @contextmanager
    def get_willow_image(self) -> Iterator[Any]:
        """What Wagtail makes thumbnails and previews from: of a large JPEG no more detail is decoded
        than these show, which takes a fraction of the time."""
        with super().get_willow_image() as willow:
            yield _drafted(willow) if isinstance(willow, JPEGImageFile) else willow

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> ContentFile[bytes]:
        """Wagtail hands on a temporary file that nobody closes; here it is closed."""
        with super().generate_rendition_file(TidyFilter(filter.spec), source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises StillInUse while something published shows the picture."""
        if PictureUse.objects.filter(picture=self.picture_id).exists():
            raise StillInUse(
                _now("The picture “%(title)s” is published. Take it out of the stories that show it first.")
                % {"title": self.title}
            )
        return super().delete(*args, **kwargs)


# The field is Wagtail's; only how its file is measured is ours.
Picture._meta.get_field("file").attr_class = MeasuredFile  # noqa: SLF001


def _drafted(file: JPEGImageFile) -> PillowImage:
    file.f.seek(0)
    image = PIL.Image.open(file.f, formats=FORMATS)
    image.draft(None, (SHOWN, SHOWN))
    image.load()
    drafted = PillowImage(image)
    drafted.format_name = file.format_name
    return drafted


class TidyFilter(Filter):
    """Closes the file it was to write to when the picture cannot be made."""

    def run(self, image: Any, output: Any, source: Any = None) -> Any:
        try:
            return super().run(image, output, source=source)
        except BaseException:
            output.close()
            raise


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="desk_one_rendition"
            )
        ]


class PictureUse(models.Model):
    """A published asset shows a picture. Written by acts, in the ledger's transaction."""

    asset = models.CharField(max_length=80)
    picture = models.CharField(max_length=10)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["picture", "asset"], name="desk_picture_use")
        ]
        indexes: ClassVar = [models.Index(fields=["asset"], name="desk_pictures_of")]

    def __str__(self) -> str:
        return f"{self.asset} shows picture:{self.picture}"
