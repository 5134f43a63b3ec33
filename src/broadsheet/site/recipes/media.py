"""The files of videos, recordings and documents. A target is `<id>/<part>`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from broadsheet.ledger.records import MediaFile
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output, Recipe
from broadsheet.site import media
from broadsheet.site.facets import MEDIA_WORDS

PARTS: Final = ("file", "captions", "transcript")


class MediaRecipe(Recipe):
    """Bytes as they were uploaded; the transcript also as plain text, for podcast programs."""

    name: ClassVar[str] = "media"
    tier: ClassVar[int] = 0

    @property
    def code(self) -> str:
        """Nothing but the records decides what is written."""
        return "1"

    def concerned(self, change: Change) -> Iterable[str]:
        files = {record.id for record in change.records() if isinstance(record, MediaFile)}
        return [f"{file}/{part}" for file in sorted(files) for part in PARTS]

    def bake(self, target: str, reader: Reader) -> Output | None:
        media_id, _, part = target.partition("/")
        content = media.content_of(reader, media_id)
        if content is None:
            return None
        if part == "file":
            return Output(media.file_address(content), reader.blob(content.blob))
        if part == "captions":
            return _captions(reader, content.captions, media.captions_address(content))
        return _transcript(reader, media_id)


def _captions(reader: Reader, blob: str, path: str) -> Output | None:
    return Output(path, reader.blob(blob)) if blob else None


def _transcript(reader: Reader, media_id: str) -> Output | None:
    words = reader.read(MEDIA_WORDS, media.asset_of(media_id))
    if words is None or not words.transcript:
        return None
    return Output(media.transcript_address(media_id, words.transcript), f"{words.transcript}\n".encode())
