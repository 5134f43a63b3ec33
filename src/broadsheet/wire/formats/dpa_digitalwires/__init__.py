"""dpa digitalwires: JSON as dpa's wireQ API delivers it."""

from __future__ import annotations

from broadsheet.wire.formats.dpa_digitalwires.document import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
