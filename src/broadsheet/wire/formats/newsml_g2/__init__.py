"""NewsML-G2 of the IPTC: news items and packages, alone or in a news message."""

from __future__ import annotations

from broadsheet.wire.formats.newsml_g2.document import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
