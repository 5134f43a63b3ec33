"""ANPA 1312: American teleprinter copy, which some agencies still send."""

from __future__ import annotations

from broadsheet.wire.formats.anpa1312.message import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
