"""The application as ASGI 3: for tests and for any server but Granian."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, BinaryIO, Final

from broadsheet.serve.replies import Header, Reply, Span

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = Callable[[str, str, Header], Reply]

_PIECE: Final = 256_000
"""Bytes of a large file that are in memory at a time."""


async def answer_asgi(answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    if scope["type"] != "http":
        raise ValueError(f"nothing here speaks {scope['type']}")
    reply = answer(scope["method"], scope["path"], _request_headers(scope).get)
    headers = [(name.encode(), value.encode("latin-1")) for name, value in reply.headers]
    if reply.file is None or reply.span is None:
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})
        return
    with reply.file:
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await _stream(reply.file, reply.span, receive, send)


def _request_headers(scope: Scope) -> dict[str, str]:
    """Repeated fields are one list (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def _stream(file: BinaryIO, span: Span, receive: Receive, send: Send) -> None:
    """Stops when the reader hangs up."""
    hung_up = asyncio.create_task(_disconnect(receive))
    try:
        async for piece in _pieces(file, span):
            if hung_up.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        hung_up.cancel()


async def _pieces(file: BinaryIO, span: Span) -> AsyncIterator[bytes]:
    """The bytes of `span`, read beside the event loop.

    Raises EOFError if the file was cut short meanwhile, so that the connection breaks off
    and no reader takes a part for the whole.
    """
    await asyncio.to_thread(file.seek, span.start)
    left = span.stop - span.start
    while left:
        piece = await asyncio.to_thread(file.read, min(_PIECE, left))
        if not piece:
            raise EOFError(f"{left} bytes are missing at the end of the file")
        left -= len(piece)
        yield piece


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _live(receive: Receive, send: Send) -> None:
    """Nothing is to be started or stopped, but servers want to hear so."""
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
