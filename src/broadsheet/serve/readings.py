"""How often each page was read, by the hour: sums in small files, and nothing of who read it.

Advertisements are counted in the same way, by the day (see `advertising`).

    readings/2026112214-5f0c9a1e.json     {"/politik/haushalt-05n9k2xq7t/": 12, …}

One file an hour for each source: a server process, or a log that was counted by command. Whoever
wants the sum of an hour adds its files up. A source alone writes its own file, whole each time.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final, NamedTuple
from uuid import uuid4

import msgspec

from broadsheet.kernel import clock

logger = logging.getLogger(__name__)

KEPT: Final = timedelta(hours=48)
"""Files of older hours are deleted by whoever writes next."""
_PATHS: Final = 20_000
"""Of an hour, in one process; more pages than that are not read so often that they would be ranked."""
_EVERY: Final = 30.0
"""Seconds between two writings; what was counted since is lost when a process ends."""
_MACHINES: Final = ("bot", "crawl", "spider", "preview", "monitor", "lighthouse")


def is_page(path: str) -> bool:
    """Pages for people end with a slash; feeds, pictures and fragments do not."""
    return path.endswith("/")


def is_person(agent: str | None) -> bool:
    """Whether a user agent calls itself a browser and no machine. A guess: nobody has to say the truth."""
    name = (agent or "").lower()
    return name.startswith("mozilla/") and not any(word in name for word in _MACHINES)


class Span(NamedTuple):
    """What one file is about, and how long it is kept; for ever, if None."""

    form: str
    zone: tzinfo
    kept: timedelta | None

    def name(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime(self.form)


HOURS: Final = Span("%Y%m%d%H", UTC, KEPT)


class Readings:
    """The folder of these files."""

    def __init__(self, folder: Path, span: Span = HOURS) -> None:
        self._folder = folder
        self.span = span

    def write(self, moment: datetime, source: str, counts: Mapping[str, int]) -> None:
        """Replaces what this source counted in the moment's hour. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{self.span.name(moment)}-{source}.json"
        staged = file.with_name(f".{file.name}.new")
        staged.write_bytes(msgspec.json.encode(counts, order="sorted"))
        staged.replace(file)
        if self.span.kept is not None:
            self._forget(moment - self.span.kept)

    def since(self, moment: datetime) -> Counter[str]:
        """How often each path was read from the hour of `moment` on."""
        sums = Counter[str]()
        for _name, counts in self.parts(moment):
            sums.update(counts)
        return sums

    def parts(self, moment: datetime) -> Iterator[tuple[str, dict[str, int]]]:
        """The files from the moment's on, each with the name of its hour or day, the oldest first."""
        first = self.span.name(moment)
        for file in sorted(self._folder.glob("*.json")):
            if file.name >= first:
                yield file.name.partition("-")[0], _counts(file)

    def _forget(self, before: datetime) -> None:
        first = self.span.name(before)
        for file in self._folder.glob("*.json"):
            if file.name < first:
                file.unlink(missing_ok=True)


def _counts(file: Path) -> dict[str, int]:
    """Nothing for a file that somebody damaged: a ranking is no reason to stop."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, int])
    except (msgspec.DecodeError, OSError) as error:
        logger.warning("%s is left out of what is read most: %s", file, error)
        return {}


class Counting:
    """Counts in memory, and lets a thread write the sums down."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._source = uuid4().hex[:8]
        self._lock = Lock()
        self._since_writing = dict[str, int]()  # a Counter is slower, and every reader waits for it
        self._hour = readings.span.name(clock.now())
        self._sums = Counter[str]()

    def note(self, path: str) -> None:
        """One page was read."""
        with self._lock:
            so_far = self._since_writing.get(path)
            if so_far is not None:
                self._since_writing[path] = so_far + 1
            elif len(self._since_writing) < _PATHS:
                self._since_writing[path] = 1

    def start(self) -> Counting:
        """Begins to write every half minute, in a thread that ends with the process."""
        Thread(target=self._keep_writing, args=(Event(),), name="readings", daemon=True).start()
        return self

    def write(self) -> None:
        """Adds what was counted since the last time to the present hour."""
        with self._lock:
            fresh, self._since_writing = self._since_writing, {}
        now = clock.now()
        if self._readings.span.name(now) != self._hour:
            self._hour, self._sums = self._readings.span.name(now), Counter()
        if not fresh:
            return
        self._sums.update(fresh)
        try:
            self._readings.write(now, self._source, self._sums)
        except OSError as error:
            logger.warning("What is read most cannot be written down: %s", error)

    def _keep_writing(self, over: Event) -> None:
        while not over.wait(_EVERY):
            self.write()
