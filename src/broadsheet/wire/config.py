"""What the wire takes in."""

from __future__ import annotations

from typing import Annotated

import msgspec


class WireConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[wire]` in broadsheet.toml."""

    max_megabytes: Annotated[int, msgspec.Meta(ge=1, le=1024)] = 20
    """A larger file goes to quarantine unread."""
    max_depth: Annotated[int, msgspec.Meta(ge=8, le=1000)] = 64
    """The deepest nesting that a JSON or XML file may have."""
    silent_after_hours: Annotated[int, msgspec.Meta(ge=0, le=720)] = 24
    """An alarm stands when an agency that sent something within two weeks has sent nothing for so long;
    0 for never."""
    mail_authority: str = ""
    """The name under which the newsroom's own mail server writes whether a sender is true."""
