"""WebM: elements within elements (RFC 8794, RFC 9559). Video only; WebM sound is Ogg's business."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from broadsheet.desk.inspection.found import Damaged, Found, whole_seconds

_EBML: Final = 0x1A45DFA3
_DOC_TYPE: Final = 0x4282
_SEGMENT: Final = 0x18538067
_INFO: Final = 0x1549A966
_SCALE: Final = 0x2AD7B1
_DURATION: Final = 0x4489
_TRACKS: Final = 0x1654AE6B
_TRACK: Final = 0xAE
_CODEC: Final = 0x86
_PICTURE: Final = 0xE0
_WIDTH: Final = 0xB0
_HEIGHT: Final = 0xBA
_CLUSTER: Final = 0x1F43B675
_CODECS: Final = frozenset({b"V_VP8", b"V_VP9", b"V_AV1"})
_NANOSECONDS: Final = 1_000_000
"""To one unit of time, where the file says nothing else."""


def begins(data: bytes) -> bool:
    return data.startswith(_EBML.to_bytes(4, "big"))


def walk(data: bytes) -> Found:
    """Raises Damaged."""
    top = dict(_elements(data))
    if dict(_elements(_part(top, _EBML))).get(_DOC_TYPE, b"").rstrip(b"\0") != b"webm":
        raise Damaged("not WebM")
    segment = dict(_elements(_part(top, _SEGMENT)))
    _part(segment, _CLUSTER)
    seconds = whole_seconds(_seconds(dict(_elements(_part(segment, _INFO)))))
    for kind, content in _elements(_part(segment, _TRACKS)):
        track = dict(_elements(content)) if kind == _TRACK else {}
        if track.get(_CODEC, b"").rstrip(b"\0") in _CODECS:
            picture = dict(_elements(_part(track, _PICTURE)))
            width, height = (int.from_bytes(_part(picture, each), "big") for each in (_WIDTH, _HEIGHT))
            return Found(media_type="video/webm", seconds=seconds, width=width, height=height)
    raise Damaged("no picture that browsers play")


def _seconds(info: dict[int, bytes]) -> float:
    scale = int.from_bytes(info[_SCALE], "big") if _SCALE in info else _NANOSECONDS
    length = _part(info, _DURATION)
    try:
        value: float = struct.unpack(">f" if len(length) == 4 else ">d", length)[0]
    except struct.error as error:
        raise Damaged("a duration of another length") from error
    return value * scale / 1e9


def _part(elements: dict[int, bytes], kind: int) -> bytes:
    if kind not in elements:
        raise Damaged(f"no element {kind:x}")
    return elements[kind]


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Raises Damaged where an element is longer than what it lies in. One of unknown length, which
    live recordings have, reaches to the end."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, keep=True)
        length, start = _number(data, at, keep=False)
        unknown = length == (1 << 7 * (start - at)) - 1
        at = len(data) if unknown else start + length
        if at > len(data):
            raise Damaged("an element breaks off")
        yield kind, data[start:at]


def _number(data: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A number whose first bits say how long it is, and where it ends; `keep` leaves that mark in."""
    first = data[at] if at < len(data) else 0
    size = 9 - first.bit_length()
    if not first or at + size > len(data):
        raise Damaged(f"no number at {at}")
    value = int.from_bytes(data[at : at + size], "big")
    return (value if keep else value & ~(1 << 7 * size)), at + size
