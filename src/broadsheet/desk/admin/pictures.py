"""The form for pictures: what publishing asks is asked here already, and refusals say what to do."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from broadsheet.desk.acts import UpdatePicture

HELP: Final = {
    "alt": _("What is to be seen, in one sentence, for those who cannot see it."),
    "credit": _("Who made it and who it is from, as in “dpa/A. Name”. Shown with every use."),
    "rights_until": _("From then on it cannot be published. Empty: without limit."),
}


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._editor = kwargs.get("user")
        for name, text in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = text
        if "credit" in self.fields:
            self.fields["credit"].required = True
        if isinstance(file := self.fields.get("file"), WagtailImageField):
            file.error_messages |= _refusals()

    def save(self, commit: bool = True) -> Any:
        """Readers who see the picture already get the change at once."""
        with transaction.atomic():
            picture = super().save(commit=commit)
            if commit and self._editor is not None:
                UpdatePicture(picture, by=self._editor).execute()
        return picture


def _refusals() -> dict[str, str]:
    pixels = f"{settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000}"
    size = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    return {
        "invalid_image": _now("This is not a picture that can be read. Save it as JPEG, PNG or WebP."),
        "invalid_image_extension": _now("Only JPEG, PNG and WebP. Save the picture in one of these formats."),
        "invalid_image_known_format": _now(
            "The file is named .%(extension)s but is %(image_format)s. Rename it or save it again."
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
