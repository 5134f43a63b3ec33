"""A picture in its place on a page: what the picture room offers, and the point to keep."""

from __future__ import annotations

from typing import Protocol

import msgspec

from broadsheet.press.reader import Reader
from broadsheet.site.facets import PICTURE_MEDIA
from broadsheet.site.pictures import PictureView, picture_view

_STEPS = 4


class Illustration(msgspec.Struct, frozen=True):
    """`across` and `down` tell the style sheet, in quarters, what to keep when it crops."""

    picture: PictureView
    across: int
    down: int


class PictureSource(Protocol):
    """Finds what a page needs to show a picture; None if it may not be shown."""

    def __call__(
        self, reader: Reader, picture_id: str, *, sizes: str, caption: str = ""
    ) -> PictureView | None: ...


def illustration(
    reader: Reader, picture_id: str, sizes: str, caption: str = "", source: PictureSource = picture_view
) -> Illustration | None:
    picture = source(reader, picture_id, sizes=sizes, caption=caption)
    media = reader.read(PICTURE_MEDIA, f"picture:{picture_id}")
    if picture is None or media is None:
        return None
    across, down = (min(_STEPS, max(0, round(share * _STEPS))) for share in media.focus)
    return Illustration(picture, across, down)
