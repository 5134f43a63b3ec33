"""How the press works on this machine."""

from __future__ import annotations

from typing import Annotated

import msgspec


class PressConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[press]` in broadsheet.toml."""

    poll_seconds: Annotated[float, msgspec.Meta(ge=0.005, le=10)] = 0.02
    """How often an idle worker looks for new entries in the ledger."""
    batch: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 50
    """How many artifacts are baked before they are made durable together."""
    ovens: Annotated[int, msgspec.Meta(ge=0, le=64)] = 0
    """How many processes bake at once when there is much to bake; 0 for as many as there are cores."""
    compress_from: Annotated[int, msgspec.Meta(ge=0)] = 512
    """Smaller artifacts, in bytes, get no compressed neighbours."""
    gzip_level: Annotated[int, msgspec.Meta(ge=1, le=9)] = 6
    brotli_quality: Annotated[int, msgspec.Meta(ge=0, le=9)] = 5
