"""Electronic mail: announcements, and agency copy that is sent by it."""

from __future__ import annotations

from broadsheet.wire.formats.mail.message import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
