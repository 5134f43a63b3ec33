"""Artifacts in memory, each as fresh as its file."""

from __future__ import annotations

import os
from collections import OrderedDict

from broadsheet.serve.artifacts import Artifact
from broadsheet.serve.folder import stamp_of


class Shelf:
    """Holds artifacts by URL path up to `capacity` bytes; what was asked for longest ago goes first."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._artifacts: OrderedDict[str, Artifact] = OrderedDict()
        self.used = 0

    def get(self, path: str) -> Artifact | None:
        """The artifact, if its file is still the one that was read. Costs one `stat`."""
        artifact = self._artifacts.get(path)
        if artifact is None:
            return None
        try:
            fresh = stamp_of(os.stat(artifact.path)) == artifact.stamp  # noqa: PTH116  # half the cost of Path
        except OSError:
            fresh = False
        if not fresh:
            self._remove(path)
            return None
        self._artifacts.move_to_end(path)
        return artifact

    def put(self, path: str, artifact: Artifact) -> None:
        """Keeps the artifact, unless it is too large, or so new that its stamp proves nothing yet."""
        if not (artifact.held and artifact.settled) or artifact.weight > self._capacity:
            return
        self._remove(path)
        self._artifacts[path] = artifact
        self.used += artifact.weight
        while self.used > self._capacity:
            self._remove(next(iter(self._artifacts)))

    def _remove(self, path: str) -> None:
        artifact = self._artifacts.pop(path, None)
        if artifact is not None:
            self.used -= artifact.weight
