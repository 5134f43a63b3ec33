"""Python's garbage collector, in processes that live long or have much to do."""

from __future__ import annotations

import gc


def spare_what_is_loaded() -> None:
    """To be called when a process has started: what it has loaded by then stays as long as it does.

    Otherwise every full collection looks through all of it, which takes a tenth of a second of some act.
    """
    gc.collect()
    gc.freeze()
