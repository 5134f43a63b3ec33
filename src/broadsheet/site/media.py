"""A video, a recording or a document as templates, feeds and metadata offer it.

One whose rights have ended is as good as not published, from that moment on: whatever
offers it is made again without it, and its files go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from broadsheet.kernel.language import Language
from broadsheet.ledger.records import MediaFile, MediaType
from broadsheet.press.facets import fingerprint
from broadsheet.press.reader import Reader
from broadsheet.site.facets import MEDIA_CONTENT, MEDIA_WORDS, MediaContent, MediaWords
from broadsheet.site.pictures import PictureView, picture_view

SUFFIXES: Final[dict[MediaType, str]] = {
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "application/pdf": "pdf",
}
FORMATS: Final[dict[MediaType, str]] = {
    "video/mp4": "MP4",
    "video/webm": "WebM",
    "audio/mpeg": "MP3",
    "audio/mp4": "M4A",
    "audio/ogg": "Ogg",
    "application/pdf": "PDF",
}
"""As readers know them."""
_SIZES: Final = "(min-width: 48rem) 42rem, 100vw"
_KILO: Final = 1000


class MediaView(msgspec.Struct, frozen=True, kw_only=True):
    src: str
    media_type: MediaType
    format: str
    size: int
    """Bytes."""
    seconds: int
    width: int
    height: int
    pages: int
    title: str
    credit: str
    language: Language
    poster: PictureView | None
    captions: str
    """The address of the captions, or empty."""
    transcript: tuple[str, ...]
    """Paragraphs."""
    untranscribed: str

    @property
    def kind(self) -> str:
        """`video`, `audio` or `document`: the block's template."""
        first = self.media_type.partition("/")[0]
        return first if first in ("video", "audio") else "document"


MediaSource = Callable[[Reader, str], MediaView | None]
"""Finds what a page needs to offer a file; None if it may not be offered."""


def media_view(reader: Reader, media_id: str) -> MediaView | None:
    content = content_of(reader, media_id)
    words = reader.read(MEDIA_WORDS, asset_of(media_id))
    if content is None or words is None:
        return None
    return view_of(
        content,
        words,
        src=file_address(content),
        captions=captions_address(content) if content.captions else "",
        poster=picture_view(reader, words.poster, sizes=_SIZES) if words.poster else None,
    )


def view_of(
    content: MediaContent, words: MediaWords, *, src: str, captions: str, poster: PictureView | None
) -> MediaView:
    return MediaView(
        src=src,
        media_type=content.media_type,
        format=FORMATS[content.media_type],
        size=content.size,
        seconds=content.seconds,
        width=content.width,
        height=content.height,
        pages=content.pages,
        title=words.title,
        credit=words.credit,
        language=words.language,
        poster=poster,
        captions=captions,
        transcript=paragraphs(words.transcript),
        untranscribed=words.untranscribed,
    )


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n\n")) if text else ()


def content_of(reader: Reader, media_id: str) -> MediaContent | None:
    """None if the file is not published or no longer ours to give."""
    content = reader.read(MEDIA_CONTENT, asset_of(media_id))
    if content is None or (content.rights_until is not None and reader.passed(content.rights_until)):
        return None
    return content


def first_played(reader: Reader, media_ids: Iterable[str], *kinds: str) -> MediaContent | None:
    """The first of the files whose type begins with one of `kinds`."""
    return next(_played(reader, media_ids, kinds), None)


def _played(reader: Reader, media_ids: Iterable[str], kinds: tuple[str, ...]) -> Iterator[MediaContent]:
    for each in media_ids:
        content = content_of(reader, each)
        if content is not None and content.media_type.startswith(kinds):
            yield content


def asset_of(media_id: str) -> str:
    return f"{MediaFile.__struct_config__.tag}:{media_id}"


# ---- addresses --------------------------------------------------------------------------


def file_address(content: MediaContent) -> str:
    return _address(content.id, content.blob, SUFFIXES[content.media_type])


def captions_address(content: MediaContent) -> str:
    return _address(content.id, content.captions, "vtt")


def transcript_address(media_id: str, transcript: str) -> str:
    return _address(media_id, transcript, "txt")


def _address(media_id: str, content: str, suffix: str) -> str:
    """It names its content, so it never gets another one and may be cached for ever."""
    return f"/media/{media_id}-{fingerprint(content).hex()[:12]}.{suffix}"


# ---- measures ---------------------------------------------------------------------------


def clock_of(seconds: int) -> str:
    """`4:05`, `1:02:03`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def iso_duration(seconds: int) -> str:
    """As schema.org and HTML have it (ISO 8601): `PT4M5S`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def bytes_in_words(size: int) -> str:
    """`850 KB`, `3.4 MB`."""
    if size < _KILO * _KILO:
        return f"{max(1, round(size / _KILO))} KB"
    return f"{size / _KILO**2:.1f} MB"
