"""A watched folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from broadsheet.kernel import clock
from broadsheet.wire.connectors.delivery import Cursor, Delivery
from broadsheet.wire.deliveries import FileBytes
from broadsheet.wire.errors import PlaceUnreadable

_STILL: Final = 3.0
"""Seconds for which nobody may have written to a file: it could still be growing."""
_AT_ONCE: Final = 500
"""Files of one look, so that a flood does not keep the other connectors waiting."""


class FolderVisit:
    """Files that stand still, the oldest first; names that begin with a dot are left alone."""

    def __init__(self, path: Path, *, is_ours: bool = False) -> None:
        """Into a folder of ours, files are moved when they are whole: then nothing has to stand still."""
        self._path = path
        self._is_ours = is_ours
        self.cursor = Cursor()

    def __iter__(self) -> Iterator[Delivery]:
        waiting = self._waiting()[:_AT_ONCE]
        for left, path in zip(reversed(range(len(waiting))), waiting, strict=True):
            yield Delivery(path.name, FileBytes(path), partial(path.unlink, missing_ok=True), left > 0)

    def _waiting(self) -> list[Path]:
        """Raises PlaceUnreadable."""
        now = clock.now().timestamp()
        try:
            found = [(each.stat().st_mtime, each) for each in self._path.iterdir() if _is_file(each)]
        except OSError as error:
            raise PlaceUnreadable(
                f"The folder {self._path} cannot be read ({error.strerror}). Make it, or allow reading it."
            ) from error
        return [path for changed, path in sorted(found) if self._is_ours or changed <= now - _STILL]


def _is_file(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file() and not path.is_symlink()
