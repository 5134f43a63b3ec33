"""NITF 3.x, read leniently: most of what agencies send is not valid by its own schema."""

from __future__ import annotations

from broadsheet.wire.formats.nitf.document import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
