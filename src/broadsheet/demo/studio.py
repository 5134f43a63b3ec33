"""Draws the pictures on other threads, while the newsroom is founded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from broadsheet.demo.content_files import Picture
from broadsheet.demo.pictures import draw

_THREADS = 2

Drawn = Callable[[str], bytes]
"""The picture of this key as a JPEG; waits until it is drawn."""


@contextmanager
def drawing(pictures: Sequence[Picture]) -> Iterator[Drawn]:
    """Threads, not processes: Pillow lets go of the interpreter, and nothing outlives a kill."""
    pool = ThreadPoolExecutor(_THREADS)
    try:
        futures = {
            each.key: pool.submit(draw, each.motif, each.seed, each.width, each.height) for each in pictures
        }
        yield lambda key: futures[key].result()
    finally:
        pool.shutdown(cancel_futures=True)
