"""Threads beside the press, which forks its ovens: how the two do not harm each other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Lock, Thread
from typing import Final

LONGEST_GOODBYE: Final = 2.0
"""Seconds for which the end waits for what a thread has in hand; it is not lost if it takes longer."""

at_the_database: Final = Lock()
"""Held by a thread while it uses the database: an oven is forked from this process, and a fork
within SQLite would leave its locks held for ever in the child."""

os.register_at_fork(
    before=at_the_database.acquire,
    after_in_parent=at_the_database.release,
    after_in_child=at_the_database.release,
)


@contextmanager
def running(name: str, run: Callable[[Event], None]) -> Iterator[None]:
    """Within the block `run` has a thread, with the clock and language of this one; then its event is set."""
    over = Event()
    thread = Thread(target=copy_context().run, args=(run, over), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LONGEST_GOODBYE)
