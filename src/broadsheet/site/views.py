"""What all blocks of a text have in common."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Mark(msgspec.Struct, frozen=True):
    """Says, where something was corrected, that it was, and leads to the correction."""

    id: str
    """The anchor in the page."""
    href: str
    words: str
    about: str
    """The same for those who hear the link without what stands around it."""


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A block; `kind` names its template in `templates/blocks/`."""

    kind: ClassVar[str]
    marks: tuple[Mark, ...] = ()
