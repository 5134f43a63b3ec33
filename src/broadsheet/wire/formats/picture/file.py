"""A picture's file as an item. Nothing is decoded: its head tells its size and where the words are."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

import PIL.Image

from broadsheet.wire import acceptance, phrases
from broadsheet.wire.errors import FileMalformed
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.picture.words import Words, read
from broadsheet.wire.identity import lasting_id, supplier_of
from broadsheet.wire.item import ARCHIVED, Parsed, Status, WireItem, WirePicture, WireSubject

NAME: Final = "picture (IPTC, XMP)"

_KINDS: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "WEBP": "image/webp"}
_BEGINNINGS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")


def recognises(data: bytes) -> bool:
    return data.startswith(_BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def parse(data: bytes, received: datetime) -> list[Parsed]:
    """The one item. Raises FileMalformed for what is no picture, and what dates raise."""
    warnings: list[str] = []
    try:
        with PIL.Image.open(BytesIO(data), formats=tuple(_KINDS)) as image:
            words, size, kind = read(image, warnings), image.size, _KINDS[image.format or ""]
    except (OSError, SyntaxError, ValueError, PIL.Image.DecompressionBombError) as error:
        raise FileMalformed(f"The picture cannot be read ({error}). Ask the agency.") from None
    item = _item(words, hashlib.sha256(data).hexdigest(), size, kind, received, warnings)
    return [Parsed(acceptance.complete(item), words.instructions)]


def _item(
    words: Words, digest: str, size: tuple[int, int], kind: str, received: datetime, warnings: list[str]
) -> WireItem:
    own = lasting_id(words.id or f"picture:{digest}", "picture id")
    fields = Fields({"date": words.changed} if words.changed else {}, warnings)
    edition = acceptance.edition(fields, "version", "date", received, undated=True)
    source = words.source or words.credit
    picture = WirePicture(
        href=f"{ARCHIVED}{digest}",
        id=own,
        headline=words.headline,
        caption=words.caption,
        alt=words.alt,
        credit=words.credit,
        width=size[0],
        height=size[1],
        media_type=kind,
    )
    return WireItem(
        supplier=supplier_of(own, source.lower()),
        id=own,
        version=edition.number,
        version_created=edition.created,
        kind="picture",
        status=_status(words, warnings),
        headline=acceptance.headline([words.headline, words.title, words.caption, own], warnings),
        lead=words.caption,
        byline=words.creator,
        creditline=words.credit,
        place=words.place,
        source=source,
        urgency=Fields({"urgency": words.urgency}, []).urgency(),
        embargo=_embargo(words, received, warnings),
        usage_terms=words.usage_terms,
        copyright_notice=words.copyright,
        subjects=tuple(WireSubject(name=code, scheme="subj", code=code) for code in words.subjects),
        keywords=words.keywords,
        pictures=(picture,),
        warnings=tuple(warnings),
    )


def _status(words: Words, warnings: list[str]) -> Status:
    """Photographers write embargoes into instructions and captions."""
    if any(map(phrases.EMBARGO.search, (*words.instructions, words.caption, words.headline))):
        warnings.append(phrases.HELD)
        return "withheld"
    return "usable"


def _embargo(words: Words, received: datetime, warnings: list[str]) -> datetime | None:
    """The release date (IIM 2:30, 2:35): the earliest that the agency wants it used."""
    if not words.release:
        return None
    moment = acceptance.embargo(Fields({"release date": words.release}, warnings), ["release date"])
    return moment if moment is not None and moment > received.astimezone(UTC) else None
