"""Dates in agency copy: aware, and within what can be meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from broadsheet.kernel import clock
from broadsheet.wire.errors import DateOutOfRange, DateUnreadable, DateWithoutZone

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""No agency delivers anything older in these formats."""
LATEST_VERSION: Final = timedelta(days=2)
"""How far an agency's clock may run ahead of ours."""
LATEST_EMBARGO: Final = timedelta(days=3 * 366)
_BASIC: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)?\s*(Z|[+-]\d\d:?\d\d)?")


def version_moment(text: str, name: str) -> datetime:
    """When a version was made; raises DateUnreadable, DateWithoutZone, DateOutOfRange."""
    return _within(_aware(text, name), name, LATEST_VERSION)


def embargo_moment(text: str, name: str) -> datetime:
    """When an embargo ends; raises what `version_moment` raises."""
    return _within(_aware(text, name), name, LATEST_EMBARGO)


def basic_iso(text: str, warnings: list[str]) -> str:
    """A date in ISO 8601's basic form in the extended one; one without a zone is read as UTC.

    What is no such date is returned as it is, for whoever reads it next to refuse.
    """
    found = _BASIC.fullmatch(text)
    if found is None:
        return text
    year, month, day, hour, minute, second, zone = found.groups()
    if zone is None:
        warnings.append(f"The date {text!r} names no time zone; it was read as UTC.")
    zone = {None: "+00:00", "Z": "+00:00"}.get(zone, zone)
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"


def _aware(text: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise DateUnreadable(
            f"'{name}' is {text[:40]!r}, which is no date. "
            "Ask the agency for one like 2026-11-14T09:30:00+01:00."
        ) from None
    offset = moment.utcoffset()
    if offset is None:
        raise DateWithoutZone(
            f"'{name}' is {text!r}, which has no time zone and so names no instant. "
            "Ask the agency for one like 2026-11-14T09:30:00+01:00."
        )
    # JSON knows offsets in whole minutes alone.
    return moment if offset % timedelta(minutes=1) == timedelta() else _in_utc(moment, name)


def _in_utc(moment: datetime, name: str) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise DateOutOfRange(f"'{name}' is {moment.isoformat()}, which cannot be meant.") from None


def _within(moment: datetime, name: str, ahead: timedelta) -> datetime:
    latest = clock.now() + ahead
    if not EARLIEST <= moment <= latest:
        raise DateOutOfRange(
            f"'{name}' is {moment.isoformat()}, which cannot be meant: "
            f"expected between {EARLIEST.date()} and {latest.date()}. "
            "Ask the agency, or check the clock here."
        )
    return moment
