"""What a connector brings, and what it may do only when that is safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import msgspec


def _nothing() -> None:
    return None


class Delivery(msgspec.Struct, frozen=True):
    """One file or document as it came."""

    name: str
    data: Iterable[bytes]
    settle: Callable[[], None] = _nothing
    """Removes it where it came from; called when its bytes are in the archive and its items stored."""


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a connector has come; kept once all that it brought is safe."""

    etag: str = ""
    modified: str = ""
    """As the host wrote them (RFC 9110 § 8.8)."""
    again_after: int = 0
    """Seconds after which the host wants to be asked again, because there is more; 0 if it said nothing."""


class Visit(Protocol):
    """One look at a place. Raises NotFetched or PlaceUnreadable before or between deliveries."""

    cursor: Cursor
    """Final once all deliveries were taken from the iterator."""

    def __iter__(self) -> Iterator[Delivery]: ...
