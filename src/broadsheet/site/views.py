"""What all blocks of a text have in common."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A block; `kind` names its template in `templates/blocks/`."""

    kind: ClassVar[str]
