"""Baking a batch here, or its parts in several processes at once.

Pages are made by Python code, which one process runs on one core only; so much work is
dealt to processes that are forked for it, each with a view of its own on the same state
of the ledger. Results come back in the order in which the work was dealt: what others
link to is written before what links to it.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

import msgspec
from django.db import DatabaseError, connection, connections

from broadsheet.kernel import clock
from broadsheet.ledger import journal, state
from broadsheet.ledger.vault import Vault
from broadsheet.press.bake import Baked, Oven
from broadsheet.press.errors import OvenFailed
from broadsheet.press.larder import Larder
from broadsheet.press.reader import Shelf
from broadsheet.press.recipe import Edition
from broadsheet.press.trace import Trace

Work = tuple[str, str]
"""A recipe's name and a target."""

Told = Callable[[Baked], object]
"""Who is told of each bake while the next is under way: nothing that asks the database."""

# Seconds after which a batch that is baked here ends early: news and a signal to stop wait no longer.
_LONGEST_BAKE = 0.5
# So many batches wait at each oven, that none is idle while results are written.
_AHEAD = 8
_ENDED = b""
"""What stands behind the last answer of an oven; no answer is empty."""
# Seconds between two looks whether the ledger moved on, while an oven works that gives way to it.
_LOOK_EVERY = 0.02
# Added to the niceness of such an oven: desk, readers' server and releases have the cores first.
_NICENESS = 10


def _nobody(_baked: Baked) -> None:
    return


class Pipe(Protocol):
    """To an oven: work goes in, answers come out in its order."""

    def send_bytes(self, work: bytes, /) -> None: ...
    def poll(self, timeout: float, /) -> bool: ...
    def recv_bytes(self) -> bytes: ...


class Drained:
    """An oven's pipe from which answers are taken as they come: a pipe holds less than one, and no oven is to
    wait until what the others made is written."""

    def __init__(self, pipe: Connection) -> None:
        self.send_bytes = pipe.send_bytes
        self._pipe = pipe
        self._answers = SimpleQueue[bytes]()
        self._next: bytes | None = None
        Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._answers.put(self._pipe.recv_bytes())
        self._answers.put(_ENDED)

    def poll(self, timeout: float, /) -> bool:
        with suppress(Empty):
            if self._next is None:
                self._next = self._answers.get(timeout=timeout)
        return self._next is not None

    def recv_bytes(self) -> bytes:
        answer = self._answers.get() if self._next is None else self._next
        self._next = None
        if answer == _ENDED:
            raise EOFError
        return answer


class _Answer(msgspec.Struct, frozen=True):
    baked: list[Baked]
    failure: str = ""


_encode = msgspec.msgpack.encode
_work = msgspec.msgpack.Decoder(list[Work])
_answer = msgspec.msgpack.Decoder(_Answer)


