"""What is on the disk stays when the power fails."""

from __future__ import annotations

import os
from pathlib import Path


def make_durable(path: str | Path) -> None:
    """A file's bytes; of a folder, which names stand in it: a rename lasts only once both are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
