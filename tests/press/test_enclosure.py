"""What a recipe may not reach for, and what nobody sees if it does."""

# ruff: noqa: S311 - chance is what is tested
from __future__ import annotations

import os
import random
import secrets
import socket
import sqlite3
import subprocess
import tempfile
import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.kernel import clock
from broadsheet.ledger import state
from broadsheet.press.enclosure import enclosed, opened
from broadsheet.press.errors import UntrackedRead

pytestmark = pytest.mark.django_db

FORBIDDEN: dict[str, Callable[[], Any]] = {
    "a record past the reader": lambda: state.get("settings:site"),
    "the clock": clock.now,
    "a file": lambda: Path(__file__).read_text(encoding="utf-8"),
    "a folder": lambda: list(Path(__file__).parent.iterdir()),
    "a file that is made": tempfile.mkstemp,
    "a file that goes": lambda: Path("no-such-file").unlink(),
    "another database": lambda: sqlite3.connect(":memory:"),
    "the network": lambda: socket.create_connection(("127.0.0.1", 9)),
    "a name on the network": lambda: socket.getaddrinfo("localhost", 80),
    "a process": lambda: subprocess.run(["true"], check=True),
    "a fork": os.fork,
    "a thread": lambda: threading.Thread(target=int).start(),
    "a variable": lambda: os.environ["PATH"],
    "a variable that may be missing": lambda: os.getenv("NO_SUCH_VARIABLE"),
    "a variable in bytes": lambda: os.environb.get(b"PATH"),
    "whether a variable is set": lambda: "PATH" in os.environ,
    "all variables": lambda: dict(os.environ),
    "a random number": lambda: random.random(),  # noqa: PLW0108 - as it is called
    "a throw of dice": lambda: random.randint(1, 6),
    "a random choice": lambda: random.choice("abc"),
    "another order": lambda: random.shuffle([1, 2]),
    "random bits": lambda: random.getrandbits(8),
    "random bytes": lambda: os.urandom(8),
    "a secret": secrets.token_hex,
    "a secret choice": lambda: secrets.choice("abc"),
    "a random id": uuid.uuid4,
    "an id of time and machine": lambda: uuid.uuid1(),  # noqa: PLW0108
}

UNSEEN: dict[str, Callable[[], Any]] = {
    "whether a file exists": lambda: Path(__file__).exists(),
    "a file's age": lambda: os.stat(__file__).st_mtime,  # noqa: PTH116 - what pathlib calls
    "the standard library's clock": lambda: datetime.now().astimezone(),
    "a generator of one's own": lambda: random.Random().random(),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_recipe_may_not_ask_for(name: str) -> None:
    with enclosed(), pytest.raises(UntrackedRead):
        FORBIDDEN[name]()


@pytest.mark.parametrize("name", [name for name in FORBIDDEN if name not in {"a fork", "the network"}])
def test_outside_a_recipe_all_is_as_ever(name: str) -> None:
    with enclosed():
        pass
    _try(FORBIDDEN[name])


def test_the_reader_finds_its_way_out() -> None:
    with enclosed(), opened():
        assert os.getenv("PATH")
        assert Path(__file__).read_bytes()


def _try(call: Callable[[], Any]) -> None:
    """Its own errors are its own affair."""
    try:
        call()
    except FileNotFoundError:
        assert call is FORBIDDEN["a file that goes"]


@pytest.mark.parametrize("name", UNSEEN)
def test_python_does_not_let_us_see(name: str) -> None:
    """Documented in docs/press.md; a clean bake that differs tells of it."""
    with enclosed():
        UNSEEN[name]()


def test_a_seeded_generator_is_a_function_like_any_other() -> None:
    with enclosed():
        assert random.Random(7).random() == random.Random(7).random()


def test_another_thread_is_not_enclosed() -> None:
    found: list[str | None] = []
    thread = threading.Thread(target=lambda: found.append(os.getenv("PATH")))
    with enclosed():
        with opened():
            thread.start()
        thread.join()
    assert found == [os.environ["PATH"]]


def test_the_dice_keep_their_state() -> None:
    """What is installed stands in for the generator and is the same one."""
    random.seed(7)
    first = [random.random(), random.randint(1, 100), random.choice("abc")]
    random.seed(7)
    assert [random.random(), random.randint(1, 100), random.choice("abc")] == first
    assert first[0] == random.Random(7).random()
