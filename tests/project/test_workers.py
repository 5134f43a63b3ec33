"""`broadsheet work`, several times on one PostgreSQL: a page follows each act, whoever ends meanwhile."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from broadsheet.ledger import bell
from tests.project.command import COMMAND, broadsheet, environment, stories

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one worker at a time"),
]

POLL_SECONDS = 10
"""Whoever hears of an act sooner was rung for."""


class Newsroom:
    """A site and its workers."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.there = {"BROADSHEET_PRESS_POLL_SECONDS": str(POLL_SECONDS)}

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """One that has started, and listens."""
        command = [*COMMAND, "work", "--site", str(self.site)]
        started = subprocess.Popen(command, env=environment(**self.there), cwd="/")
        try:
            within(60, lambda: listens(started.pid))
            yield started
        finally:
            started.kill()
            started.wait()

    def correct(self, text: str) -> float:
        """Seconds from the act's end until readers have it."""
        story = next(iter(stories(self.site).values()))
        words = ("desk", "correct", "--story", story, "--text", text, "--json")
        done = broadsheet(*words, site=self.site, more=self.there)
        assert done.status == 0, done.err
        page = self.site / "public" / urlsplit(done.objects[0]["url"]).path.strip("/") / "index.html"
        return within(POLL_SECONDS, lambda: text in page.read_text(encoding="utf-8"))


def within(seconds: float, condition: Callable[[], bool]) -> float:
    """How long it took to come true."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began


def listens(process: int) -> bool:
    for handle in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            if handle.readlink().name == bell.NAME:
                return True
    return False


def test_a_page_follows_each_act_whichever_worker_ends(site: Path) -> None:
    newsroom = Newsroom(site)
    with newsroom.worker() as first, newsroom.worker() as second:
        assert newsroom.correct("Es waren drei.") < POLL_SECONDS / 2
        first.terminate()
        assert first.wait(30) == 0
        assert newsroom.correct("Es waren vier.") < POLL_SECONDS / 2
        with newsroom.worker() as third:
            second.kill()
            second.wait()
            assert newsroom.correct("Es waren sechs.") < POLL_SECONDS / 2
            third.terminate()
            assert third.wait(30) == 0
    assert not (site / bell.NAME).exists()
    verified = broadsheet("press", "verify", "--json", site=site, more=newsroom.there)
    assert verified.objects[-1]["differences"] == [], verified.err
