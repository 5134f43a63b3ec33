"""Whose turn it is: what only one process may do at a time, on this machine or on several.

A turn falls with the process that has it, however that ends.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import IntEnum
from pathlib import Path
from typing import Final, Protocol
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from broadsheet.press.errors import PressBusy, TurnLost


class Turn(Protocol):
    def taken(self) -> AbstractContextManager[None]:
        """Waits until it is ours; raises PressBusy where that cannot be known."""

    def tried(self) -> AbstractContextManager[bool]:
        """Whether it is ours, at once."""

    def confirm(self) -> None:
        """Within a transaction that counts only as long as it is ours; raises TurnLost."""

    def helpers(self) -> int:
        """How many other workers stand by."""


# ---- on one machine ---------------------------------------------------------------------


class FileTurn:
    """By a lock on a file, which the kernel drops with the process."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def taken(self) -> Iterator[None]:
        with self._opened() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @contextmanager
    def tried(self) -> Iterator[bool]:
        with self._opened() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                ours = True
            except BlockingIOError:
                ours = False
            yield ours

    def confirm(self) -> None:
        """Nothing takes the lock from a process that lives."""

    def helpers(self) -> int:
        """On one machine, ovens do the same without a detour."""
        return 0

    @contextmanager
    def _opened(self) -> Iterator[int]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise PressBusy(f"{self._file} cannot be opened: {error.strerror}.") from error
        try:
            yield handle
        finally:
            os.close(handle)


# ---- on several, over one PostgreSQL ----------------------------------------------------


class Concern(IntEnum):
    """What there is a turn for; all versions of Broadsheet on one database share these numbers."""

    PRESS = 1
    CHORES = 2
    STANDBY = 3
    """Held by any number: by every worker that waits for parts of another's work."""


_KEYSPACE: Final = 0x62736864  # other programs in this database have keys of their own
_LAST: Final = "SELECT holder, number FROM press_turn WHERE id = %s"
_RAISE: Final = (
    "INSERT INTO press_turn AS last (id, holder, number) VALUES (%s, %s, 1) ON CONFLICT (id) DO UPDATE "
    "SET number = last.number + 1, holder = excluded.holder RETURNING holder, number"
)
_STANDING_BY: Final = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND granted "
    "AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class DatabaseTurn:
    """By an advisory lock, which falls when its connection does. That is one of the turn's own, for
    the others are closed before every fork.

    A server that is started anew takes its locks from processes that go on working. Therefore the
    fencing number: whoever else comes next raises it, and from then on `confirm` refuses the one before.
    """

    def __init__(self, concern: Concern, here: FileTurn | None = None) -> None:
        """With `here`, its turn is waited for as well: who lost the database may still be writing files."""
        self._concern = concern
        self._here = here
        self._is_fenced = concern is Concern.PRESS
        self._holder = secrets.token_hex(16)
        self._number = 0
        self._connection: BaseDatabaseWrapper | None = None
        _turns.add(self)

    @contextmanager
    def taken(self) -> Iterator[None]:
        with self._held("pg_advisory_lock", "pg_advisory_unlock"), self._here_too():
            self._begin()
            yield

    @contextmanager
    def tried(self) -> Iterator[bool]:
        with self._held("pg_try_advisory_lock", "pg_advisory_unlock") as answer:
            if answer is not True:
                yield False
                return
            with self._here_too():
                self._begin()
                yield True

    def _here_too(self) -> AbstractContextManager[None]:
        return self._here.taken() if self._here else nullcontext()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Together with others, none of whom has it alone."""
        with self._held("pg_advisory_lock_shared", "pg_advisory_unlock_shared"):
            yield

    def confirm(self) -> None:
        with connection.cursor() as cursor:
            # A share of the row: nobody raises the number before this transaction has ended.
            cursor.execute("SELECT number FROM press_turn WHERE id = %s FOR SHARE", [self._concern])
            row = cursor.fetchone()
        if row is None or row[0] != self._number:
            raise TurnLost("Another worker took over, because this one lost the database; it begins anew.")

    def helpers(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(_STANDING_BY, [_KEYSPACE, int(Concern.STANDBY)])
            return int(cursor.fetchone()[0])

    def _begin(self) -> None:
        if not self._is_fenced:
            return
        with self._own().cursor() as cursor:
            cursor.execute(_LAST, [self._concern])
            holder, self._number = cursor.fetchone() or ("", 0)
            if holder != self._holder:
                cursor.execute(_RAISE, [self._concern, self._holder])
                _, self._number = cursor.fetchone()

    @contextmanager
    def _held(self, lock: str, unlock: str) -> Iterator[object]:
        key = [_KEYSPACE, int(self._concern)]
        try:
            with self._own().cursor() as cursor:
                cursor.execute(f"SELECT {lock}(%s, %s)", key)
                answer = cursor.fetchone()[0]
        except DatabaseError:
            self._let_go()
            raise
        try:
            yield answer
        finally:
            if answer is not False:
                self._unlock(unlock, key)

    def _unlock(self, unlock: str, key: list[int]) -> None:
        try:
            with self._own().cursor() as cursor:
                cursor.execute(f"SELECT {unlock}(%s, %s)", key)
        except DatabaseError:  # lost with the connection
            self._let_go()

    def _own(self) -> BaseDatabaseWrapper:
        if self._connection is None:
            self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
        return self._connection

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def leave_to_parent(self) -> None:
        """In a forked process: as long as it has the connection too, the lock outlives its holder."""
        inherited, self._connection = self._connection, None
        if inherited is not None and inherited.connection is not None:
            os.close(inherited.connection.fileno())
            _inherited.append(inherited)


_turns: Final = WeakSet[DatabaseTurn]()
_inherited: Final[list[BaseDatabaseWrapper]] = []
"""Kept, so that nothing takes leave of the server in the parent's name."""


def _leave_to_parent() -> None:
    for turn in list(_turns):
        turn.leave_to_parent()


os.register_at_fork(after_in_child=_leave_to_parent)
