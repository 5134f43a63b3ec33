"""What the press tells of its work."""

from __future__ import annotations

import msgspec


class Report(msgspec.Struct, kw_only=True):
    """What a run of the press did. `seconds` is the time it took."""

    baked: int = 0
    written: int = 0
    deleted: int = 0
    failed: int = 0
    surveyed: int = 0
    """Pieces of the ledger in which another version looked for what only it has."""
    seconds: float = 0.0

    def add(self, step: Report) -> None:
        """Counts a step in; time is the caller's."""
        self.baked += step.baked
        self.written += step.written
        self.deleted += step.deleted
        self.failed += step.failed
        self.surveyed += step.surveyed

    @property
    def went_on(self) -> bool:
        """Whether there may be more of the same."""
        return bool(self.baked or self.deleted or self.surveyed)
