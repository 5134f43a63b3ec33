"""Events as items (RFC 5545 § 3.6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadsheet.wire import acceptance, markup
from broadsheet.wire.errors import ContentMissing, DateUnreadable, Unusable
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.icalendar.lines import Component, Property, components
from broadsheet.wire.identity import lasting_id, supplier_of
from broadsheet.wire.item import Parsed, WireItem, WireLink, WireSubject
from broadsheet.wire.moments import basic_iso

NAME: Final = "iCalendar"

_STATUS: Final = {"CANCELLED": "canceled", "CONFIRMED": "usable", "TENTATIVE": "usable", "": "usable"}
_DURATION: Final = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?"
)
_OF_WINDOWS: Final = {
    "W. Europe Standard Time": "Europe/Berlin", "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw", "Romance Standard Time": "Europe/Paris",
    "GMT Standard Time": "Europe/London", "E. Europe Standard Time": "Europe/Chisinau",
    "FLE Standard Time": "Europe/Kyiv", "GTB Standard Time": "Europe/Bucharest",
    "Turkey Standard Time": "Europe/Istanbul", "Russian Standard Time": "Europe/Moscow",
    "Eastern Standard Time": "America/New_York", "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver", "Pacific Standard Time": "America/Los_Angeles",
}  # fmt: skip
"""Names that Outlook writes, of those places from which newsrooms here are invited (CLDR, windowsZones)."""
_FOR_EDITORS: Final = ("CONTACT", "ORGANIZER", "ATTENDEE", "COMMENT")
"""People's names and addresses, which a calendar gives to whom it is sent."""


def recognises(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def parse(data: bytes, received: datetime) -> list[Parsed | Unusable]:
    """Each event; one that is unusable does not hide the others. Raises ContentMissing for none."""
    calendar = next(components(data, "VCALENDAR"), Component("", []))
    results = list(_events(data, calendar, received))
    if not results:
        raise ContentMissing("The calendar holds no event.")
    return results


def _events(data: bytes, calendar: Component, received: datetime) -> Iterator[Parsed | Unusable]:
    for event in components(data, "VEVENT"):
        try:
            notes = (
                f"{each.name.capitalize()}: {_person(each)}"
                for name in _FOR_EDITORS
                for each in event.all(name)
            )
            yield Parsed(acceptance.complete(_item(event, calendar, received)), tuple(notes))
        except Unusable as error:
            yield error


def _item(event: Component, calendar: Component, received: datetime) -> WireItem:
    warnings: list[str] = []
    own = lasting_id(_own_id(event), "UID")
    fields = _fields(event, warnings)
    edition = acceptance.edition(fields, "SEQUENCE", "LAST-MODIFIED", received, undated=True)
    body = event.text("DESCRIPTION")
    source = calendar.text("X-WR-CALNAME") or supplier_of(f"https://{own.rpartition('@')[2]}", "")
    home = calendar.text("X-WR-TIMEZONE")
    begins, all_day = _moment(event.first("DTSTART"), home, warnings)
    ends, _ = _moment(event.first("DTEND"), home, warnings)
    if begins is None and fields.line("STATUS") != "canceled":
        raise DateUnreadable("The event has no DTSTART, so nobody knows when it is. Ask who sent it.")
    if event.first("RRULE") is not None:
        warnings.append(f"The event repeats ({event.text('RRULE')[:80]}); its first date is listed.")
    return WireItem(
        supplier=supplier_of(f"https://{own.rpartition('@')[2]}", source),
        id=own,
        version=edition.number,
        version_created=edition.created,
        kind="event",
        status=acceptance.status(fields, "STATUS"),
        headline=acceptance.headline([event.text("SUMMARY"), body], warnings),
        body_html=markup.safe_text(body) if body else "",
        links=_links(event),
        place=event.text("LOCATION"),
        source=source,
        begins=begins,
        ends=ends or _after(begins, event.text("DURATION")),
        all_day=all_day,
        subjects=tuple(WireSubject(name=name) for name in _categories(event)),
        warnings=tuple(warnings),
    )


def _own_id(event: Component) -> str:
    """One date of a series that was moved is an item of its own."""
    moved = event.text("RECURRENCE-ID")
    return f"{event.text('UID')}/{moved}" if moved and event.text("UID") else event.text("UID")


def _fields(event: Component, warnings: list[str]) -> Fields:
    """What counts versions; an event that its sender calls private is withheld (§ 3.8.1.3)."""
    status = _STATUS.get(event.text("STATUS").upper(), event.text("STATUS"))
    if event.text("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"} and status == "usable":
        status = "withheld"
    changed = event.text("LAST-MODIFIED") or event.text("DTSTAMP")
    values = {
        "SEQUENCE": event.text("SEQUENCE"),
        "LAST-MODIFIED": basic_iso(changed, warnings) if changed else "",
        "STATUS": status,
    }
    if not values["SEQUENCE"] and not changed:
        warnings.append("The event has neither SEQUENCE nor a date of change.")
    return Fields({name: value for name, value in values.items() if value}, warnings)


def _after(begins: datetime | None, duration: str) -> datetime | None:
    """The end of what says how long it takes (§ 3.3.6), by the clock on the wall."""
    found = _DURATION.fullmatch(duration)
    if begins is None or found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    try:
        return begins + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None


def _moment(found: Property | None, home: str, warnings: list[str]) -> tuple[datetime | None, bool]:
    """When, and whether the whole day is meant. Raises DateUnreadable."""
    if found is None:
        return None, False
    text = found.value.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise DateUnreadable(f"'{found.name}' is {text[:40]!r}, which is no date. Ask who sent it.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_zone(found, home, warnings))
    return moment, len(text) == len("20261114")


def _zone(found: Property, home: str, warnings: list[str]) -> tzinfo:
    """The zone by its name, as IANA or Windows has it, else the calendar's, else UTC; a calendar's own
    definition of a zone is not read."""
    name = found.parameters.get("TZID", "") or home
    name = _OF_WINDOWS.get(name, name)
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        warnings.append(f"The time zone {name[:40]!r} is unknown: '{found.name}' was read as UTC.")
        return UTC


def _categories(event: Component) -> list[str]:
    named = (name.strip() for each in event.all("CATEGORIES") for name in each.text.split(","))
    return list(dict.fromkeys(filter(None, named)))


def _links(event: Component) -> tuple[WireLink, ...]:
    address = event.text("URL")
    return (WireLink(href=address),) if address.startswith(("http://", "https://")) else ()


def _person(each: Property) -> str:
    name = each.parameters.get("CN", "")
    return f"{name} {each.text.removeprefix('mailto:')}".strip()
