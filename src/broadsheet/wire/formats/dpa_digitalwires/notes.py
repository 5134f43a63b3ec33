"""dpa's editorial notes, in two piles that never mix."""

from __future__ import annotations

from broadsheet.wire import markup
from broadsheet.wire.fields import Fields


class Notes:
    """A note is public only if dpa says so in as many words (`is_publishable: true`)."""

    def __init__(self, document: Fields) -> None:
        self._notes = document.records("ednotes")
        self._notepad = document.record("notepad")
        self._notice = document.text("autopublishnotice")

    @property
    def public(self) -> tuple[str, ...]:
        notes = [note.text("ednote") for note in self._publishable()]
        if not self._notes:
            notes = [markup.text_of(self._notepad.raw("public_html"))]
        return tuple(dict.fromkeys(filter(None, [*notes, self._notice])))

    @property
    def internal(self) -> tuple[str, ...]:
        """The notepad repeats the notes for people; it is read only where there are none."""
        notes = [note.text("ednote") for note in self._notes if not note.is_true("is_publishable")]
        if not any(notes):
            notes = [markup.text_of(self._notepad.raw("nonpublic_html"))]
        return tuple(dict.fromkeys(filter(None, notes)))

    @property
    def update_reason(self) -> str:
        """The reason written for readers, else the one written for editors."""
        return self._of_role("correctionshort") or self._of_role("correction")

    @property
    def speaks_of_embargo(self) -> bool:
        return any(_role(note) == "embargo" for note in self._notes)

    def _publishable(self) -> list[Fields]:
        return [note for note in self._notes if note.is_true("is_publishable")]

    def _of_role(self, role: str) -> str:
        return "\n".join(note.text("ednote") for note in self._publishable() if _role(note) == role)


def _role(note: Fields) -> str:
    return note.line("role").rpartition(":")[2]
