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
    """May be asked for again where `follows`."""
    settle: Callable[[], None] = _nothing
    """Removes it where it came from; called when its bytes are in the archive and its items stored."""
    follows: bool = False
    """Whether another one follows that may be asked for before this one is settled."""


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a connector has come: past all that is safe, and nothing else."""

    etag: str = ""
    modified: str = ""
    """As the host wrote them (RFC 9110 § 8.8)."""
    waiting: dict[str, str] = {}
    """Files of the look before, and how large and old they were."""
    taken: dict[str, str] = {}
    """Files that were taken and are still there."""
    uid_validity: int = 0
    uid: int = 0
    """The last mail that was taken (RFC 3501 § 2.3.1.1)."""
    is_trial: bool = False
    """Whether the look is only to tell what would come: then nothing has to stand still."""
    again_after: int = 0
    """Seconds after which the host wants to be asked again, because there is more; 0 if it said nothing."""


class Visit(Protocol):
    """One look at a place. Raises NotFetched or PlaceUnreadable before or between deliveries."""

    cursor: Cursor
    """Moves when a delivery is settled, or when the iterator is asked for the next one or the end."""

    def __iter__(self) -> Iterator[Delivery]: ...
