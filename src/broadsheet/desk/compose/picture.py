"""The record of a picture."""

from __future__ import annotations

from typing import Literal, cast

from broadsheet.desk.models import Picture
from broadsheet.ledger import records
from broadsheet.ledger.provenance import DigitalSource

MediaType = Literal["image/jpeg", "image/png", "image/webp"]


def media_type_of(data: bytes) -> MediaType | None:
    """Told by the first bytes; None for anything that readers are not given."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def picture_record(
    picture: Picture, blob: str, media_type: MediaType, size: tuple[int, int]
) -> records.Picture:
    """`blob` is the name of the bytes in the vault; `size` is the upright picture's."""
    return records.Picture(
        id=picture.picture_id,
        blob=blob,
        media_type=media_type,
        width=size[0],
        height=size[1],
        credit=picture.credit,
        title=picture.title,
        alt=picture.alt,
        caption=picture.caption,
        focus=_focus(picture),
        rights_until=picture.rights_until,
        data_mining=cast("records.DataMining", picture.data_mining),
        digital_source=cast("DigitalSource", picture.digital_source),
        answerable=picture.answerable.strip() if picture.is_machine_made else "",
    )


def _focus(picture: Picture) -> tuple[float, float]:
    x, y = picture.focal_point_x, picture.focal_point_y
    if x is None or y is None or not picture.width or not picture.height:
        return 0.5, 0.5
    return min(1.0, round(x / picture.width, 4)), min(1.0, round(y / picture.height, 4))
