"""What goes back to the reader, before any server protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final, NamedTuple

import msgspec

from broadsheet.serve.headers import NEVER, SHORT, Headers, fixed
from broadsheet.serve.media_types import HTML, JSON, MediaType, media_type

Header = Callable[[str], str | None]
"""Gives a request header by its lower-case name."""


class Span(NamedTuple):
    """Bytes of a file or body, `start` included, `stop` not."""

    start: int
    stop: int


class Reply(NamedTuple):
    status: int
    headers: Headers
    body: bytes = b""
    span: Span | None = None
    """Set where the body is this part of `file` instead of `body`."""
    file: BinaryIO | None = None
    """Open, and owned by whoever sends the reply."""

    def without_body(self) -> Reply:
        """The answer to HEAD: the same header fields, no content."""
        return Reply(self.status, self.headers)


TEXT: Final = media_type(".txt")


def small(status: int, body: bytes, kind: MediaType, cache: str, *more: tuple[str, str]) -> Reply:
    """A reply made by the server itself."""
    return Reply(status, [*fixed(kind, cache), ("content-length", str(len(body))), *more], body)


def moved(location: str) -> Reply:
    """`location` is a path on this host, already percent-encoded."""
    return small(301, f"Moved to {location}\n".encode(), TEXT, SHORT, ("location", location))


def gone(body: str) -> Reply:
    return small(410, body.encode(), HTML, SHORT)


def unsatisfiable(size: int) -> Reply:
    content_range = ("content-range", f"bytes */{size}")
    return small(416, b"The range is not in the file.\n", TEXT, SHORT, content_range)


HEALTHY: Final = small(200, msgspec.json.encode({"status": "ok"}), JSON, NEVER)
UNHEALTHY: Final = small(503, msgspec.json.encode({"status": "no-pages"}), JSON, NEVER)
NO_CONTENT: Final = Reply(204, [("cache-control", NEVER)])
NOT_ALLOWED: Final = small(
    405, b"Only GET and HEAD are answered here.\n", TEXT, NEVER, ("allow", "GET, HEAD")
)
NOT_ACCEPTABLE: Final = small(
    406, b"No encoding that you accept is at hand.\n", TEXT, SHORT, ("vary", "accept-encoding")
)
PRECONDITION_FAILED: Final = small(412, b"The page has changed.\n", TEXT, NEVER)
NOT_FOUND: Final = small(
    404,
    b'<!doctype html><html lang="en"><meta charset="utf-8"><title>404</title><p>Not found.</p></html>\n',
    HTML,
    SHORT,
)
BROKEN: Final = small(500, b"The server failed. Try again later.\n", TEXT, NEVER)
