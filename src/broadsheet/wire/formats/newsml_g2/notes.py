"""A G2 item's notes to editors, in two piles that never mix."""

from __future__ import annotations

from typing import Final

from broadsheet.wire import markup
from broadsheet.wire.nodes import Node

_CLOSED: Final = ("nonpublic", "notpublic", "not-for-publication", "private")
_OPEN: Final = frozenset({"correction", "correctionshort", "public"})
"""Roles that the agency means for readers unless it says otherwise."""
_REPEATS: Final = "notepad"
"""dpa's notepad says the other notes again, for people."""


class Notes:
    """A G2 note is for editors (§ 5.6); it is public only by a role that says so, and never against
    a `pubconstraint`."""

    def __init__(self, item: Node) -> None:
        notes = item.all("itemMeta/edNote") + item.all("rightsInfo/edNote")
        self._notes = [note for note in notes if _role(note) != _REPEATS]
        self._notepads = [note for note in notes if _role(note) == _REPEATS]

    @property
    def public(self) -> tuple[str, ...]:
        return _texts([note for note in self._notes if _is_public(note)])

    @property
    def internal(self) -> tuple[str, ...]:
        closed = [note for note in self._notes if not _is_public(note)]
        return _texts(closed if self._notes else self._notepads)

    @property
    def update_reason(self) -> str:
        return self._of_role("correctionshort") or self._of_role("correction")

    def _of_role(self, role: str) -> str:
        return "\n".join(note.text() for note in self._notes if _role(note) == role and _is_public(note))


def _is_public(note: Node) -> bool:
    constraint = note.attribute("pubconstraint").lower()
    return _role(note) in _OPEN and not any(word in constraint for word in _CLOSED)


def _role(note: Node) -> str:
    return note.attribute("role").rpartition(":")[2]


def _texts(notes: list[Node]) -> tuple[str, ...]:
    found = (markup.text_of(note.markup()) for note in notes)
    return tuple(dict.fromkeys(filter(None, found)))
