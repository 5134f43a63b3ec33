"""Videos, recordings and documents of a few bytes, sound in their structure; what a decoder would
make of them nobody asks."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from django.core.files.base import ContentFile

from broadsheet.desk.acts import SaveMediaFile
from broadsheet.desk.models import MediaFile
from tests.desk.newsroom import TESTER, picture

CAPTIONS = b"WEBVTT\n\n1\n00:01.000 --> 00:02.500\nGuten Abend.\n\n00:03.000 --> 00:04.000 line:0\nWind.\n"


def mp3(frames: int = 100) -> bytes:
    """Silence at 128 kbit/s and 44100 Hz, 1152 samples a frame, behind an empty tag."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + frame * frames


def box(kind: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def mp4(codec: bytes = b"avc1", width: int = 640, height: int = 360, seconds: int = 7) -> bytes:
    size = struct.pack(">II", width << 16, height << 16)
    track = box(
        b"trak",
        box(b"tkhd", bytes(76), size),
        box(b"mdia", box(b"minf", box(b"stbl", box(b"stsd", bytes(8), box(codec, bytes(8)))))),
    )
    head = box(b"mvhd", bytes(12), struct.pack(">II", 1000, seconds * 1000), bytes(80))
    return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", head, track) + box(b"mdat", bytes(32))


def ogg(seconds: int = 9, codec: bytes = b"OpusHead\x01\x01\x38\x01") -> bytes:
    return _page(0, codec) + _page(seconds * 48_000 + 312, b"sound")


def _page(position: int, body: bytes) -> bytes:
    return b"OggS\0\0" + struct.pack("<QIII", position, 1, 0, 0) + bytes([1, len(body)]) + body


def element(kind: str, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return bytes.fromhex(kind) + (len(content) | 1 << 28).to_bytes(4, "big") + content


def webm(codec: bytes = b"V_VP9", seconds: float = 3.0) -> bytes:
    info = element("1549A966", element("4489", struct.pack(">d", seconds * 1000)))
    picture = element("E0", element("B0", b"\x02\x80"), element("BA", b"\x01\x68"))
    tracks = element("1654AE6B", element("AE", element("86", codec), picture))
    segment = element("18538067", info, tracks, element("1F43B675", bytes(8).replace(b"\0", b"\xec\x80")))
    return element("1A45DFA3", element("4282", b"webm")) + segment


def pdf(*objects: bytes, pages: int = 2) -> bytes:
    body = b"".join(b"%d 0 obj\n<</Type /Page>>\nendobj\n" % number for number in range(pages))
    return b"%PDF-1.7\n" + body + b"".join(objects) + b"startxref\n0\n%%EOF\n"


def hidden(words: bytes) -> bytes:
    """An object stream of a PDF, which only those see who inflate it."""
    packed = zlib.compress(words)
    return b"9 0 obj\n<</Type /Obj#53tm /Filter /FlateDecode>>\nstream\n" + packed + b"\nendstream\nendobj\n"


def media_file(name: str = "ton.mp3", data: bytes | None = None, **fields: Any) -> MediaFile:
    """Saved by the desk's own act."""
    words = {"title": "Der Hafen im Ton", "credit": "Ton: Ada", "transcript": "Guten Abend.", **fields}
    made = MediaFile(file=ContentFile(data or mp3(), name=name), **words)
    SaveMediaFile(made, by=TESTER).execute()
    return made


def film(**fields: Any) -> MediaFile:
    captions = ContentFile(CAPTIONS, name="film.vtt")
    fields = {"title": "Der Hafen im Bild", "poster": None, "captions": captions, **fields}
    return media_file("film.mp4", mp4(), **{**fields, "poster": fields["poster"] or picture("Standbild")})


def offering(*files: MediaFile, caption: str = "") -> list[tuple[str, Any]]:
    """A body."""
    text = [("paragraph", "<p>Am Kai ist es still.</p>")]
    return text + [("media", {"file": file, "caption": caption}) for file in files]
