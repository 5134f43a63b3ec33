"""A readers' server on a bad line: a page arrives in pieces, and what it asks for arrives late."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from tests.pages.baked import Baked

PIECES = 12
PAUSE = 0.06
"""Seconds: long enough for a browser to paint what it has."""


@contextmanager
def sent(baked: Baked) -> Iterator[str]:
    """The address at which the site's files are sent slowly."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if not baked.file(path).is_file():
                self.send_error(404)
                return
            body = baked.read(path)
            self.send_response(200)
            self.send_header("Content-Type", kind_of(path))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for piece in pieces(body) if path.endswith("/") else [body]:
                time.sleep(PAUSE)
                self.wfile.write(piece)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def kind_of(path: str) -> str:
    return "text/html; charset=utf-8" if path.endswith("/") else mimetypes.guess_type(path)[0] or "text/plain"


def pieces(body: bytes) -> list[bytes]:
    size = -(-len(body) // PIECES)
    return [body[start : start + size] for start in range(0, len(body), size)]
