"""Pictures become public with what shows them, and private again with the last of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image
from PIL.ExifTags import Base

from broadsheet.desk import config
from broadsheet.desk.checks import unanswered
from broadsheet.desk.compose.picture import media_type_of, picture_record
from broadsheet.desk.errors import ChecksFailed, Problem
from broadsheet.desk.models import Picture, PictureUse
from broadsheet.ledger import records, state
from broadsheet.ledger.entries import Append
from broadsheet.ledger.vault import Vault, name_of

# EXIF orientations 5 to 8 lie on their side.
_FIRST_SIDEWAYS: Final = 5


def newly_shown(pictures: Sequence[Picture], by: str) -> Iterator[Append]:
    """Entries for the pictures that are new to readers or have changed; bytes go to the vault.

    Bytes that stay in the vault after a rolled back transaction do no harm: they are
    named by their content, and no record refers to them.
    """
    for picture in pictures:
        record = vaulted(picture)
        asset = records.asset_of(record)
        if state.get(asset) != record:
            yield Append(asset=asset, record=record, act="publish", by=by)


def vaulted(picture: Picture) -> records.Picture:
    """The picture's record, its bytes in the vault. Raises ChecksFailed for an unusable file, and for
    one that a machine made and nobody answers for."""
    if picture.is_machine_made and not picture.answerable.strip():
        raise ChecksFailed([unanswered(picture, "picture")])
    record, data = as_published(picture)
    Vault(config.active().vault).put(data)
    return record


def as_published(picture: Picture) -> tuple[records.Picture, bytes]:
    """The record that publishing now would enter, and the original's bytes. Raises ChecksFailed."""
    try:
        with picture.open_file() as file:
            data = file.read()
    except OSError as error:
        raise ChecksFailed([_unusable(picture)]) from error
    media_type = media_type_of(data)
    if media_type is None:
        raise ChecksFailed([_unusable(picture)])
    blob = name_of(data)
    size = _published_size(picture, blob) or _upright_size(picture, data)
    return picture_record(picture, blob, media_type, size), data


def _published_size(picture: Picture, blob: str) -> tuple[int, int] | None:
    """What was found when these very bytes were published; decoding them again would find the same."""
    record = state.get(f"picture:{picture.picture_id}")
    if isinstance(record, records.Picture) and record.blob == blob:
        return record.width, record.height
    return None


def _upright_size(picture: Picture, data: bytes) -> tuple[int, int]:
    """Width and height as readers see it; the row's own ignore that a camera was held sideways.

    Decodes the file, for a JPEG at an eighth of its size: a truncated one is found here
    and not when its page is made. Raises ChecksFailed.
    """
    try:
        with Image.open(BytesIO(data)) as image:
            width, height = image.size
            sideways = image.getexif().get(Base.Orientation, 1) >= _FIRST_SIDEWAYS
            image.draft(None, (width // 8, height // 8))
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ChecksFailed([_unusable(picture)]) from error
    return (height, width) if sideways else (width, height)


def _unusable(picture: Picture) -> Problem:
    message = _("The file of the picture “%(title)s” cannot be read as JPEG, PNG or WebP.")
    return Problem("picture", "picture", message % {"title": picture.title})


def no_longer_shown(asset: str, pictures: Sequence[Picture], by: str, why: str = "") -> Iterator[Append]:
    """Notes that `asset` now shows these pictures; entries for those that nothing shows any more."""
    now = {picture.picture_id for picture in pictures}
    before = set(PictureUse.objects.filter(asset=asset).values_list("picture", flat=True))
    if before == now:
        return
    PictureUse.objects.filter(asset=asset, picture__in=before - now).delete()
    PictureUse.objects.bulk_create(
        [PictureUse(asset=asset, picture=picture) for picture in sorted(now - before)]
    )
    elsewhere = set(PictureUse.objects.filter(picture__in=before - now).values_list("picture", flat=True))
    for picture in sorted(before - now - elsewhere):
        if state.get(f"picture:{picture}") is not None:
            yield Append(asset=f"picture:{picture}", record=None, act="withdraw", by=by, why=why)
