"""What an uploaded file is, told by its content alone: nothing here believes a name or a header.

Structures are walked to their end, so a file that was cut off or that only begins like a
film is found before readers get it. Nothing is decoded.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from broadsheet.desk.errors import UnfitFile
from broadsheet.desk.inspection import mp3, mp4, ogg, pdf, webm
from broadsheet.desk.inspection.found import Damaged, Found
from broadsheet.ledger.records import MediaType

LARGEST: Final[dict[str, int]] = {"video": 100_000_000, "audio": 100_000_000, "application": 20_000_000}
"""Bytes, by the first part of the type. The press holds a file in memory while it writes it."""

SUFFIXES: Final[dict[MediaType, tuple[str, ...]]] = {
    "video/mp4": (".mp4", ".m4v"),
    "video/webm": (".webm",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "application/pdf": (".pdf",),
}
"""What a file of each type may be called."""

_WALKS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Found]], ...]] = (
    (mp4.begins, mp4.walk),
    (webm.begins, webm.walk),
    (ogg.begins, ogg.walk),
    (pdf.begins, pdf.walk),
    (mp3.begins, mp3.walk),
)


def inspect(data: bytes, name: str) -> Found:
    """What the file holds. Raises UnfitFile with a reason that says what to do."""
    walk = next((walk for begins, walk in _WALKS if begins(data)), None)
    if walk is None:
        raise UnfitFile(
            _("Readers cannot be given this file. Video: MP4 or WebM. Sound: MP3, M4A, Ogg. Text: PDF.")
        )
    try:
        found = walk(data)
    except Damaged as error:
        raise UnfitFile(
            _("The file is damaged or was not transferred whole. Export it or copy it again.")
        ) from error
    _require_name(found, name)
    _require_size(found, len(data))
    return found


def _require_name(found: Found, name: str) -> None:
    if PurePath(name).suffix.lower() not in SUFFIXES[found.media_type]:
        raise UnfitFile(
            _("The file is named “%(name)s” but is %(found)s. Rename it or export it again.")
            % {"name": PurePath(name).name, "found": found.media_type}
        )


def _require_size(found: Found, size: int) -> None:
    limit = LARGEST[found.media_type.partition("/")[0]]
    if size > limit:
        raise UnfitFile(
            _("The file has %(size)s; %(limit)s are allowed. Export it with stronger compression.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )
