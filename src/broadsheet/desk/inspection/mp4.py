"""MP4 and M4A: boxes within boxes (ISO/IEC 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from broadsheet.desk.inspection.found import Damaged, Found, whole_seconds

_VIDEO: Final = frozenset({b"avc1", b"avc3", b"hvc1", b"hev1", b"av01", b"vp09"})
_AUDIO: Final = frozenset({b"mp4a", b"Opus", b"fLaC", b".mp3", b"ac-3", b"ec-3"})

Box = tuple[bytes, bytes]
"""Kind and content."""


def begins(data: bytes) -> bool:
    return data[4:8] == b"ftyp"


def walk(data: bytes) -> Found:
    """Raises Damaged: also for a film without samples, and for one that holds what no browser plays."""
    top = dict(_boxes(data))
    movie = dict(_boxes(_part(top, b"moov")))
    if b"mdat" not in top and b"moof" not in top:
        raise Damaged("no media")
    tracks = [_track(content) for kind, content in _boxes(_part(top, b"moov")) if kind == b"trak"]
    seconds = whole_seconds(_seconds(_part(movie, b"mvhd")))
    for width, height, codec in tracks:
        if codec in _VIDEO and width and height:
            return Found(media_type="video/mp4", seconds=seconds, width=width, height=height)
    if any(codec in _AUDIO for _width, _height, codec in tracks):
        return Found(media_type="audio/mp4", seconds=seconds)
    raise Damaged("no track that browsers play")


def _boxes(data: bytes) -> Iterator[Box]:
    """Raises Damaged where a box is longer than what it lies in."""
    at = 0
    while at < len(data):
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        size = size or len(data) - at
        if len(kind) < 4 or size < head or at + size > len(data):
            raise Damaged(f"a box breaks off at {at}")
        yield kind, data[at + head : at + size]
        at += size


def _part(boxes: dict[bytes, bytes], kind: bytes) -> bytes:
    if kind not in boxes:
        raise Damaged(f"no box {kind!r}")
    return boxes[kind]


def _seconds(header: bytes) -> float:
    """Of `mvhd`: its fields are longer in version 1."""
    start, width = (20, 8) if header[:1] == b"\1" else (12, 4)
    scale = int.from_bytes(header[start : start + 4], "big")
    length = int.from_bytes(header[start + 4 : start + 4 + width], "big")
    return length / scale if scale else 0.0


def _track(content: bytes) -> tuple[int, int, bytes]:
    """Width and height in pixels, and the codec's four letters."""
    track = dict(_boxes(content))
    media = dict(_boxes(_part(track, b"mdia")))
    table = dict(_boxes(_part(dict(_boxes(_part(media, b"minf"))), b"stbl")))
    head, entries = _part(track, b"tkhd"), _part(table, b"stsd")
    # The last eight bytes of `tkhd` are the size, as numbers with sixteen bits of fraction.
    width, height = (int.from_bytes(head[at : at + 4], "big") >> 16 for at in (len(head) - 8, len(head) - 4))
    return width, height, entries[12:16]
