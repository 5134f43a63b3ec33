"""Files of public/ made ready to be sent: every header of every encoding is known beforehand."""

from __future__ import annotations

import hashlib
import logging
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

import brotli

from broadsheet.kernel import clock
from broadsheet.serve.folder import Folder, Stamp, stamp_of
from broadsheet.serve.headers import Headers, cache_control, fixed, http_date
from broadsheet.serve.media_types import MediaType, media_type
from broadsheet.serve.negotiation import IDENTITY
from broadsheet.serve.replies import Reply, Span
from broadsheet.serve.subscribing import Hub

logger = logging.getLogger(__name__)

RECORDING_HELD_UP_TO: Final = 1_000_000
"""Bytes. Larger pictures, sound, video and PDF are read from the file each time."""
TEXT_HELD_UP_TO: Final = 16_000_000
"""Bytes. Text is small; beyond this it is sent from the file, without encodings."""
_OVERHEAD: Final = 4_000
"""Bytes that one artifact takes besides its bodies, rounded up."""
_TICK_NS: Final = 20_000_000
"""File systems date changes by the kernel's tick, at most 10 ms; with a margin."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of an artifact."""

    etag: str
    whole: Reply
    unchanged: Reply


@dataclass(frozen=True, slots=True)
class Artifact:
    path: str
    """Of the identity file, absolute."""
    stamp: Stamp
    modified: int
    """Seconds since the epoch."""
    kind: MediaType
    variants: dict[str, Variant]
    encodings: tuple[str, ...]
    """In the server's order of preference."""
    held: bool
    """Whether the bodies are in memory; if not, the replies carry a span instead."""
    settled: bool
    """False just after a change, when the next version could still get the same stamp."""

    @property
    def size(self) -> int:
        return self.stamp[1]

    @property
    def weight(self) -> int:
        """Bytes of memory."""
        return _OVERHEAD + sum(len(variant.whole.body) for variant in self.variants.values())


def read_artifact(folder: Folder, name: str, file: BinaryIO, hub: Hub | None = None) -> Artifact:
    """The artifact `name` from its open identity file and its neighbours; `hub` hears of feeds."""
    status = os.fstat(file.fileno())
    kind = media_type(name)
    held = status.st_size <= (RECORDING_HELD_UP_TO if kind.is_recording else TEXT_HELD_UP_TO)
    common = [
        *fixed(kind, cache_control(name), name),
        ("last-modified", http_date(int(status.st_mtime))),
        *([("accept-ranges", "bytes")] if kind.is_recording else []),
        *(hub.links(f"/{name}") if hub and kind.is_feed else []),
    ]
    settled = _is_settled(status)
    variants = (
        _held_variants(folder, name, file.read(), common, report=settled)
        if held
        else _span_variant(status, common)
    )
    return Artifact(
        path=folder.path(name),
        stamp=stamp_of(status),
        modified=int(status.st_mtime),
        kind=kind,
        variants=variants,
        encodings=tuple(variants),
        held=held,
        settled=settled,
    )


def _is_settled(status: os.stat_result) -> bool:
    age = int(clock.now().timestamp() * 1e9) - status.st_ctime_ns
    return not 0 <= age < _TICK_NS


def _held_variants(
    folder: Folder, name: str, identity: bytes, common: Headers, *, report: bool
) -> dict[str, Variant]:
    bodies = {
        encoding: body
        for encoding, suffix, decode in _ENCODINGS
        if (body := _neighbour(folder, name + suffix, identity, decode, report=report)) is not None
    }
    vary = [("vary", "accept-encoding")] if bodies else []
    bodies[IDENTITY] = identity
    return {encoding: _variant(encoding, body, [*common, *vary]) for encoding, body in bodies.items()}


def _variant(encoding: str, body: bytes, common: Headers) -> Variant:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    coding = [] if encoding == IDENTITY else [("content-encoding", encoding)]
    headers = [*common, ("etag", etag)]
    whole = Reply(200, [*headers, *coding, ("content-length", str(len(body)))], body)
    return Variant(etag, whole, Reply(304, headers))


def _span_variant(status: os.stat_result, common: Headers) -> dict[str, Variant]:
    """Identity alone. Its tag is the file's stamp, so that nobody waits while a film is hashed."""
    etag = '"{:x}-{:x}-{:x}"'.format(*stamp_of(status))
    size = status.st_size
    headers = [*common, ("etag", etag)]
    whole = Reply(200, [*headers, ("content-length", str(size))], span=Span(0, size))
    return {IDENTITY: Variant(etag, whole, Reply(304, headers))}


def _neighbour(
    folder: Folder, name: str, identity: bytes, decode: Callable[[bytes, int], bytes], *, report: bool
) -> bytes | None:
    """The encoded file, if it is smaller and holds exactly the identity's bytes.

    It does not between two renames of the press, and stays unused after a bake that
    died there, until the next one. `report` it only where the artifact is kept: once.
    """
    file = folder.open(name)
    if file is None:
        return None
    with file:
        encoded = file.read(len(identity))
    if len(encoded) == len(identity):
        return None
    try:
        if decode(encoded, len(identity) + 1) == identity:
            return encoded
    except (zlib.error, brotli.error):
        pass
    if report:
        logger.warning("%s does not hold what the file beside it holds; it is not served.", folder.path(name))
    return None


def _gunzip(data: bytes, limit: int) -> bytes:
    """At most `limit` bytes; an unfinished stream gives no bytes."""
    decoder = zlib.decompressobj(wbits=31)
    plain = decoder.decompress(data, limit)
    return plain if decoder.eof and not decoder.unused_data else b""


def _unbrotli(data: bytes, limit: int) -> bytes:
    """A little more than `limit` bytes at most; an unfinished stream gives no bytes."""
    decoder = brotli.Decompressor()
    plain: bytes = decoder.process(data, output_buffer_limit=limit)
    while len(plain) < limit and not decoder.is_finished() and not decoder.can_accept_more_data():
        plain += decoder.process(b"", output_buffer_limit=limit - len(plain))
    return plain if decoder.is_finished() else b""


# In the server's order of preference.
_ENCODINGS: Final = (("br", ".br", _unbrotli), ("gzip", ".gz", _gunzip))
