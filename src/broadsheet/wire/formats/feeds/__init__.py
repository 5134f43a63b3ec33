"""Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 1.0; JSON Feed is a module of its own."""

from __future__ import annotations

from broadsheet.wire.formats.feeds.document import NAME, parse, recognises

__all__ = ["NAME", "parse", "recognises"]
