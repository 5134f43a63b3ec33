"""NewsML 1.x: what came before NewsML-G2, still sent by some large agencies."""

from __future__ import annotations

from broadsheet.wire.formats.newsml_1.document import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
