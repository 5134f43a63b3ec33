"""Artifacts in memory, each as fresh as its file, to the millisecond."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass
from math import inf
from typing import Final

from broadsheet.kernel import clock
from broadsheet.serve.artifacts import Artifact
from broadsheet.serve.folder import stamp_of

_TRUSTED: Final = 0.001
"""Seconds. Requests that come so soon after a look at the file share it: each `stat` hands Python's lock
to the thread that takes requests in and waits to get it back, under load a quarter of an answer's cost."""


@dataclass(slots=True)
class _Place:
    artifact: Artifact
    looked: float
    """When its file was looked at, by the monotonic clock."""


class Shelf:
    """Holds artifacts by URL path up to `capacity` bytes; what was asked for longest ago goes first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._places: OrderedDict[str, _Place] = OrderedDict()
        self.used = 0

    def get(self, path: str) -> Artifact | None:
        """The artifact, if its file is still the one that was read, or was within the last millisecond."""
        place = self._places.get(path)
        if place is None:
            return None
        now = clock.monotonic()
        if not 0 <= now - place.looked < _TRUSTED:
            if not _is_fresh(place.artifact):
                self._remove(path)
                return None
            place.looked = now
            self._places.move_to_end(path)
        return place.artifact

    def put(self, path: str, artifact: Artifact) -> None:
        """Keeps the artifact, unless it is too large, or so new that its stamp proves nothing yet."""
        if not (artifact.held and artifact.settled) or artifact.weight > self._capacity:
            return
        self._remove(path)
        self._places[path] = _Place(artifact, -inf)
        self.used += artifact.weight
        while self.used > self._capacity:
            self._remove(next(iter(self._places)))

    def _remove(self, path: str) -> None:
        place = self._places.pop(path, None)
        if place is not None:
            self.used -= place.artifact.weight


def _is_fresh(artifact: Artifact) -> bool:
    try:
        return stamp_of(os.stat(artifact.path)) == artifact.stamp  # noqa: PTH116  # half the cost of Path
    except OSError:
        return False
