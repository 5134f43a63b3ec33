"""Workers that stand by bake parts of another's work, on whatever machine they are.

The one whose turn it is notes, writes, records and removes, as ever; what it deals to others lies
in a table of PostgreSQL's. Whoever bakes a part has its row locked, and loses it with its
connection: then the part is free again, and the one that dealt it bakes it itself.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import sleep
from typing import Final, Protocol

from django.db import connection, transaction

from broadsheet.press.ovens import Kitchen
from broadsheet.press.turns import Concern, DatabaseTurn

# Seconds between two looks at the table.
_LOOK_EVERY: Final = 0.005
# Seconds for which a part waits to be fetched, before the one that dealt it bakes it itself.
_GRACE: Final = 0.05
# Seconds for which a worker that stands by looks for parts, before it asks whether it is its own turn.
_PATIENCE: Final = 0.1
# Seconds after which nobody waits any more for a worker that has a part and does not get on.
_LONGEST_WAIT: Final = 30.0

_DEAL: Final = "INSERT INTO press_part (head, now, code, work) VALUES (%s, %s, %s, %s) RETURNING id"
_IS_ANSWERED: Final = "SELECT 1 FROM press_part WHERE id = %s AND answer IS NOT NULL"
_IS_FREE: Final = "SELECT 1 FROM press_part WHERE id = %s FOR UPDATE SKIP LOCKED"
_FETCH: Final = (
    "SELECT id, head, now, work FROM press_part WHERE answer IS NULL AND code = %s "
    "ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
)
_TAKE_BACK: Final = (
    "DELETE FROM press_part WHERE id IN (SELECT id FROM press_part WHERE id = %s FOR UPDATE SKIP LOCKED) "
    "RETURNING answer"
)
_ANSWER: Final = "UPDATE press_part SET answer = %s WHERE id = %s"
_SWEEP: Final = "DELETE FROM press_part WHERE id IN (SELECT id FROM press_part FOR UPDATE SKIP LOCKED)"


# ---- who deals --------------------------------------------------------------------------


@contextmanager
def distant_ovens(kitchen: Kitchen, code: str, count: int) -> Iterator[list[DistantOven]]:
    """So many, for the one whose turn it is; what is left undone at the end is taken off the table."""
    if not count:
        yield []
        return
    _sweep()
    try:
        yield [DistantOven(kitchen, code) for _ in range(count)]
    finally:
        _sweep()


def _sweep() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP)


class DistantOven:
    """An oven that is whichever worker has time, as `ovens.Pipe` describes it."""

    def __init__(self, kitchen: Kitchen, code: str) -> None:
        self._kitchen = kitchen
        self._code = code
        self._dealt = deque[tuple[int, bytes]]()
        self._waited = 0.0

    def send_bytes(self, work: bytes, /) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_DEAL, [self._kitchen.head, self._kitchen.now, self._code, work])
            self._dealt.append((cursor.fetchone()[0], work))

    def poll(self, timeout: float, /) -> bool:
        """Whether the next answer need not be waited for: it is there, or nobody is at work on it."""
        number, _ = self._dealt[0]
        self._waited += timeout
        answered = _within(timeout, lambda: _is_answered(number))
        return answered or _is_free(number) or self._waited > _LONGEST_WAIT

    def recv_bytes(self) -> bytes:
        """The next answer: of the worker that fetched the part, else our own."""
        number, work = self._dealt.popleft()
        self._waited = 0.0
        _within(_GRACE, lambda: _is_answered(number))
        found: list[bytes | None] = []
        _within(_LONGEST_WAIT, lambda: _take_back(number, found))
        answer = found[0] if found else None
        return answer if answer is not None else self._kitchen.answer(work)


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether it came true in time."""
    for _ in range(math.ceil(seconds / _LOOK_EVERY)):
        if condition():
            return True
        sleep(_LOOK_EVERY)
    return condition()


def _is_answered(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_IS_ANSWERED, [number])
        return cursor.fetchone() is not None


def _is_free(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_IS_FREE, [number])
        return cursor.fetchone() is not None


def _take_back(number: int, found: list[bytes | None]) -> bool:
    """Takes a part off the table, with its answer if there is one; not while somebody bakes it."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, [number])
        found += [None if answer is None else bytes(answer) for (answer,) in cursor.fetchall()]
    return bool(found)


# ---- who stands by ----------------------------------------------------------------------


class Bakery(Protocol):
    """A press, as far as who stands by needs one."""

    code: str
    """Of its edition: a worker of another version is no help."""

    def kitchen(self, head: int, now: datetime) -> Kitchen: ...


class StandBy:
    """Bakes parts while another worker has the press."""

    def __init__(self, press: Bakery) -> None:
        self._press = press
        self._kitchen: Kitchen | None = None
        self._turn = DatabaseTurn(Concern.STANDBY)

    def help(self) -> None:
        """Bakes what there is, until for a moment there is nothing."""
        with self._turn.shared():
            while _within(_PATIENCE, self._bake_one):
                pass

    @transaction.atomic
    def _bake_one(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(_FETCH, [self._press.code])
            row = cursor.fetchone()
            if row is None:
                return False
            number, head, now, work = row
            cursor.execute(_ANSWER, [self._kitchen_for(head, now).answer(bytes(work)), number])
        return True

    def _kitchen_for(self, head: int, now: datetime) -> Kitchen:
        """The one of the part before, if it will do: it knows the records that it read."""
        if self._kitchen is None or (self._kitchen.head, self._kitchen.now) != (head, now):
            self._kitchen = self._press.kitchen(head, now)
        return self._kitchen
