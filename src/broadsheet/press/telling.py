"""What those outside have still to be told, as durable queues, and who works them off.

Caches before the site are to forget an address; a WebSub hub is to hear that a feed changed.
An address is noted in the transaction that records its new file or its removal: never before
the file is in place, and neither a crash nor a listener that is down for a day loses it.
Nothing is ever given up: the waits between two tries grow to a bound and stay there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Event
from typing import Final, Protocol

import msgspec
from django.db import OperationalError, close_old_connections, connection, connections, transaction
from django.db.models import F, Q, QuerySet

from broadsheet.kernel import clock
from broadsheet.press.beside import at_the_database
from broadsheet.press.models import Ping, Purge, Untold

log = logging.getLogger(__name__)

_FIRST_WAIT: Final = timedelta(seconds=1)
# Seconds between two looks at an empty queue.
_LOOK_EVERY: Final = 0.25


class Listener(Protocol):
    """Somebody outside who wants to know what changed."""

    batch: int
    """So many addresses are handed over at once."""

    def tell(self, paths: Sequence[str]) -> Mapping[str, str]:
        """Says that these paths changed. Gives those of which it has not heard, each with the
        reason; never raises for what the listener does."""
        ...


class Owed(msgspec.Struct, frozen=True):
    """An address whose answer became another, because of entries with after < entry <= upto."""

    path: str
    after: int
    upto: int


# ---- the queues -------------------------------------------------------------------------

_NOTE = (
    "INSERT INTO {table} AS owed (path, after, upto, noted, times, tries, error) "
    "VALUES (%s, %s, %s, %s, 1, 0, '') "
    "ON CONFLICT (path) DO UPDATE SET times = owed.times + 1, "
    "after = CASE WHEN excluded.after < owed.after THEN excluded.after ELSE owed.after END, "
    "upto = CASE WHEN excluded.upto > owed.upto THEN excluded.upto ELSE owed.upto END"
)


class Backlog:
    """What one listener has still to be told."""

    def __init__(self, rows: type[Untold], longest_wait: timedelta, *, behind: type[Untold] | None = None):
        """An address that also waits in `behind` waits here too, but no longer than `longest_wait`."""
        self._rows = rows
        self._longest_wait = longest_wait
        self._behind = behind
        self._note = _NOTE.format(table=rows._meta.db_table)  # noqa: SLF001 - its documented name

    def note(self, owed: Iterable[Owed], now: datetime) -> None:
        """In the caller's transaction; what is owed already goes on waiting as it does."""
        moment = connection.ops.adapt_datetimefield_value(now)
        rows = [(each.path, each.after, each.upto, moment) for each in owed]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(self._note, rows)

    def due(self, now: datetime, limit: int) -> list[Untold]:
        """Those that failed least often first, so that one that always fails holds up no other."""
        # A wait longer than any that is ever set comes from a clock that was set back.
        ready = Q(not_before=None) | Q(not_before__lte=now) | Q(not_before__gt=now + self._longest_wait)
        found = self._not_held(now).filter(ready)
        return list(found.order_by("tries", "id")[:limit])

    def _not_held(self, now: datetime) -> QuerySet[Untold]:
        found = self._rows.objects.all()
        if self._behind is None:
            return found
        ahead = self._behind.objects.filter(noted__gt=now - self._longest_wait)
        return found.exclude(path__in=ahead.values("path"))

    @transaction.atomic
    def settle(self, rows: Sequence[Untold], failures: Mapping[str, str], now: datetime) -> None:
        """What succeeded is owed no more, unless it was noted again meanwhile."""
        for row in rows:
            error, this = failures.get(row.path), self._rows.objects.filter(pk=row.pk)
            if error is None:
                this.filter(times=row.times).delete()
            else:
                wait = min(self._longest_wait, _FIRST_WAIT * 2 ** min(row.tries, 10))
                this.update(tries=F("tries") + 1, error=error, not_before=now + wait)


PURGES: Final = Backlog(Purge, timedelta(minutes=1))
"""Of the cache before the site: as long as it has not heard, readers may get an old page."""
PINGS: Final = Backlog(Ping, timedelta(minutes=10), behind=Purge)
"""Of the WebSub hub. It fetches a feed as readers do: not before the cache has forgotten the old one."""


# ---- who works them off -----------------------------------------------------------------


class Teller:
    """Tells one listener, batch by batch. In a thread of its own it keeps no page waiting."""

    def __init__(self, listener: Listener, backlog: Backlog) -> None:
        self._listener = listener
        self._backlog = backlog

    def step(self) -> bool:
        """Hands over what is due, at most one batch; whether anything was."""
        with at_the_database:
            rows = self._backlog.due(clock.now(), self._listener.batch)
        if not rows:
            return False
        failures = self._listener.tell([row.path for row in rows])
        with at_the_database:
            self._backlog.settle(rows, failures, clock.now())
        if failures:
            path, error = next(iter(failures.items()))
            log.warning("Not told of %d addresses, such as %s: %s", len(failures), path, error)
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
            log.warning("Telling waits and tries again: %s", error)
            close_old_connections()
            return False
