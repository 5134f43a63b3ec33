"""Asks the application over ASGI, in this process."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import brotli

from broadsheet.kernel import clock
from broadsheet.serve.app import ReadersApplication, create_app
from broadsheet.serve.config import ServeConfig
from broadsheet.serve.subscribing import Hub


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Site:
    """The two folders and the application over them."""

    folder: Path
    app: ReadersApplication

    @classmethod
    def make(cls, folder: Path, config: ServeConfig | None = None, hub: Hub | None = None) -> Site:
        folders = folder / "public", folder / "answers"
        return cls(folder, create_app(*folders, config or ServeConfig(), hub=hub))

    def write(self, name: str, data: bytes | str) -> Path:
        """Replaces a file of the site folder as the press does; what is asked from now on sees it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.new")
        temporary.write_bytes(data if isinstance(data, bytes) else data.encode())
        temporary.replace(path)
        look_again()
        return path

    def get(self, target: str, **headers: str) -> Answer:
        return self.ask("GET", target, **headers)

    def ask(self, method: str, target: str, **headers: str) -> Answer:
        """`target` is percent-encoded; header names are written with underscores."""
        fields = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        return asyncio.run(ask(self.app, method, target, fields))


async def ask(
    app: ReadersApplication, method: str, target: str, headers: list[tuple[bytes, bytes]]
) -> Answer:
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": unquote(path, errors="surrogateescape"),
        "query_string": query.encode(),
        "headers": headers,
    }
    messages: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    await app(scope, receive, send)
    start, *parts = messages
    return Answer(
        start["status"],
        {name.decode(): value.decode() for name, value in start["headers"]},
        b"".join(part.get("body", b"") for part in parts),
    )


def look_again() -> None:
    """Waits until a page that was just asked for is looked at anew."""
    time.sleep(0.0011)


def settle(path: Path) -> None:
    """Waits until the file is old enough to be kept in memory."""
    while int(clock.now().timestamp() * 1e9) - path.stat().st_ctime_ns < 60_000_000:
        os.sched_yield()


def brotlied(data: bytes) -> bytes:
    encoded: bytes = brotli.compress(data)
    return encoded
