"""iCalendar: dates that agencies and offices announce."""

from __future__ import annotations

from broadsheet.wire.formats.icalendar.calendar import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
