"""Folders on other machines, whichever protocol leads there.

A file is taken when it stands still: its size and date are those of the look before. Names that begin
with a dot or end like an upload's (`.part`, `.tmp`) are left alone until they are changed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Final, Protocol

import msgspec

from broadsheet.kernel import clock
from broadsheet.wire.connectors.delivery import Cursor, Delivery
from broadsheet.wire.errors import FileUnreadable, PlaceUnreadable
from broadsheet.wire.text import visible

logger = logging.getLogger(__name__)

_AT_ONCE: Final = 200
"""Files of one look."""
_LISTED: Final = 20_000
"""Files of one folder; from a fuller one, somebody has to remove what is old."""
_LARGEST: Final = 1_000_000_000
_TOGETHER: Final = 300.0
"""Seconds for one look, so that a slow host does not keep the other connectors waiting."""
_UNFINISHED: Final = (".part", ".tmp", ".filepart", ".uploading", ".crdownload")


class Found(msgspec.Struct, frozen=True):
    name: str
    mark: str
    """Size and date as the host tells them: another mark is another file."""


class Host(Protocol):
    """A folder while one is connected to it. All raise PlaceUnreadable if the connection fails."""

    def listed(self) -> list[Found]: ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """Raises FileUnreadable for what the host does not give away."""
        ...

    def remove(self, name: str) -> None: ...


class RemoteVisit:
    """`connect` opens the host for one look. With `remove`, files leave it once they are safe here;
    without, what was taken is remembered for as long as it is there."""

    def __init__(
        self, connect: Callable[[], AbstractContextManager[Host]], cursor: Cursor, remove: bool
    ) -> None:
        self._connect = connect
        self._remove = remove
        self.cursor = cursor

    def __iter__(self) -> Iterator[Delivery]:
        until = clock.monotonic() + _TOGETHER
        with self._connect() as host:
            found = [each for each in host.listed() if _is_finished(each.name)]
            if len(found) > _LISTED:
                raise PlaceUnreadable(
                    f"The folder holds {len(found)} files; {_LISTED} are the most. Have old ones removed."
                )
            for each in self._ready(found)[:_AT_ONCE]:
                if clock.monotonic() < until:
                    pieces = _until(host.pieces(each.name), until)
                    yield Delivery(visible(each.name), pieces, partial(self._settle, host, each))
        self.cursor = msgspec.structs.replace(self.cursor, waiting={each.name: each.mark for each in found})

    def _ready(self, found: list[Found]) -> list[Found]:
        """What is new and stands still; forgets what is no longer there."""
        cursor = self.cursor
        there = {each.name for each in found}
        taken = {name: mark for name, mark in cursor.taken.items() if name in there}
        self.cursor = msgspec.structs.replace(cursor, taken=taken)
        new = (each for each in found if taken.get(each.name) != each.mark)
        return [each for each in new if cursor.is_trial or cursor.waiting.get(each.name) == each.mark]

    def _settle(self, host: Host, found: Found) -> None:
        if self._remove:
            host.remove(found.name)
            return
        taken = {**self.cursor.taken, found.name: found.mark}
        self.cursor = msgspec.structs.replace(self.cursor, taken=taken)


def _is_finished(name: str) -> bool:
    return not name.startswith(".") and not name.lower().endswith(_UNFINISHED)


def _until(pieces: Iterator[bytes], until: float) -> Iterator[bytes]:
    """Raises FileUnreadable for a file without end, and for a host that never comes to one."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _LARGEST or clock.monotonic() > until:
            raise FileUnreadable("The file is too large or comes too slowly. It stays where it is.")
        yield piece
