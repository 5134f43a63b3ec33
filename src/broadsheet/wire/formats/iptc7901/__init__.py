"""IPTC 7901: text for teleprinters, still sent by many agencies."""

from __future__ import annotations

from broadsheet.wire.formats.iptc7901.message import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
