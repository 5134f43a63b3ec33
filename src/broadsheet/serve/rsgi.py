"""The application as RSGI, Granian's own interface: a fifth to a third faster than ASGI there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from broadsheet.serve.headers import Headers
from broadsheet.serve.replies import Header, Reply


class RsgiHeaders(Protocol):
    def get(self, name: str) -> str | None: ...


class RsgiScope(Protocol):
    method: str
    path: str
    headers: RsgiHeaders


class RsgiProtocol(Protocol):
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...
    def response_file_range(self, status: int, headers: Headers, file: str, start: int, end: int) -> None: ...


async def answer_rsgi(
    answer: Callable[[str, str, Header], Reply], scope: RsgiScope, protocol: RsgiProtocol
) -> None:
    """Large files are left to Granian, which sends them no faster than the reader takes them.

    Its own stream would not do: it takes all pieces at once and keeps them in memory. So
    Granian opens the file again, by name; that large files never change under one name
    is part of the contract of the folders.
    """
    reply = answer(scope.method, scope.path, scope.headers.get)
    if reply.file is None or reply.span is None:
        protocol.response_bytes(reply.status, reply.headers, reply.body)
        return
    reply.file.close()
    protocol.response_file_range(reply.status, reply.headers, reply.file.name, *reply.span)
