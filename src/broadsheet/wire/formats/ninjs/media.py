"""Pictures of a ninjs document: its own renditions and those of its associations."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from broadsheet.wire import acceptance
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.ninjs.texts import Texts
from broadsheet.wire.item import WirePicture

_PICTURES: Final = frozenset({"picture", "graphic"})
EMBARGOES: Final = ("embargoed", "embargoeduntil")
"""Read in every version: an embargo under another version's name is still one."""


class Media:
    """What goes with a document. Raises an error about a date that is no embargo."""

    def __init__(self, document: Fields) -> None:
        self._warnings = document.warnings
        self._associations = document.records("associations")
        owners = [document] if document.line("type") in _PICTURES else []
        self.pictures = tuple(
            picture
            for owner in [*owners, *filter(self._is_taken, self._associations)]
            if (picture := self._picture(owner)) is not None
        )
        self.embargo = self._embargo()

    @property
    def internal_notes(self) -> list[str]:
        return [association.text("ednote") for association in self._associations]

    def _embargo(self) -> datetime | None:
        embargoes = (acceptance.embargo(association, EMBARGOES) for association in self._associations)
        return max(filter(None, embargoes), default=None)

    def _is_taken(self, association: Fields) -> bool:
        kind = association.line("type")
        name = association.line("name")[:60]
        if kind and kind not in _PICTURES:
            self._warnings.append(f"The associated {kind[:20]} {name!r} was not taken in.")
            return False
        if acceptance.status(association, "pubstatus") != "usable":
            self._warnings.append(f"The associated picture {name!r} is not usable and was not taken in.")
            return False
        return True

    def _picture(self, owner: Fields) -> WirePicture | None:
        found = acceptance.largest(_renditions(owner))
        if found is None:
            self._warnings.append("A picture without a usable address was not taken in.")
        return found


def _renditions(owner: Fields) -> list[WirePicture]:
    texts = Texts(owner)
    return [
        WirePicture(
            href=rendition.raw("href").strip(),
            id=owner.line("uri"),
            headline=texts.headline,
            caption=texts.lead,
            credit=texts.creditline or owner.line("by") or owner.line("copyrightholder"),
            width=rendition.number("width"),
            height=rendition.number("height"),
            media_type=rendition.line("contenttype").lower(),
        )
        for rendition in owner.records("renditions")
    ]
