"""A picture as templates, feeds and metadata show it: addresses, measures, words.

A picture whose rights have ended is as good as not published, from that moment on:
whatever shows it is made again without it, and its files go.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from broadsheet.ledger.provenance import MACHINE_MADE
from broadsheet.ledger.records import Picture
from broadsheet.press.facets import fingerprint
from broadsheet.press.reader import Reader
from broadsheet.site import renditions
from broadsheet.site.facets import PICTURE_MEDIA, PICTURE_WORDS, PictureMedia
from broadsheet.site.renditions import CARD, FALLBACK, LADDERS, Spec


class Source(msgspec.Struct, frozen=True):
    """One format of a picture in several widths."""

    media_type: str
    srcset: str


class PictureView(msgspec.Struct, frozen=True, kw_only=True):
    """For `<picture>`: sources, the lightest format first, over a JPEG that every browser shows."""

    src: str
    sources: tuple[Source, ...]
    sizes: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    digital_source: str = ""
    """The IPTC's term, if a machine made or changed it; the caption says so."""
    answerable: str = ""


class SharePicture(msgspec.Struct, frozen=True, kw_only=True):
    """For share cards and structured data: one JPEG, cropped around the focus."""

    src: str
    width: int
    height: int
    alt: str


def picture_view(reader: Reader, picture_id: str, *, sizes: str, caption: str = "") -> PictureView | None:
    """`caption` stands instead of the picture's own. None if there is no picture to show."""
    media = media_of(reader, picture_id)
    words = reader.read(PICTURE_WORDS, asset_of(picture_id))
    if media is None or words is None:
        return None
    width, height = size_of(media, FALLBACK)
    return PictureView(
        src=address_of(media, FALLBACK),
        sources=tuple(_source(media, ladder) for ladder in LADDERS),
        sizes=sizes,
        width=width,
        height=height,
        alt=words.alt,
        caption=caption or words.caption,
        credit=words.credit,
        digital_source=words.digital_source if words.digital_source in MACHINE_MADE else "",
        answerable=words.answerable,
    )


@lru_cache(maxsize=1 << 11)
def _source(media: PictureMedia, ladder: tuple[Spec, ...]) -> Source:
    steps = renditions.offered(ladder, media.width)
    srcset = ", ".join(f"{address_of(media, spec)} {size_of(media, spec)[0]}w" for spec in steps)
    return Source(f"image/{ladder[0].suffix}", srcset)


def share_picture(reader: Reader, picture_id: str) -> SharePicture | None:
    """None if there is no picture to show."""
    media = media_of(reader, picture_id)
    words = reader.read(PICTURE_WORDS, asset_of(picture_id))
    if media is None or words is None:
        return None
    width, height = size_of(media, CARD)
    return SharePicture(src=address_of(media, CARD), width=width, height=height, alt=words.alt)


def media_of(reader: Reader, picture_id: str) -> PictureMedia | None:
    """What the picture's files are made from; None if it is not published or no longer ours to show."""
    if not picture_id:
        return None
    media = reader.read(PICTURE_MEDIA, asset_of(picture_id))
    if media is None or (media.rights_until is not None and reader.passed(media.rights_until)):
        return None
    return media


def asset_of(picture_id: str) -> str:
    return f"{Picture.__struct_config__.tag}:{picture_id}"


def size_of(media: PictureMedia, spec: Spec) -> tuple[int, int]:
    return renditions.frame(spec, (media.width, media.height), media.focus).size


@lru_cache(maxsize=1 << 13)
def address_of(media: PictureMedia, spec: Spec) -> str:
    focus = media.focus if spec.height else ()
    # Only where somebody said it: all other addresses stay what they were before there was the field.
    told = (media.digital_source,) if media.digital_source else ()
    contents = fingerprint((media.blob, focus, media.credit, media.data_mining, *told)).hex()
    return renditions.address(media.id, spec, size_of(media, spec)[0], contents)
