"""A message as an item: SYN SYN SOH header, STX text, ETX date, EOT (ANPA 84-2, formerly 1312)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

import msgspec

from broadsheet.kernel import clock
from broadsheet.wire import acceptance, phrases
from broadsheet.wire.errors import FileMalformed, FileTruncated, Unusable
from broadsheet.wire.formats.anpa1312.lines import Text, read
from broadsheet.wire.identity import id_of_words
from broadsheet.wire.item import Parsed, Status, WireItem, WireSubject
from broadsheet.wire.moments import version_moment
from broadsheet.wire.text import one_line

NAME: Final = "ANPA 1312"

_SOH, _STX, _ETX, _EOT = b"\x01", b"\x02", b"\x03", b"\x04"
_HEADER: Final = re.compile(
    r"(?P<service>[a-z])(?P<number>\d{3,4})\x1f?(?P<selector>[\w-]*)\s+"
    r"(?P<priority>[a-z])\s+(?P<category>[a-z])\s*[\x10-\x1f\x5e\s]*(?P<slug>[^\r\n]*)",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"\s+\d{1,2}-\d{1,2}(?:\s+\d{2,5})?\s*$")
"""Month, day and words at the end of the slug line."""
_FILED: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{2,4})\s+(\d{2})(\d{2})\s*([A-Z]{3})?")
_URGENCY: Final = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 6, "s": 6, "w": 6}
"""By the letter for priority: flash, bulletin, urgent, regular, deferred, and three kinds of advance."""
_ADVANCE: Final = re.compile(r"\badv\d{1,2}\b", re.IGNORECASE)
_CATEGORIES: Final = {
    "a": "domestic",
    "e": "entertainment",
    "f": "financial",
    "i": "international",
    "k": "commentary",
    "l": "lifestyle",
    "p": "politics",
    "q": "results",
    "s": "sports",
    "t": "travel",
    "v": "advisories",
    "w": "washington",
}
_ZONES: Final = {"EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00"} | {
    "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00",
}  # fmt: skip


class Header(msgspec.Struct, frozen=True):
    service: str
    priority: str
    category: str
    slug: str


def recognises(data: bytes) -> bool:
    head = data[:200]
    start = head.find(_SOH)
    return 0 <= start < 40 and _STX in data[:600] and _HEADER.match(_text(head[start + 1 :])) is not None


def parse(data: bytes, received: datetime) -> list[Parsed | Unusable]:
    """An item for each message in the bytes; one that is unusable does not hide the others."""
    return [_message(part, received) for part in data.split(_EOT) if part.strip(b"\x16\x7f\x00\x1a \r\n\t")]


def _message(data: bytes, received: datetime) -> Parsed | Unusable:
    warnings: list[str] = []
    try:
        if _SOH not in data or _STX not in data:
            raise FileMalformed("A message has no header or no text (SOH, STX). Ask the agency.")
        if _ETX not in data:
            raise FileTruncated("A message ends in the middle (no ETX). Fetch it again.")
        head, _, rest = data.partition(_SOH)[2].partition(_STX)
        body, _, end = rest.partition(_ETX)
        header, text = _header(_text(head)), read(_text(body))
        item = _item(header, text, _filed(_text(end), warnings) or received, warnings)
        return Parsed(acceptance.complete(item), text.internal_notes)
    except Unusable as error:
        return error


def _text(data: bytes) -> str:
    """Seven bits by the standard; agencies that use the eighth send UTF-8 or Windows-1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _header(text: str) -> Header:
    """Raises FileMalformed."""
    found = _HEADER.match(text)
    if found is None:
        raise FileMalformed(
            f"A message begins with {text.strip()[:40]!r}, which is no header. Ask the agency."
        )
    slug = _COUNT.sub("", found["slug"]).strip(" ^,")
    return Header(found["service"].lower(), found["priority"].lower(), found["category"].lower(), slug)


def _item(header: Header, text: Text, filed: datetime, warnings: list[str]) -> WireItem:
    source = text.source.lower() or f"anpa-{header.service}"
    return WireItem(
        supplier=source,
        id=id_of_words(f"anpa1312:{source}", text.headline, text.body_html),
        version=int(filed.timestamp()),
        version_created=filed,
        status=_status(header, text, warnings),
        headline=acceptance.headline([text.headline, text.lead], warnings),
        body_html=text.body_html,
        byline=text.byline,
        place=text.place,
        source=text.source,
        urgency=_URGENCY.get(header.priority),
        subjects=(
            WireSubject(
                name=_CATEGORIES.get(header.category, header.category), scheme="anpa", code=header.category
            ),
        ),
        keywords=tuple(filter(None, map(one_line, header.slug.split("-")[1:]))),
        warnings=tuple(warnings),
    )


def _status(header: Header, text: Text, warnings: list[str]) -> Status:
    """An advance is sent days ahead and names a day without a time: somebody has to read it."""
    if _ADVANCE.search(f"{header.slug}\n{text.headline}"):
        warnings.append("The agency marked it as an advance (Adv). The item is withheld: read it and decide.")
        return "withheld"
    if text.speaks_of_embargo:
        warnings.append(phrases.HELD)
        return "withheld"
    return "usable"


def _filed(text: str, warnings: list[str]) -> datetime | None:
    """Month, day, year, hour, minute, and America's zones by name. Raises DateOutOfRange."""
    found = _FILED.search(text)
    if found is None:
        warnings.append("The agency gave no time of filing: the time of receipt stands in.")
        return None
    month, day, year, hour, minute = (int(found[at]) for at in range(1, 6))
    century = clock.now().year // 100 * 100 if year < 100 else 0
    try:
        moment = datetime(century + year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        warnings.append(
            f"The agency's time of filing {text.strip()[:30]!r} is none: the time of receipt stands in."
        )
        return None
    zone = _ZONES.get(found[6] or "", "+00:00")
    return version_moment(moment.replace(tzinfo=None).isoformat() + zone, "time of filing")
