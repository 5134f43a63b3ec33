"""A message as an item: SOH header, STX text, ETX time, EOT (IPTC 7901, 1995, § 2)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

import msgspec

from broadsheet.kernel import clock
from broadsheet.wire import acceptance, phrases
from broadsheet.wire.errors import FileMalformed, FileTruncated, Unusable
from broadsheet.wire.formats.iptc7901.charsets import decoded
from broadsheet.wire.formats.iptc7901.lines import Text, read
from broadsheet.wire.identity import id_of_words
from broadsheet.wire.item import Parsed, Status, WireItem, WireSubject
from broadsheet.wire.moments import version_moment
from broadsheet.wire.text import one_line

NAME: Final = "IPTC 7901"

_SOH, _STX, _ETX, _EOT = b"\x01", b"\x02", b"\x03", b"\x04"
_HEADER: Final = re.compile(
    r"\s*(?P<service>[A-Za-z]{2,4})(?P<number>\d{3,4})\s+(?P<urgency>[1-9])\s+(?P<category>[A-Za-z]{1,3})"
    r"\s+(?P<words>\d+)(?:\s+(?P<source>[A-Za-z][\w-]*))?"
)
_FILED: Final = re.compile(r"(\d\d)(\d\d)(\d\d)\s+([A-Za-zÄäÖö]{3})\w*\s+(\d\d)")
_MONTHS: Final = {
    name: at
    for at, names in enumerate(
        (
            "jan",
            "feb",
            "mar mär mrz",
            "apr",
            "may mai",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec dez",
        ),
        start=1,
    )
    for name in names.split()
}


class Header(msgspec.Struct, frozen=True):
    service: str
    number: str
    urgency: int
    category: str
    source: str


def recognises(data: bytes) -> bool:
    """By its control characters; some gateways drop the first, so the header itself counts as well."""
    head = data[:200].replace(b"\x1b", b"")
    start = head.find(_SOH)
    text = head[start + 1 :] if 0 <= start < 40 else head
    return _HEADER.match(text.decode("latin-1")) is not None and (start >= 0 or _STX in data)


def parse(data: bytes, received: datetime) -> list[Parsed | Unusable]:
    """An item for each message in the bytes; one that is unusable does not hide the others."""
    return [_message(part, received) for part in data.split(_EOT) if part.strip(b"\x7f\x00\x1a \r\n\t")]


def _message(data: bytes, received: datetime) -> Parsed | Unusable:
    warnings: list[str] = []
    try:
        if _STX not in data:
            raise FileMalformed("A message has no text (no STX). Ask the agency.")
        if _ETX not in data:
            raise FileTruncated("A message ends in the middle (no ETX). Fetch it again.")
        head, _, rest = data.partition(_SOH)[2].partition(_STX) if _SOH in data else data.partition(_STX)
        body, _, end = rest.rpartition(_ETX)
        header, slug = _header(decoded(head, []))
        text = read(decoded(body, warnings))
        item = _item(header, slug, text, _filed(decoded(end, []), warnings) or received, warnings)
        return Parsed(acceptance.complete(item), text.internal_notes)
    except Unusable as error:
        return error


def _header(text: str) -> tuple[Header, str]:
    """Raises FileMalformed. What stands after it, before the text, are the agency's keywords."""
    found = _HEADER.match(text)
    if found is None:
        raise FileMalformed(
            f"A message begins with {text.strip()[:40]!r}, which is no header. Ask the agency."
        )
    service = found["service"].lower()
    header = Header(
        service, found["number"], int(found["urgency"]), found["category"].lower(), found["source"] or service
    )
    lines = [line.strip() for line in text[found.end() :].splitlines()[1:]]
    return header, " ".join(filter(None, lines))


def _item(header: Header, slug: str, text: Text, filed: datetime, warnings: list[str]) -> WireItem:
    keywords = tuple(filter(None, map(one_line, slug.split("/"))))
    source = header.source.partition("-")[0].lower()
    return WireItem(
        supplier=source,
        id=id_of_words(f"iptc7901:{source}:{header.service}", text.headline, text.body_html),
        version=int(filed.timestamp()),
        version_created=filed,
        status=_status(text, warnings),
        headline=acceptance.headline([text.headline, text.lead], warnings),
        lead=text.lead,
        body_html=text.body_html,
        byline=text.byline,
        place=text.place,
        source=source,
        urgency=header.urgency,
        genre=text.genre,
        subjects=(WireSubject(name=header.category, scheme="iptc7901", code=header.category),),
        keywords=keywords,
        signals=text.signals,
        update_reason=text.update_reason,
        warnings=tuple(warnings),
    )


def _status(text: Text, warnings: list[str]) -> Status:
    """An embargo in words alone has no time that a machine can keep; so nobody may publish it."""
    if text.speaks_of_embargo:
        warnings.append(phrases.HELD)
        return "withheld"
    return "usable"


def _filed(text: str, warnings: list[str]) -> datetime | None:
    """Day, hour, minute, month, year, in the agency's own time, which is read as UTC: as good as any
    for the order of versions. Raises DateOutOfRange."""
    found = _FILED.search(text)
    month = _MONTHS.get(found[4].lower(), 0) if found else 0
    if found is None or not month:
        warnings.append("The agency gave no time of filing: the time of receipt stands in.")
        return None
    century = clock.now().year // 100 * 100
    try:
        moment = datetime(
            century + int(found[5]), month, int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC
        )
    except ValueError:
        warnings.append(
            f"The agency's time of filing {text.strip()[:30]!r} is none: the time of receipt stands in."
        )
        return None
    return version_moment(moment.isoformat(), "time of filing")
