"""A cache before the toy site: answers as it is told, on a loopback port of its own."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Literal, Protocol

import brotli

Mood = Literal["well", "refusing", "slow", "redirecting"]


def unpacked(body: bytes) -> bytes:
    """Of whichever form; a page in the clear begins with none of what the others begin with."""
    if body.startswith(b"\x1f\x8b"):
        return gzip.decompress(body)
    try:
        return bytes(brotli.decompress(body))
    except brotli.error:
        return body


class Cache:
    """What it was asked to forget, and how it takes the next request."""

    def __init__(self) -> None:
        self.mood: Mood = "well"
        self.forgotten: list[str] = []
        self.asked = 0
        self.headers: dict[str, str] = {}
        self.method = ""
        self.status = 200
        self.refused: set[str] = set()
        self.address = ""
        self.words = b""

    def take(self, method: str, path: str, headers: Any, body: bytes) -> int:
        self.asked += 1
        self.method, self.headers = method, dict(headers)
        mood = self.mood  # by the time that a slow answer comes, it may be another
        if mood == "slow":
            time.sleep(0.5)
        if mood == "redirecting":
            return 302
        if mood != "well" or path in self.refused:
            return 503
        self.forgotten += json.loads(body)["urls"] if body else [path]
        return self.status


class Taker(Protocol):
    address: str
    words: bytes
    """The body of the answer."""

    def take(self, method: str, path: str, headers: Any, body: bytes) -> int:
        """The status to answer with."""
        ...


@contextmanager
def running(port: int = 0) -> Iterator[Cache]:
    """Port 0: any that is free."""
    cache = Cache()
    with listening(cache, port):
        yield cache


@contextmanager
def listening(taker: Taker, port: int = 0) -> Iterator[None]:
    """Sets the taker's address, and hands it what is asked there."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(taker.take(self.command, self.path, self.headers, body))
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(taker.words)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(taker.words)

        def log_message(self, *_arguments: Any) -> None:
            """Silent."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_arguments: Any) -> None:
            """Whoever asked did not wait for the answer."""

    server = Server(("127.0.0.1", port), Handler)
    taker.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
