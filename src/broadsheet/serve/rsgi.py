"""The application as RSGI, Granian's own interface: about a fifth faster than ASGI there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import BinaryIO, Protocol

from broadsheet.serve.headers import Headers
from broadsheet.serve.replies import Header, Reply, Span
from broadsheet.serve.sending import pieces


class RsgiHeaders(Protocol):
    def get(self, name: str) -> str | None: ...


class RsgiScope(Protocol):
    method: str
    path: str
    headers: RsgiHeaders


class RsgiStream(Protocol):
    async def send_bytes(self, data: bytes) -> None: ...


class RsgiProtocol(Protocol):
    def client_disconnect(self) -> Awaitable[None]: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...
    def response_stream(self, status: int, headers: Headers) -> RsgiStream: ...


async def answer_rsgi(
    answer: Callable[[str, str, Header], Reply], scope: RsgiScope, protocol: RsgiProtocol
) -> None:
    reply = answer(scope.method, scope.path, scope.headers.get)
    if reply.file is None or reply.span is None:
        protocol.response_bytes(reply.status, reply.headers, reply.body)
        return
    with reply.file:
        await _stream(reply.file, reply.span, protocol, protocol.response_stream(reply.status, reply.headers))


async def _stream(file: BinaryIO, span: Span, protocol: RsgiProtocol, stream: RsgiStream) -> None:
    """Stops when the reader hangs up."""
    hung_up = asyncio.ensure_future(protocol.client_disconnect())
    try:
        async for piece in pieces(file, span):
            if hung_up.done():
                return
            await stream.send_bytes(piece)
    finally:
        hung_up.cancel()
