"""The press at work: cycles as long as there is something due, then waits a moment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack, nullcontext, suppress
from pathlib import Path
from threading import Event

from django.db import OperationalError, close_old_connections, connections

from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.ledger.bell import listening
from broadsheet.press import beside, queue, trouble
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import PressError, StoreFailed
from broadsheet.press.machine import Press
from broadsheet.press.standby import StandBy
from broadsheet.press.telling import Teller
from broadsheet.press.turns import Turn

log = logging.getLogger(__name__)

_PAUSE_AFTER_FAILURE = 1.0
# What only a person can mend, at the bucket, without a restart.
_PAUSE_AFTER_REFUSAL = 15.0
# Seconds between two rounds of chores: what is due at a moment is done well within a second of it.
_CHORES_EVERY = 0.25
# Seconds between two looks at timers, removals and what failed; the ledger is asked at every poll.
_LOOK_EVERY = 0.25

Chore = Callable[[], object]
"""Something that others want done several times a second, such as releasing what is scheduled."""

Pastime = Callable[[], object]
"""One small part of something that can wait; called again and again while nothing is due."""

Errand = Callable[[], object]
"""What is looked after between two cycles, however busy the press is, in the one thread that may fork."""


class Worker:
    """Runs until `stop` is set. A failure that may pass (disk, database) is logged and tried again."""

    def __init__(
        self,
        press: Press,
        config: PressConfig,
        stop: Event,
        chores: Sequence[Chore] = (),
        pastimes: Sequence[Pastime] = (),
        tellers: Sequence[Teller] = (),
        errands: Sequence[Errand] = (),
        chores_turn: Turn | None = None,
        standby: StandBy | None = None,
        bell: Path | None = None,
    ) -> None:
        """With other workers on the same site: one at a time does the chores, by `chores_turn`, and by
        `standby` this one bakes for another that has the press. Whoever appends to the ledger rings at
        `bell`."""
        self._press = press
        self._config = config
        self._stop = stop
        self._chores = chores
        self._pastimes = pastimes
        self._tellers = tellers
        self._errands = errands
        self._chores_turn = chores_turn
        self._standby = standby
        self._bell = bell
        self._seen = -1
        self._next_look = 0.0
        # Another process may have left word of trouble.
        self._is_in_trouble = True

    def run(self) -> None:
        with ExitStack() as threads:
            # A cache or hub that does not answer keeps no page waiting, nor each other; a large bake
            # keeps no story waiting that is due.
            for teller in self._tellers:
                threads.enter_context(beside.running("teller", teller.run))
            threads.enter_context(beside.running("chores", self._do_chores))
            self._until_it_works(self._press.start)
            rings = threads.enter_context(listening(self._bell))
            while not self._stop.is_set():
                _do_all(self._errands)
                if not self._until_it_works(self._step):
                    _do_all(self._pastimes)
                    rings.wait(self._stop, self._config.poll_seconds)

    def _step(self) -> bool:
        """Whether there may be more to do at once."""
        head, moment = journal.head(), clock.monotonic()
        if head == self._seen and moment < self._next_look:
            return False
        worked = queue.has_work(clock.now()) and self._work()
        self._out_of_trouble()
        self._seen, self._next_look = (-1, moment) if worked else (head, moment + _LOOK_EVERY)
        return worked

    def _work(self) -> bool:
        rest = self._config.rest_seconds
        if self._standby is None:
            report = self._press.cycle(rest=rest)
        elif (tried := self._press.try_cycle(rest=rest)) is not None:
            report = tried
        else:
            self._standby.help()
            return True
        return report.went_on

    def _do_chores(self, over: Event) -> None:
        """For a thread; one chore that fails must not keep the others waiting."""
        try:
            while not over.is_set():
                _do(self._do_a_round)
                over.wait(_CHORES_EVERY)
        finally:
            with beside.at_the_database:
                connections.close_all()

    def _do_a_round(self) -> None:
        with self._chores_turn.tried() if self._chores_turn else nullcontext(True) as ours:
            for chore in self._chores if ours else ():
                with beside.at_the_database:
                    _do(chore)

    def _until_it_works(self, step: Callable[[], bool | None]) -> bool:
        while not self._stop.is_set():
            try:
                return bool(step())
            except (OperationalError, PressError) as error:
                if not _may_pass(error):
                    raise
                log.warning("The press waits and tries again: %s", error)
                # A connection that broke is not used again.
                close_old_connections()
                self._in_trouble(error)
                refused = isinstance(error, PressError) and not error.retryable
                self._stop.wait(_PAUSE_AFTER_REFUSAL if refused else _PAUSE_AFTER_FAILURE)
        return False

    def _in_trouble(self, error: Exception) -> None:
        """Leaves word for the desk, unless the database lies on the same full disk."""
        if isinstance(error, StoreFailed):
            self._is_in_trouble = True
            with suppress(OperationalError):
                trouble.note_store(error)

    def _out_of_trouble(self) -> None:
        if self._is_in_trouble:
            trouble.note_store_is_well()
            self._is_in_trouble = False


def _may_pass(error: Exception) -> bool:
    """A store that refuses is waited for: releases and clocks need the worker meanwhile."""
    return not isinstance(error, PressError) or error.retryable or isinstance(error, StoreFailed)


def _do_all(chores: Sequence[Chore]) -> None:
    for chore in chores:
        _do(chore)


def _do(chore: Chore) -> None:
    try:
        chore()
    except OperationalError as error:
        log.warning("A chore is tried again in a moment: %s", error)
    close_old_connections()
