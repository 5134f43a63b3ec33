"""The form for pictures: what publishing asks is asked here already, and refusals say what to do."""

from __future__ import annotations

import codecs
import struct
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from broadsheet.desk.acts import UpdatePicture
from broadsheet.desk.admin.states import moment_text, recalled_label
from broadsheet.desk.derived import Taken, is_recalled
from broadsheet.desk.inspection.digital_source import told_by
from broadsheet.kernel import clock
from broadsheet.ledger.provenance import MACHINE_MADE
from broadsheet.wire.models import Item

HELP: Final = {
    "alt": _("What is to be seen, in one sentence, for those who cannot see it."),
    "credit": _("Who made it and who it is from, as in “dpa/A. Name”. Shown with every use."),
    "rights_until": _("From then on it cannot be published. Empty: without limit."),
}

LONGEST_SIDE: Final = 16_000
"""Pixels. WebP ends shortly above, and nothing that is shown comes near."""
FORMATS: Final = ("JPEG", "PNG", "WEBP")


class PictureFile(WagtailImageField):
    """An upload that can be decoded to its end, within limits, under its own name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages |= _refusals()

    def to_python(self, data: Any) -> Any:
        """Raises ValidationError."""
        if isinstance(data, UploadedFile) and _is_markup(data):
            raise self._refused("markup")
        return super().to_python(data)

    def check_image_pixel_size(self, f: Any) -> None:
        """Instead of Wagtail's own check, which fails where it decodes half a file."""
        width, height = self._size(f)
        if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise self._refused("file_too_many_pixels")
        if max(width, height) > LONGEST_SIDE:
            raise self._refused("side_too_long", width=width, height=height, longest=LONGEST_SIDE)
        if not _is_whole(f):
            raise self._refused("damaged")

    def _size(self, file: Any) -> tuple[int, int]:
        try:
            return _opened(file).size
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise self._refused("file_too_many_pixels") from error
        except _UNREADABLE as error:
            raise self._refused("damaged") from error

    def _refused(self, code: str, **found: int) -> ValidationError:
        message = self.error_messages[code]
        return ValidationError(message % found if found else message, code)


_UNREADABLE: Final = (OSError, SyntaxError, ValueError, EOFError, struct.error)


def _opened(file: Any) -> Image.Image:
    """Nothing is decoded yet."""
    file.seek(0)
    return Image.open(file, formats=FORMATS)


def _is_whole(file: Any) -> bool:
    """Decodes the file, a JPEG at an eighth of its size; leaves it at its beginning."""
    try:
        image = _opened(file)
        image.draft(None, (image.width // 8, image.height // 8))
        image.load()
    except _UNREADABLE:
        return False
    finally:
        file.seek(0)
    return True


def _is_markup(file: UploadedFile[Any]) -> bool:
    """Drawings that may hold scripts, and web pages, under whatever name."""
    file.seek(0)
    beginning = file.read(256)
    file.seek(0)
    return bool(beginning.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"))


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._editor = kwargs.get("user")
        for name, text in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = text
        if warning := told_by_agency(self.instance):
            self.fields["title"].help_text = warning
        if "credit" in self.fields:
            self.fields["credit"].required = True
        if isinstance(file := self.fields.get("file"), WagtailImageField):
            self.fields["file"] = PictureFile(
                required=file.required, label=file.label, widget=file.widget, max_length=file.max_length
            )

    def clean(self) -> dict[str, Any]:
        """What AI made is refused here already without an editor who answers for it, and not in the act."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        told = told_by(file.read()) if isinstance(file, UploadedFile) else ""
        if isinstance(file, UploadedFile):
            file.seek(0)
        made_by_machine = (told or cleaned.get("digital_source")) in MACHINE_MADE
        if "answerable" in self.fields and made_by_machine and not cleaned.get("answerable"):
            message = _now("AI made or changed this picture: name the editor who answers for it.")
            self.add_error("answerable", message)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Readers who see the picture already get the change at once."""
        with transaction.atomic():
            picture = super().save(commit=commit)
            if commit and self._editor is not None:
                UpdatePicture(picture, by=self._editor).execute()
        return picture


def told_by_agency(picture: Any) -> str:
    """Why the picture cannot be published now; empty if its agency has nothing against it."""
    item = Item.objects.filter(pk=picture.wire_item).first() if picture.wire_item else None
    if item is None:
        return ""
    if is_recalled(item):
        return _now("%(label)s: no story can be published with it any more.") % {
            "label": recalled_label(Taken(item))
        }
    if item.embargo is not None and item.embargo > clock.now():
        return _now("Under embargo until %(moment)s: no story shows it before.") % {
            "moment": moment_text(item.embargo)
        }
    return ""


def _refusals() -> dict[str, str]:
    pixels = f"{settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000}"
    size = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    return {
        "invalid_image": _now("This is not a picture that can be read. Save it as JPEG, PNG or WebP."),
        "invalid_image_extension": _now("Only JPEG, PNG and WebP. Save the picture in one of these formats."),
        "invalid_image_known_format": _now(
            "The file is named .%(extension)s but is %(image_format)s. Rename it or save it again."
        ),
        "markup": _now(
            "This is not a picture but a drawing or a page in markup (SVG, HTML), which could run scripts."
            " Export it as JPEG, PNG or WebP; giving it another name is not enough."
        ),
        "damaged": _now(
            "The picture cannot be read to its end: the file is damaged or was not transferred whole."
            " Copy or export it again."
        ),
        "side_too_long": _now(
            "The picture is %(width)s × %(height)s pixels; no side may be longer than %(longest)s."
            " Make it smaller: 4000 pixels in width are enough for every use."
        ),
        "file_too_large": _now(
            "The file has %(file_size)s; %(max_filesize)s are allowed. Save it with stronger compression."
        ),
        "file_too_large_unknown_size": _now(
            "The file is larger than %(size)s. Save it with stronger compression."
        )
        % {"size": size},
        "file_too_many_pixels": _now(
            "The picture has too many pixels; %(pixels)s million are allowed (width times height)."
            " Make it smaller: 4000 pixels in width are enough for every use."
        )
        % {"pixels": pixels},
    }
