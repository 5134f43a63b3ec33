"""What every format asks of a document before it becomes an item."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from broadsheet.kernel.language import shorten
from broadsheet.wire.errors import ContentMissing, DateUnreadable, VersionMissing
from broadsheet.wire.fields import Fields
from broadsheet.wire.identity import version_number
from broadsheet.wire.item import Status, WireItem, WirePicture
from broadsheet.wire.moments import embargo_moment, version_moment

_STATUS: Final[dict[str, Status]] = {
    "": "usable",
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
}


class Edition(msgspec.Struct, frozen=True):
    """Which version a document is, and when it was made."""

    number: int
    created: datetime


def edition(
    fields: Fields, number: str, created: str, received: datetime, *, undated: bool = False
) -> Edition:
    """The version from the fields of these names; raises VersionMissing or an error about the date.

    Without a date, the receipt counts as one. With neither number nor date, the order of
    arrival decides (version 0), but only where `undated` says that the format allows it.
    """
    text = fields.line(created)
    made = version_moment(text, created) if text else None
    counted = version_number(fields.line(number), made)
    if counted is None and not undated:
        raise VersionMissing(
            f"The document has neither '{number}' nor '{created}', so its versions could not be told apart. "
            "Ask the agency."
        )
    if counted is None:
        fields.warnings.append("The agency gave neither version nor date: the order of arrival decides.")
    elif made is None:
        fields.warnings.append("The agency gave no date of the version: the time of receipt stands in.")
    return Edition(counted or 0, made or received)


def status(fields: Fields, name: str) -> Status:
    """An unknown status is not taken for usable: it withholds the item, with a warning."""
    word = fields.line(name).lower().removeprefix("stat:")
    if name in fields and not word and not fields.is_text(name):
        word = "of an unknown shape"
    if word not in _STATUS:
        fields.warnings.append(f"The agency's status {word[:40]!r} is unknown; the item is withheld.")
    return _STATUS.get(word, "withheld")


def embargo(fields: Fields, names: Iterable[str]) -> datetime | None:
    """The latest embargo of those named. Raises rather than overlook one that cannot be read."""
    return max((moment for name in names if (moment := _embargo(fields, name))), default=None)


def _embargo(fields: Fields, name: str) -> datetime | None:
    if name not in fields:
        return None
    text = fields.line(name)
    if text:
        return embargo_moment(text, name)
    if not fields.is_text(name):
        raise DateUnreadable(
            f"'{name}' is not a date, and an embargo must not be overlooked. Ask the agency."
        )
    fields.warnings.append(f"'{name}' is there but empty; it was read as no embargo.")
    return None


def headline(candidates: Iterable[str], warnings: list[str]) -> str:
    """The first that is not empty; any but the first is told."""
    first, *others = candidates
    if first:
        return first
    stand_in = shorten(next(filter(None, others), ""), 160)
    if stand_in:
        warnings.append("The agency gave no headline: title or text stands in.")
    return stand_in


def complete(item: WireItem) -> WireItem:
    """The item with its last warnings; raises ContentMissing if editors could see nothing in it."""
    if not item.headline and item.status != "canceled":
        raise ContentMissing(
            "The document has neither headline nor text, so there is nothing to show. Ask the agency."
        )
    unique = tuple(dict.fromkeys(item.warnings))
    return msgspec.structs.replace(item, warnings=unique)


def largest(renditions: Iterable[WirePicture]) -> WirePicture | None:
    """The widest rendition that is a picture at a web address."""
    pictures = [
        rendition
        for rendition in renditions
        if rendition.href.startswith(("http://", "https://")) and _is_picture(rendition.media_type)
    ]
    return max(pictures, key=lambda picture: picture.width or 0, default=None)


def _is_picture(media_type: str) -> bool:
    return not media_type or media_type.startswith("image/")
