"""Where others can look: the site's folder, what `serve` answers, logs, the press's tables."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps

from broadsheet.kernel import clock
from broadsheet.press.machine import Press
from tests.canary.asking import answered
from tests.canary.desk import answered_to_strangers, told
from tests.canary.newsroom import Newsroom
from tests.canary.oracle import PRIVATE, Planted, leaks, leaks_in
from tests.canary.planting import Fate


class Log(logging.Handler):
    """Every line that any logger lets through, with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[tuple[str, bytes]] = []
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        name = f"log of {record.name} at {record.levelname}"
        self.lines.append((name, self.format(record).encode(errors="replace")))


@contextmanager
def logged() -> Iterator[Log]:
    """With all loggers at DEBUG, but for those that the project's settings hold back."""
    log = Log()
    root = logging.getLogger()
    ours = logging.getLogger("broadsheet")
    before = root.level, ours.level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.removeHandler(log)
        root.setLevel(before[0])
        ours.setLevel(before[1])


@dataclass
class Sweep:
    """A site with secrets, and all places in which there must be none of them."""

    folder: Path
    newsroom: Newsroom
    press: Press
    log: Log
    temporary: Path
    time: clock.ManualClock

    @property
    def hidden(self) -> Planted:
        """What no reader may find."""
        found = self.newsroom.words.of(Fate.SECRET, Fate.TAKEN_BACK)
        found.colours = self.newsroom.hidden_colours
        return found

    @property
    def unreleased(self) -> Planted:
        """What may not even stand in the ledger or the vault."""
        return self.newsroom.words.of(Fate.SECRET)

    def in_folder(self) -> list[str]:
        return leaks(self.folder, self.hidden, besides=PRIVATE)

    def in_temporary(self) -> list[str]:
        return leaks(self.temporary, self.hidden)

    def in_press(self) -> list[str]:
        return leaks_in(rows_of("press"), self.hidden)

    def in_ledger(self) -> list[str]:
        return leaks_in(rows_of("ledger"), self.unreleased)

    def in_vault(self) -> list[str]:
        return leaks(self.folder / "vault", self.unreleased)

    def in_answers(self) -> list[str]:
        return leaks_in(answered(self.folder, self.newsroom), self.hidden)

    def at_the_desk(self) -> list[str]:
        return [
            f"{address}: {what}"
            for address, _, answer in answered_to_strangers(self.newsroom)
            for what in sorted(told(answer, address, self.hidden))
        ]

    def in_log(self) -> list[str]:
        return leaks_in(self.log.lines, self.hidden)


def rows_of(app: str) -> Iterator[tuple[str, bytes]]:
    """Every row of a room's tables, as text and bytes."""
    for model in apps.get_app_config(app).get_models():
        for row in model._base_manager.values_list():
            cells = (
                bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode() for cell in row
            )
            yield model._meta.label, b"\n".join(cells)
