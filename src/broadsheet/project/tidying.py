"""Gives up, once a day, the agency copy that nobody used and that is older than the configuration keeps."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from broadsheet.kernel import clock
from broadsheet.project.configuration import Configuration
from broadsheet.wire.tidying import Tidied, Tidying

logger = logging.getLogger(__name__)

_EVERY: Final = 86_400.0
"""Seconds."""


def tidying(configuration: Configuration, *, dry: bool = False) -> Tidying:
    return Tidying(configuration.wire, configuration.archive, in_use, dry=dry)


def in_use(items: Sequence[str]) -> set[str]:
    """Those of which a story or a picture was made."""
    from broadsheet.desk.models import Picture, StoryPage

    used: set[str] = set()
    for model in (StoryPage, Picture):
        used |= set(model.objects.filter(wire_item__in=items).values_list("wire_item", flat=True))
    return used


class Tidier:
    """A chore: a step at a time, so that releases do not wait."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._next = 0.0
        self._going: Tidying | None = None
        self._total = Tidied()

    def __call__(self) -> None:
        wire = self._configuration.wire
        if not (wire.keep_items_days or wire.keep_raw_days) or clock.monotonic() < self._next:
            return
        self._going = self._going or tidying(self._configuration)
        step = self._going.step()
        if step is not None:
            self._total += step
            return
        if self._total != Tidied():
            logger.info("Old agency copy was given up: %s.", self._total)
        self._next, self._going, self._total = clock.monotonic() + _EVERY, None, Tidied()
