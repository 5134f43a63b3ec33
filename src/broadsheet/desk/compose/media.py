"""The record of a video, a recording or a document."""

from __future__ import annotations

from typing import cast

from broadsheet.desk.compose.blocks import paragraphs
from broadsheet.desk.models import MediaFile
from broadsheet.kernel.language import Language
from broadsheet.ledger import records


def media_record(file: MediaFile, blob: str, captions: str) -> records.MediaFile:
    """`blob` and `captions` are names of bytes in the vault; no captions are an empty name."""
    return records.MediaFile(
        id=file.media_id,
        blob=blob,
        media_type=cast("records.MediaType", file.media_type),
        size=file.size,
        title=file.title,
        credit=file.credit,
        language=cast("Language", file.language),
        seconds=file.seconds,
        width=file.width,
        height=file.height,
        pages=file.pages,
        poster=file.poster.picture_id if file.poster else "",
        captions=captions,
        transcript=paragraphs(file.transcript),
        untranscribed=file.untranscribed.strip(),
        rights_until=file.rights_until,
    )
