"""PDF: what only shows pages. Scripts, files inside, forms that run and locks are refused.

Names may hide behind escapes and within compressed object streams (ISO 32000-2, 7.3.5 and
7.5.7); both are undone before anything is looked for.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.desk.errors import UnfitFile
from broadsheet.desk.inspection.found import Damaged, Found

_REFUSED: Final = frozenset(
    {b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"Filespec"}
    | {b"RichMedia", b"XFA", b"ImportData", b"SubmitForm", b"Movie", b"Sound", b"Rendition"}
)
_LOCKED: Final = b"Encrypt"
_NAME: Final = re.compile(rb"/([^\x00-\x20()<>\[\]{}/%]+)")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_OBJECT: Final = re.compile(rb"\bobj\b((?:(?!\bendobj\b).)*?)stream\r?\n(.*?)endstream", re.DOTALL)
_PAGE: Final = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_TRAILER: Final = 2048
_LARGEST: Final = 64_000_000
"""Bytes that all object streams may have together when they are inflated."""


def begins(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def walk(data: bytes) -> Found:
    """Raises Damaged; UnfitFile for what runs, hides something or is locked."""
    if b"%%EOF" not in data[-_TRAILER:] or b"startxref" not in data[-_TRAILER:]:
        raise Damaged("no end")
    words = [_STREAM.sub(b" ", data), *_inflated(data)]
    names = {_spelled(name) for part in words for name in _NAME.findall(part)}
    if names & _REFUSED:
        raise UnfitFile(
            _("The PDF holds a script, another file or a form that runs. Print it into a new PDF.")
        )
    if _LOCKED in names:
        raise UnfitFile(_("The PDF is locked by a password or against printing. Save it without protection."))
    return Found(media_type="application/pdf", pages=sum(len(_PAGE.findall(part)) for part in words))


def _spelled(name: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), name)


def _inflated(data: bytes) -> Iterator[bytes]:
    """The object streams. Raises Damaged for one that cannot be read, so that nothing hides in it."""
    left = _LARGEST
    for found in _OBJECT.finditer(data):
        if b"ObjStm" not in map(_spelled, _NAME.findall(found[1])):
            continue
        decoder = zlib.decompressobj()
        try:
            plain = decoder.decompress(found[2], left)
        except zlib.error as error:
            raise Damaged("an object stream cannot be inflated") from error
        left -= len(plain)
        if left <= 0 or decoder.unconsumed_tail:
            raise Damaged("object streams are too large")
        yield plain
