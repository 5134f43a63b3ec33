"""The small newsroom's pages as files on a loopback port, and a Chromium to look at them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, sync_playwright

from broadsheet.ledger.records import AnyRecord
from broadsheet.site import assets, theme
from tests.site.conftest import pages
from tests.site.proof import publish

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def write(root: Path, records: list[AnyRecord], blocker: Any) -> Path:
    """Bakes what these records make, and leaves the database as it was; `blocker` is pytest's of it.

    To be done before a browser runs: beside it Django asks no database.
    """
    with blocker.unblock(), transaction.atomic():
        publish(*records)
        files = {path: text.encode() for path, text in pages(records).items()}
        transaction.set_rollback(True)
    files |= {asset.path: asset.body for asset in assets.load(theme.load("broadsheet")).values()}
    for path, body in files.items():
        file = root / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    return root


@contextmanager
def served(root: Path, policy: str) -> Iterator[str]:
    """The address at which the folder is served, each answer under this content policy."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, *_args: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()
