"""A typeface whose every letter is the same box, so that lines break at the same word on every machine.

Broadsheet sets type in the reader's own fonts: what a page looks like to the pixel differs from machine to
machine. In block letters it does not; size, weight, colour and place of every line are still to be seen.
"""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Iterable
from functools import cache

_EM = 1000
_ADVANCE = 490
"""Of every letter; about what letters of German text are wide on the average."""
_LOW = 470
"""How high a letter is: the x-height to which styles adjust."""
_BOLD_LOW = 600
_BOX, _BLANK = 1, 2
_LETTERS = ((0x20, 0x20, _BLANK), (0x21, 0x9F, _BOX), (0xA0, 0xA0, _BLANK), (0xA1, 0x10FFFF, _BOX))
"""First and last code point, glyph."""


@cache
def style() -> str:
    """CSS that sets everything in block letters, and leaves no line to a dictionary or an algorithm."""
    faces = "".join(
        f"@font-face{{font-family:Blocks;font-weight:{weights};"
        f"src:url(data:font/ttf;base64,{b64encode(_font(height)).decode()})}}"
        for weights, height in (("1 599", _LOW), ("600 1000", _BOLD_LOW))
    )
    everything = (
        "font-family:Blocks!important;font-synthesis:none!important;font-style:normal!important;"
        "hyphens:manual!important;text-wrap-style:auto!important"
    )
    # What no theme can change takes its type from here.
    types = ":root{--sans:Blocks!important;--serif:Blocks!important}"
    players = ":is(audio,video)::-webkit-media-controls{visibility:hidden}"  # the browser's own letters
    return f"{faces}{types}*,::before,::after{{{everything}}}{players}"


def _font(height: int) -> bytes:
    """A TrueType file with three glyphs: the one for what is missing, a box, and a blank."""
    box = _box(height)
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap(),
        b"glyf": box,
        b"head": struct.pack(
            ">4I2H2q4h2H3h",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _ADVANCE, height, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(">I3hH3h8hH", 0x10000, 900, -250, 0, _ADVANCE, 0, 0, _ADVANCE, 1, *[0] * 7, 3),
        b"hmtx": struct.pack(">Hh", _ADVANCE, 0) * 3,
        b"loca": struct.pack(">4I", 0, 0, len(box), len(box)),
        b"maxp": struct.pack(">I14H", 0x10000, 3, 4, 1, 0, 0, 2, *[0] * 8),
        b"name": _name("Blocks"),
        b"post": struct.pack(">2I2h5I", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }
    return _file(tables)


def _box(height: int) -> bytes:
    right = _ADVANCE - 50
    corners = struct.pack(">4h4h", 0, right, 0, -right, 0, 0, height, 0)
    outline = struct.pack(">5h2H", 1, 0, 0, right, height, 3, 0) + b"\x01" * 4 + corners
    return outline + b"\0" * (-len(outline) % 4)


def _cmap() -> bytes:
    """Format 13: many code points, one glyph."""
    groups = b"".join(struct.pack(">3I", *group) for group in _LETTERS)
    table = struct.pack(">2H3I", 13, 0, 16 + len(groups), 0, len(_LETTERS)) + groups
    return struct.pack(">4HI", 0, 1, 3, 10, 12) + table


def _os2() -> bytes:
    return struct.pack(
        ">HhHHH11h10s4I4s3H3h2H2I2h3H",
        *(4, _ADVANCE, 400, 5, 0, *[0] * 11, b"\0" * 10, 0, 0, 0, 0, b"test", 0x40, 0x20, 0xFFFF),
        *(900, -250, 0, 900, 250, 1, 0, _LOW, 700, 0, 0x20, 0),
    )


def _name(family: str) -> bytes:
    words = family.encode("utf-16-be")
    records = b"".join(struct.pack(">6H", 3, 1, 0x409, name, len(words), 0) for name in (1, 2, 4, 6))
    return struct.pack(">3H", 0, 4, 6 + len(records)) + records + words


def _file(tables: dict[bytes, bytes]) -> bytes:
    place = 12 + 16 * len(tables)
    head = struct.pack(">I4H", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    body = b""
    for tag, table in sorted(tables.items()):
        head += tag + struct.pack(">3I", _checksum(table), place + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return head + body


def _checksum(table: bytes) -> int:
    padded = table + b"\0" * (-len(table) % 4)
    numbers: Iterable[int] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(numbers) & 0xFFFFFFFF
