"""How much the readers' server may hold, and whether it counts."""

from __future__ import annotations

from typing import Annotated

import msgspec


class ServeConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[serve]` in broadsheet.toml."""

    memory_megabytes: Annotated[int, msgspec.Meta(ge=1)] = 128
    """The most that artifacts may take in memory, in each server process."""
    workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    count_readings: bool = True
    """Whether pages are counted, by the hour and without a word on who reads them: for what is read most."""
