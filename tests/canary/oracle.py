"""Whether hidden things can be found where others can look.

Each hidden thing carries words that stand nowhere else, a picture also a colour of its own. The
oracle knows these and nothing of the project: any test with a folder and a few words can ask it.

    leaks(folder, Planted({"zqkx0001": "the headline of a draft"})) == []
"""

from __future__ import annotations

import gzip
import html
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

import brotli
from PIL import Image

Colour = tuple[int, int, int]

PRIVATE: Final = ("larder", "media", "vault", "wire")
"""Folders of a site that nobody but the desk and the press reads."""

_JSON_ESCAPE: Final = re.compile(rb"\\u00([0-7][0-9a-fA-F])")
_REFERENCE: Final = re.compile(rb"&[#a-zA-Z][#0-9a-zA-Z]*;")
_QUOTED_PRINTABLE: Final = re.compile(rb"=(?:([0-7][0-9A-F])|\r?\n)")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]*")
_MAGIC: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF", b"GIF8", b"II*\0", b"MM\0*")
# The beginning of a word in base64 must be rare enough to be looked for.
_LONG_ENOUGH: Final = 4
# As far as a flat picture's mean strays when it is compressed, and less than colours differ.
_NEAR: Final = 8


class Planted:
    """Words (and colours of pictures) that must not be found, each with what it was planted in."""

    def __init__(self, words: Mapping[str, str], colours: Mapping[Colour, str] | None = None) -> None:
        """Words are letters and digits, their case does not matter; they begin alike, so that one look
        through a file finds all of them. Raises ValueError if they do not."""
        self.words = {word.lower().encode(): what for word, what in words.items()}
        self.colours = dict(colours or {})
        self._beginning = _common_beginning(self.words)
        if words and not self._beginning.isalnum():
            raise ValueError("The words have no beginning in common.")
        self._lengths = sorted({len(word) for word in self.words})

    def found_in(self, data: bytes) -> set[str]:
        """What of it stands in these bytes, in whatever form."""
        if not self.words:
            return set()
        return {what for form in self._forms(data) for what in self._plainly_in(form)}

    def shown_by(self, data: bytes) -> set[str]:
        """What of it the picture shows whose bytes these are."""
        if not self.colours:
            return set()
        with Image.open(BytesIO(data)) as image:
            mean = image.convert("RGB").resize((1, 1)).getpixel((0, 0))
        return {what for colour, what in self.colours.items() if _is_near(colour, mean)}

    def _plainly_in(self, data: bytes) -> Iterator[str]:
        at = data.find(self._beginning)
        while at >= 0:
            for length in self._lengths:
                if what := self.words.get(data[at : at + length]):
                    yield what
            at = data.find(self._beginning, at + 1)

    def _forms(self, data: bytes) -> Iterator[bytes]:
        """In small letters: the bytes, and what they say once an encoding is undone."""
        yield data.lower()
        for mark, undo in _UNDO:
            if mark in data:
                yield undo(data).lower()
        yield from self._base64(data.replace(b"-", b"+").replace(b"_", b"/"))
        if self._hexadecimal in (low := data.lower()):
            yield from _from_hexadecimal(low, self._hexadecimal)

    @cached_property
    def _hexadecimal(self) -> bytes:
        return self._beginning.hex().encode()

    @cached_property
    def _base64_marks(self) -> list[tuple[bytes, int]]:
        """How the words begin in base64 at each of its three steps, with the place in the group of four."""
        if len(self._beginning) < _LONG_ENOUGH:
            return []
        cases = {self._beginning, self._beginning.upper(), self._beginning.capitalize()}
        return [mark for case in cases for step in range(3) if (mark := _base64_mark(case, step))[0]]

    def _base64(self, data: bytes) -> Iterator[bytes]:
        longest = self._lengths[-1]
        for mark, place in self._base64_marks:
            at = data.find(mark)
            while at >= 0:
                match = _BASE64.match(data, max(0, at - place), at + 2 * longest + 8)
                yield _from_base64(match[0] if match else b"").lower()
                at = data.find(mark, at + 1)


