"""Pictures as files, with what IPTC's fields say of them."""

from __future__ import annotations

from broadsheet.wire.formats.picture.file import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
