"""Uploads for editors alone. What readers get lies in the press's output."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from broadsheet.desk.admin.access import for_staff
from broadsheet.desk.models import MediaFile, Picture

MEDIA_TYPES: Final = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".vtt": "text/vtt",
}
WIDTHS: Final = (160, 320, 480, 640, 960, 1280, 1600, 2000)
"""A few steps, so that previews do not fill the disk with renditions."""


@require_safe
@for_staff
def file(_request: HttpRequest, place: str) -> FileResponse:
    """An upload or a rendition, by its place in the media storage."""
    return _answer(place)


@require_safe
@for_staff
def picture(_request: HttpRequest, picture_id: str, width: int) -> FileResponse:
    """A rendition at least as wide as asked for, if the original is."""
    found = get_object_or_404(Picture, picture_id=picture_id)
    step = next((step for step in WIDTHS if step >= width), WIDTHS[-1])
    try:
        rendition = found.get_rendition(f"width-{step}")
    except OSError as error:
        raise Http404(f"The file of picture {picture_id} cannot be read.") from error
    return _answer(rendition.file.name)


@require_safe
@for_staff
def recording(_request: HttpRequest, media_id: str) -> FileResponse:
    """A video, a recording, a document; its type is what was found in it."""
    found = get_object_or_404(MediaFile, media_id=media_id)
    return _opened(found.file.name or "", found.media_type)


def _answer(place: str) -> FileResponse:
    media_type = MEDIA_TYPES.get(PurePosixPath(place).suffix.lower())
    if media_type is None:
        raise Http404("Files of this type are not served here.")
    return _opened(place, media_type)


def _opened(place: str, media_type: str) -> FileResponse:
    try:
        response = FileResponse(default_storage.open(place), content_type=media_type)
    except (SuspiciousOperation, OSError, ValueError) as error:
        raise Http404(f"There is no file at {place!r}.") from error
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