def _common_beginning(words: Collection[bytes]) -> bytes:
    first, last = min(words, default=b""), max(words, default=b"")
    same = (a == b for a, b in zip(first, last, strict=False))
    return first[: sum(takewhile(bool, same))]


# ---- encodings --------------------------------------------------------------------------


def _without_references(data: bytes) -> bytes:
    return _REFERENCE.sub(lambda match: html.unescape(match[0].decode()).encode(), data)


def _without_json_escapes(data: bytes) -> bytes:
    return _JSON_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)


def _without_quoted_printable(data: bytes) -> bytes:
    return _QUOTED_PRINTABLE.sub(lambda match: bytes([int(match[1], 16)]) if match[1] else b"", data)


_UNDO: Final[tuple[tuple[bytes, Callable[[bytes], bytes]], ...]] = (
    (b"%", unquote_to_bytes),
    (b"&", _without_references),
    (b"\\u00", _without_json_escapes),
    (b"=", _without_quoted_printable),
    # UTF-16 and UTF-32, as cameras write what people type.
    (b"\0", lambda data: data.replace(b"\0", b"")),
)


def _base64_mark(word: bytes, step: int) -> tuple[bytes, int]:
    """The characters that are the same whatever stands around the word."""
    first, last = -(-step * 8 // 6), (step + len(word)) * 8 // 6
    return b64encode(b"\0" * step + word + b"\0\0")[first:last], first


def _from_base64(text: bytes) -> bytes:
    return b64decode(text[: len(text) // 4 * 4 + 4] + b"A" * (-len(text) % 4)) if text else b""


def _from_hexadecimal(data: bytes, mark: bytes) -> Iterator[bytes]:
    at = data.find(mark)
    while at >= 0:
        digits = re.match(rb"(?:[0-9a-f]{2})*", data[at : at + 200])
        yield bytes.fromhex(digits[0].decode()) if digits else b""
        at = data.find(mark, at + 1)


# ---- what is searched -------------------------------------------------------------------


def leaks(folder: Path, planted: Planted, besides: Collection[str] = ()) -> list[str]:
    """Everything below `folder`, hidden files and names included, that tells something planted.

    Each as `place: what`. `besides` are entries of the folder that nobody else may read.
    """
    return leaks_in(_below(folder, besides), planted)


def leaks_in(named: Iterable[tuple[str, bytes]], planted: Planted) -> list[str]:
    """The same for bytes that lie in no folder: answers, logs, rows of a table."""
    found: list[str] = []
    for name, data in named:
        told = planted.found_in(name.encode())
        for content in _contents(name, data):
            told |= planted.found_in(content)
            told |= planted.shown_by(content) if _is_picture(content) else set()
        found += [f"{name}: {what}" for what in sorted(told)]
    return found


def _below(folder: Path, besides: Collection[str]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name.parts[0] in besides:
            continue
        if path.is_symlink():
            yield name.as_posix(), os.fsencode(path.readlink())
        else:
            yield name.as_posix(), path.read_bytes() if path.is_file() else b""


def _contents(name: str, data: bytes) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield data
    if name.endswith(".br"):
        yield brotli.decompress(data)
    elif data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    elif _is_picture(data):
        yield "\n".join(_said_by(data)).encode(errors="replace")


def _is_picture(data: bytes) -> bool:
    return data.startswith(_MAGIC)


def _said_by(data: bytes) -> Iterator[str]:
    """What a picture says of itself, unpacked: text chunks of a PNG may be compressed."""
    with Image.open(BytesIO(data)) as image:
        yield from (str(value) for value in image.info.values())
        yield from (str(value) for value in image.getexif().values())


def _is_near(colour: Colour, mean: object) -> bool:
    return isinstance(mean, tuple) and all(abs(a - b) <= _NEAR for a, b in zip(colour, mean, strict=True))