class Kitchen:
    """All that is baked from one state of the ledger, whose head is `head`, at one moment.

    What comes back is shorter than the work if time ran out, and empty if the ledger has
    moved on: such work is planned anew.
    """

    def __init__(
        self,
        edition: Edition,
        vault: Vault,
        head: int,
        now: datetime,
        larder: Larder | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self._recipes = edition.recipes
        self._oven = Oven(vault, now, edition.facets, larder, shelf)
        self.head = head
        self.now = now

    def bake(
        self, work: Sequence[Work], *, longest: float = _LONGEST_BAKE, told: Told = _nobody
    ) -> list[Baked]:
        """Here, in order; at least one, then as many as the time allows. Each is told of at once."""
        ends, baked = clock.monotonic() + longest, list[Baked]()
        with state.snapshot() as head:
            if head == self.head:
                self._oven.fetch(
                    [(self._recipes[name], target) for name, target in work if name in self._recipes]
                )
                for name, target in work:
                    if baked and clock.monotonic() > ends:
                        break
                    baked.append(self._bake_one(name, target))
                    told(baked[-1])
        return baked

    def _bake_one(self, name: str, target: str) -> Baked:
        recipe = self._recipes.get(name)
        # An older version's recipe: its page goes.
        return Baked(None, Trace()) if recipe is None else self._oven.bake(recipe, target)

    def bake_apart(
        self,
        batches: Iterable[Sequence[Work]],
        ovens: int,
        *,
        gives_way: bool = False,
        distant: Sequence[Pipe] = (),
    ) -> Iterator[list[Baked]]:
        """In `ovens` processes and in `distant` ones: each batch's results whole, in their order.

        Ends with the first batch before which the ledger moved on; work that `gives_way` is
        dropped even half done then. Not to be used inside a transaction, which other processes
        could not see. Raises OvenFailed.
        """
        overtaken = self._overtaken if gives_way else None
        with _processes(self._attend, ovens, _NICENESS if gives_way else 0) as pipes:
            for answer in _dealt(batches, [*pipes, *distant], overtaken):
                if answer.failure:
                    raise OvenFailed(f"A process that bakes pages failed: {answer.failure}.")
                if not answer.baked:
                    return
                yield answer.baked

    def _overtaken(self) -> bool:
        return journal.head() != self.head

    def _attend(self, pipe: Connection) -> None:
        """What one oven does until nobody deals any more."""
        with suppress(EOFError, BrokenPipeError, ConnectionResetError):
            while True:
                pipe.send_bytes(self._answer_or_failure(pipe.recv_bytes()))

    def _answer_or_failure(self, work: bytes) -> bytes:
        try:
            return self.answer(work)
        except DatabaseError as error:
            return _encode(_Answer([], str(error)))

    def answer(self, work: bytes) -> bytes:
        """What an oven says to what comes through its pipe."""
        return _encode(_Answer(self.bake(_work.decode(work), longest=math.inf)))


def number_of_ovens(wanted: int) -> int:
    """As configured; 0 stands for as many as there are cores. One inside a transaction."""
    if connection.in_atomic_block:
        return 1
    return wanted or os.cpu_count() or 1


def _dealt(
    batches: Iterable[Sequence[Work]],
    pipes: Sequence[Pipe],
    overtaken: Callable[[], bool] | None = None,
) -> Iterator[_Answer]:
    waiting = deque[Pipe]()
    try:
        for number, batch in enumerate(batches):
            if len(waiting) >= _AHEAD * len(pipes):
                yield _next_answer(waiting.popleft(), overtaken)
            waiting.append(pipes[number % len(pipes)])
            waiting[-1].send_bytes(_encode(batch))
        while waiting:
            yield _next_answer(waiting.popleft(), overtaken)
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        raise OvenFailed(
            "A process that bakes pages was ended from outside; its work is done again."
        ) from error


def _next_answer(pipe: Pipe, overtaken: Callable[[], bool] | None) -> _Answer:
    """An empty one if the work was overtaken before it was done."""
    while overtaken is not None and not pipe.poll(_LOOK_EVERY):
        if overtaken():
            return _Answer([])
    return _answer.decode(pipe.recv_bytes())


@contextmanager
def _processes(attend: Callable[[Connection], None], count: int, niceness: int) -> Iterator[list[Pipe]]:
    """Forked ones: they start in milliseconds with everything loaded."""
    connections.close_all()  # no process may use what another has opened
    fork = multiprocessing.get_context("fork")
    ours, processes = list[Connection](), []
    try:
        for _ in range(count):
            here, there = fork.Pipe()
            ours.append(here)
            process = fork.Process(target=_run, args=(attend, there, tuple(ours), niceness), daemon=True)
            process.start()
            processes.append(process)
            there.close()
        yield [Drained(here) for here in ours]  # no threads before all are forked
    finally:
        for process in processes:
            process.terminate()
            process.join()
        for here in ours:
            here.close()


def _run(
    attend: Callable[[Connection], None], pipe: Connection, others: Iterable[Connection], niceness: int
) -> None:
    """In the new process: its pipe ends when the one that deals does, however that ends."""
    os.nice(niceness)
    gc.disable()  # an oven lives for seconds, and pages leave no cycles behind: it would look in vain
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:
        other.close()
    try:
        attend(pipe)
    finally:
        connections.close_all()
