"""Bytes of IPTC 7901 as text: the standard names no character set, so the bytes have to tell."""

from __future__ import annotations

import re
from typing import Final

# ISO 2022: `ESC %` and a letter changes the coding system, `ESC -` and a letter the upper half.
_ESCAPE: Final = re.compile(rb"\x1b([ -/]*)([0-~])")
_ANNOUNCED: Final = {
    (b"%", b"G"): "utf-8",
    (b"-", b"A"): "iso8859-1",
    (b"-", b"B"): "iso8859-2",
    (b"-", b"b"): "iso8859-15",
    (b".", b"A"): "iso8859-1",
}
_GERMAN: Final = str.maketrans("[\\]{|}~", "ÄÖÜäöüß")
"""DIN 66003: seven bits, umlauts where ASCII has brackets."""
_WITHIN_WORDS = re.compile(r"[A-Za-z][{|}~][a-z]|\b[\[\\\]][a-z]{2}")
_FEW: Final = 2


def decoded(data: bytes, warnings: list[str]) -> str:
    """As announced by an escape sequence, else UTF-8, else German in seven bits, else Windows-1252."""
    found = ((each[1], each[2]) for each in _ESCAPE.finditer(data))
    announced = [_ANNOUNCED[each] for each in found if each in _ANNOUNCED]
    plain = _ESCAPE.sub(b"", data)
    for encoding in [*announced[:1], "utf-8"]:
        try:
            return _german(plain.decode(encoding), warnings)
        except UnicodeDecodeError:
            continue
    warnings.append("The text names no character set; it was read as Windows-1252.")
    return plain.decode("cp1252", errors="replace")


def _german(text: str, warnings: list[str]) -> str:
    """Brackets within words are umlauts; where some are, all are."""
    if not text.isascii() or len(_WITHIN_WORDS.findall(text)) < _FEW:
        return text
    warnings.append("Brackets within words were read as umlauts (DIN 66003).")
    return text.translate(_GERMAN)
