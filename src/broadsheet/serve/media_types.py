"""What a file is, from its name alone."""

from __future__ import annotations

from typing import Final, NamedTuple


class MediaType(NamedTuple):
    name: str
    """As Content-Type says it, with the charset where it is text."""
    is_recording: bool = False
    """Pictures, sound, video, PDF: already compressed, and asked for in ranges."""
    is_feed: bool = False


HTML: Final = MediaType("text/html; charset=utf-8")
JSON: Final = MediaType("application/json")
SVG: Final = MediaType("image/svg+xml; charset=utf-8")
_UNKNOWN: Final = MediaType("application/octet-stream")

_BY_NAME: Final = {
    "feed.xml": MediaType("application/rss+xml; charset=utf-8", is_feed=True),
    "feed.atom": MediaType("application/atom+xml; charset=utf-8", is_feed=True),
    "feed.json": MediaType("application/feed+json", is_feed=True),
}

_BY_SUFFIX: Final = {
    "html": HTML,
    "xml": MediaType("application/xml; charset=utf-8"),
    "rss": MediaType("application/rss+xml; charset=utf-8"),
    "opml": MediaType("text/x-opml; charset=utf-8"),
    "atom": MediaType("application/atom+xml; charset=utf-8"),
    "json": JSON,
    "webmanifest": MediaType("application/manifest+json"),
    "css": MediaType("text/css; charset=utf-8"),
    "js": MediaType("text/javascript; charset=utf-8"),
    "mjs": MediaType("text/javascript; charset=utf-8"),
    "txt": MediaType("text/plain; charset=utf-8"),
    "vtt": MediaType("text/vtt; charset=utf-8"),
    "csv": MediaType("text/csv; charset=utf-8"),
    "svg": SVG,
    "ico": MediaType("image/x-icon"),
    "woff2": MediaType("font/woff2"),
    "webp": MediaType("image/webp", is_recording=True),
    "avif": MediaType("image/avif", is_recording=True),
    "jpg": MediaType("image/jpeg", is_recording=True),
    "jpeg": MediaType("image/jpeg", is_recording=True),
    "png": MediaType("image/png", is_recording=True),
    "gif": MediaType("image/gif", is_recording=True),
    "mp3": MediaType("audio/mpeg", is_recording=True),
    "m4a": MediaType("audio/mp4", is_recording=True),
    "ogg": MediaType("audio/ogg", is_recording=True),
    "mp4": MediaType("video/mp4", is_recording=True),
    "webm": MediaType("video/webm", is_recording=True),
    "pdf": MediaType("application/pdf", is_recording=True),
}


def media_type(name: str) -> MediaType:
    """The type of the file `name` (with or without folders)."""
    last = name.rpartition("/")[2]
    return _BY_NAME.get(last) or _BY_SUFFIX.get(last.rpartition(".")[2].lower(), _UNKNOWN)
