"""Ogg with Opus or Vorbis: a chain of pages (RFC 3533, RFC 7845)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from broadsheet.desk.inspection.found import Damaged, Found, whole_seconds

_HEAD: Final = 27
_OPUS_RATE: Final = 48_000
_UNKNOWN: Final = 2**64 - 1
"""The position of a page on which no packet ends."""


def begins(data: bytes) -> bool:
    return data.startswith(b"OggS")


def walk(data: bytes) -> Found:
    """Raises Damaged."""
    pages = list(_pages(data))
    first = pages[0][1]
    positions = [position for position, _body in pages if position != _UNKNOWN]
    if first.startswith(b"OpusHead"):
        skipped = int.from_bytes(first[10:12], "little")
        seconds = (max(positions) - skipped) / _OPUS_RATE
    elif first.startswith(b"\x01vorbis"):
        rate = int.from_bytes(first[12:16], "little")
        seconds = max(positions) / rate if rate else 0.0
    else:
        raise Damaged("neither Opus nor Vorbis")
    return Found(media_type="audio/ogg", seconds=whole_seconds(seconds))


def _pages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Position and body of each page. Raises Damaged."""
    at = 0
    while at < len(data):
        head = data[at : at + _HEAD]
        if len(head) < _HEAD or not head.startswith(b"OggS\0"):
            raise Damaged(f"no page at {at}")
        body = at + _HEAD + head[26]
        end = body + sum(data[at + _HEAD : body])
        if end > len(data):
            raise Damaged("a page breaks off")
        yield int.from_bytes(head[6:14], "little"), data[body:end]
        at = end
