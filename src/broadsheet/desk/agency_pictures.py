"""A picture that an agency sent as a file becomes one of the desk's, with all that is said of it."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image

from broadsheet.desk import config
from broadsheet.desk.errors import ItemRecalled, UnfitFile
from broadsheet.desk.models import Picture
from broadsheet.desk.models.pictures import FORMATS
from broadsheet.kernel.language import shorten
from broadsheet.wire.item import WireItem, WirePicture
from broadsheet.wire.models import Item
from broadsheet.wire.pictures import Offered, read

_SUFFIXES: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_UNREADABLE: Final = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


def desk_picture(offered: Offered, user: Any = None) -> Picture:
    """The desk's picture of this file and item, made if there is none yet.

    Raises ItemRecalled, UnfitFile, and ArchiveDamaged.
    """
    if offered.item.status != Item.Status.USABLE:
        what = {"headline": str(offered.item)}
        raise ItemRecalled(_("The agency withholds or has canceled the picture “%(headline)s”.") % what)
    data = read(offered, config.active().archive)
    known = Picture.objects.filter(wire_item=offered.item.pk, file_hash=hashlib.sha1(data).hexdigest())  # noqa: S324
    return known.first() or _made(offered, data, user)


def _made(offered: Offered, data: bytes, user: Any) -> Picture:
    name = f"{offered.raw.sha256[:16]}.{_suffix(data)}"
    made: Picture = Picture.objects.create(
        file=ImageFile(BytesIO(data), name=name),
        wire_item=offered.item.pk,
        uploaded_by_user=user,
        **words_of(offered.picture, offered.wire),
    )
    made._set_file_hash()  # noqa: SLF001 - what Wagtail's own forms call
    made.file_size = len(data)
    made.save(update_fields=["file_hash", "file_size"])
    return made


def words_of(picture: WirePicture, wire: WireItem) -> dict[str, str]:
    """The desk's fields, in the agency's words for publication."""
    caption = picture.caption or wire.lead
    credit = picture.credit or wire.creditline or "/".join(filter(None, (wire.source, wire.byline)))
    terms = "\n".join(filter(None, (wire.usage_terms, wire.copyright_notice)))
    return {
        "title": shorten(picture.headline or wire.headline or caption, 250),
        "caption": shorten(caption, 400),
        "credit": shorten(credit, 200),
        "alt": shorten(picture.alt or picture.headline or caption, 400),
        "usage_terms": terms,
    }


def _suffix(data: bytes) -> str:
    """Raises UnfitFile for what readers cannot be shown, and for what cannot be decoded."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise UnfitFile(_("The agency's picture has too many pixels. Make it smaller and upload it."))
            kind = image.format or ""
            image.draft(None, (image.width // 8, image.height // 8))
            image.load()
    except _UNREADABLE as error:
        text = _("The agency's picture cannot be used as it is. Save it as JPEG, PNG or WebP and upload it.")
        raise UnfitFile(text) from error
    return _SUFFIXES[kind]
