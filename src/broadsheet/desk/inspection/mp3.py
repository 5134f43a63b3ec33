"""MP3: a chain of MPEG-1, -2 or -2.5 Layer III frames between tags (ISO/IEC 11172-3, 13818-3)."""

from __future__ import annotations

from typing import Final

from broadsheet.desk.inspection.found import Damaged, Found, whole_seconds

_KILOBITS: Final = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""By the index in the header; True is MPEG-1."""
_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Hertz, by the version's two bits."""
_FEWEST: Final = 3
"""So many frames in a row are no accident."""
_TRAILERS: Final = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")


def begins(data: bytes) -> bool:
    start = _after_tag(data)
    return _frame(data, start) is not None


def walk(data: bytes) -> Found:
    """Raises Damaged."""
    at, count, seconds = _after_tag(data), 0, 0.0
    while (frame := _frame(data, at)) is not None and at + frame[0] <= len(data):
        at, count, seconds = at + frame[0], count + 1, seconds + frame[1]
    if count < _FEWEST or not _is_end(data, at):
        raise Damaged("frames break off")
    return Found(media_type="audio/mpeg", seconds=whole_seconds(seconds))


def _is_end(data: bytes, at: int) -> bool:
    rest = data[at:]
    return not rest.strip(b"\0") or rest.startswith(_TRAILERS)


def _after_tag(data: bytes) -> int:
    """Where an ID3v2 tag ends: its size is four times seven bits."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    footer = 10 if data[5] & 0x10 else 0
    return 10 + size + footer


def _frame(data: bytes, at: int) -> tuple[int, float] | None:
    """Length in bytes and seconds of the frame there; None if there is none."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    version = data[at + 1] >> 3 & 3
    kilobits, rate, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version not in _RATES or kilobits in (0, 15) or rate == 3:
        return None
    hertz, is_first = _RATES[version][rate], version == 3
    samples = 1152 if is_first else 576
    length = samples // 8 * _KILOBITS[is_first][kilobits] * 1000 // hertz + padding
    return length, samples / hertz
