"""A site in a folder of its own, driven by the command alone."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

COMMAND = (sys.executable, "-m", "broadsheet.project")
SITE = "http://news.example"
"""By which pages name themselves: a fixed address, so that a copy on another port need not bake anew."""
PATIENCE = 60.0
"""Seconds until something that should happen counts as not happening; machines of others are slow."""


class Newsroom:
    """One site. Commands run as processes of their own, so nothing of the test's own state helps them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.readers = f"http://127.0.0.1:{free_port()}"
        self.desk = f"http://127.0.0.1:{free_port()}"

    @classmethod
    def founded(cls, folder: Path, *words: str) -> Newsroom:
        """An empty site with an administrator: `broadsheet init`."""
        newsroom = cls(folder)
        newsroom.command("init", str(folder), *words, site=False)
        return newsroom

    def made_by(self, command: list[str]) -> None:
        """Becomes the demo newsroom, by a command that may be another environment's."""
        subprocess.run([*command, "demo", str(self.folder)], cwd="/", env=self.environment(), check=True)

    def command(self, *words: str, site: bool = True, succeed: bool = True) -> list[dict[str, Any]]:
        """Runs `broadsheet … --json` and gives the objects it printed."""
        run = self.run(*words, "--json", site=site)
        assert (run.returncode == 0) is succeed, f"{words}: {run.stdout}{run.stderr}"
        return [json.loads(line) for line in run.stdout.splitlines()]

    def run(self, *words: str, site: bool = True) -> subprocess.CompletedProcess[str]:
        where = ["--site", str(self.folder)] if site else []
        return subprocess.run(
            [*COMMAND, *words, *where], env=self.environment(), capture_output=True, text=True, check=False
        )

    @contextmanager
    def up(self) -> Iterator[subprocess.Popen[bytes]]:
        """Readers' server, desk and worker, until the block ends; fails if they cannot."""
        with self.started("up") as process:
            self.wait_until_answered(process, self.readers)
            self.wait_until_answered(process, self.desk)
            yield process

    @contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """Any lasting command; ended by SIGTERM, or killed if it does not listen."""
        process = subprocess.Popen(
            [*COMMAND, *words, "--site", str(self.folder)],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()

    def environment(self) -> dict[str, str]:
        own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("BROADSHEET_", "DJANGO_"))
        }
        return own | {
            "BROADSHEET_READERS": self.readers.removeprefix("http://"),
            "BROADSHEET_DESK": self.desk.removeprefix("http://"),
            "BROADSHEET_SITE_ADDRESS": SITE,
        }

    def wait_until_answered(self, process: subprocess.Popen[bytes], address: str) -> None:
        """Any answer will do; fails with the output of a process that has ended."""
        for _ in moments():
            if process.poll() is not None:
                output = process.stdout.read().decode() if process.stdout else ""
                raise AssertionError(f"ended with {process.returncode}: {output}")
            if answers(address):
                return
        raise AssertionError(f"nobody answers at {address}")

    def read(self, path: str) -> tuple[int, str]:
        """Status and text, as a reader without JavaScript gets them; redirects are followed."""
        try:
            with urlopen(Request(self.readers + path)) as answer:  # noqa: S310 - our own loopback address
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def wait_for(self, path: str, words: str) -> str:
        """The page once it holds `words`; fails with what it holds instead."""
        status, text = 0, ""
        for _ in moments():
            status, text = self.read(path)
            if status == 200 and words in text:
                return text
        raise AssertionError(f"{path} ({status}) never held {words!r}:\n{text[:2000]}")


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def answers(address: str) -> bool:
    host, port = address.removeprefix("http://").split(":")
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


def moments(patience: float = PATIENCE) -> Iterator[None]:
    """Twenty a second, until patience is over."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        yield
        time.sleep(0.05)
