"""What caches before the site have still to be told, as a durable queue, and who works it off.

An address is noted in the transaction that records its new file or its removal, so neither
a crash nor a cache that is down for a day loses it. Nothing is ever given up: the waits
between two tries grow to a minute and stay there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Event
from typing import Final, Protocol

import msgspec
from django.db import OperationalError, close_old_connections, connection, connections, transaction
from django.db.models import F, Q

from broadsheet.kernel import clock
from broadsheet.press.beside import at_the_database
from broadsheet.press.models import Purge

log = logging.getLogger(__name__)

_FIRST_WAIT: Final = timedelta(seconds=1)
_LONGEST_WAIT: Final = timedelta(minutes=1)
# Seconds between two looks at an empty queue.
_LOOK_EVERY: Final = 0.25


class Cache(Protocol):
    """Something before the site that keeps answers."""

    batch: int
    """So many addresses are handed over at once."""

    def purge(self, paths: Sequence[str]) -> Mapping[str, str]:
        """Makes it forget these paths. Gives those that it may still hold, each with the
        reason; never raises for what the cache does."""
        ...


class Owed(msgspec.Struct, frozen=True):
    """An address whose answer became another, because of entries with after < entry <= upto."""

    path: str
    after: int
    upto: int


# ---- the queue --------------------------------------------------------------------------

_NOTE = (
    "INSERT INTO press_purge AS owed (path, after, upto, noted, times, tries, error) "
    "VALUES (%s, %s, %s, %s, 1, 0, '') "
    "ON CONFLICT (path) DO UPDATE SET times = owed.times + 1, "
    "after = CASE WHEN excluded.after < owed.after THEN excluded.after ELSE owed.after END, "
    "upto = CASE WHEN excluded.upto > owed.upto THEN excluded.upto ELSE owed.upto END"
)


def note(owed: Iterable[Owed], now: datetime) -> None:
    """In the caller's transaction; what is owed already goes on waiting as it does."""
    moment = connection.ops.adapt_datetimefield_value(now)
    rows = [(each.path, each.after, each.upto, moment) for each in owed]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_NOTE, rows)


def due(now: datetime, limit: int) -> list[Purge]:
    """Those that failed least often first, so that one that always fails holds up no other."""
    # A wait longer than any that is ever set comes from a clock that was set back.
    ready = Q(not_before=None) | Q(not_before__lte=now) | Q(not_before__gt=now + _LONGEST_WAIT)
    return list(Purge.objects.filter(ready).order_by("tries", "id")[:limit])


@transaction.atomic
def settle(rows: Sequence[Purge], failures: Mapping[str, str], now: datetime) -> None:
    """What succeeded is owed no more, unless it was noted again meanwhile."""
    for row in rows:
        error = failures.get(row.path)
        if error is None:
            Purge.objects.filter(pk=row.pk, times=row.times).delete()
        else:
            wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(row.tries, 10))
            Purge.objects.filter(pk=row.pk).update(tries=F("tries") + 1, error=error, not_before=now + wait)


# ---- who works it off -------------------------------------------------------------------


class Purger:
    """Tells one cache, batch by batch. In a thread of its own it keeps no page waiting."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def step(self) -> bool:
        """Hands over what is due, at most one batch; whether anything was."""
        with at_the_database:
            rows = due(clock.now(), self._cache.batch)
        if not rows:
            return False
        failures = self._cache.purge([row.path for row in rows])
        with at_the_database:
            settle(rows, failures, clock.now())
        if failures:
            path, error = next(iter(failures.items()))
            log.warning("%d addresses are not purged, such as %s: %s", len(failures), path, error)
        return True

    def work_off(self) -> None:
        """Until nothing is due; what failed waits."""
        while self.step():
            pass

    def run(self, stop: Event) -> None:
        """Until `stop` is set; for a thread."""
        try:
            while not stop.is_set():
                if not self._step_if_database_allows():
                    stop.wait(_LOOK_EVERY)
        finally:
            connections.close_all()

    def _step_if_database_allows(self) -> bool:
        try:
            return self.step()
        except OperationalError as error:
            log.warning("Purging waits and tries again: %s", error)
            close_old_connections()
            return False
