"""A page of the web that somebody saved or fetched: to be quoted with its source, never published as ours."""

from __future__ import annotations

from broadsheet.wire.formats.html_clip.page import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
