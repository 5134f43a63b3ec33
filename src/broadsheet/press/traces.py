"""Writing down what was baked: rows, dependencies, removals, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from broadsheet.kernel.language import Language
from broadsheet.press import kept
from broadsheet.press.bake import Baked
from broadsheet.press.models import (
    ANNOUNCED,
    ARRIVING,
    TIERS,
    Artifact,
    Removal,
)
from broadsheet.press.queue import LONGEST_WAIT
from broadsheet.press.store import Place, digest_of, place_of
from broadsheet.press.telling import PINGS, PURGES, Owed
from broadsheet.press.trace import Trace

NO_TRACE = Trace()
_FIRST_WAIT = timedelta(seconds=2)
# Of a trace, by one statement: longer ones are no faster, and databases limit their parameters.
_ROWS_AT_ONCE = 200


Row = tuple[int | str, ...]


class Result(msgspec.Struct, frozen=True):
    """One artifact's bake, with the code that made it."""

    artifact: Artifact
    baked: Baked
    code: str
    named_by_content: bool = False
    """The recipe's word."""
    place: Place | None = None
    """Where its file is to lie; None if there is none to be written."""
    digest: str = ""
    """Of what is to be written."""

    @classmethod
    def of(cls, artifact: Artifact, baked: Baked, code: str, *, named_by_content: bool = False) -> Result:
        if baked.output is None:
            return cls(artifact, baked, code, named_by_content)
        place, digest = place_of(baked.output), digest_of(baked.output)
        return cls(artifact, baked, code, named_by_content, place, digest)

    @property
    def differs(self) -> bool:
        """Whether there is something to write: other bytes, another place, another store, or no word of
        the last ones."""
        if self.place is None:
            return False
        artifact = self.artifact
        then = old_place(artifact), artifact.digest, _store_in(artifact.code)
        return (self.place, self.digest, _store_in(self.code)) != then

    @property
    def leaves_urgently(self) -> bool:
        """Whether only what is urgent can still link to the place that it leaves. To what another code
        moves link all that wait to be baked by that code. What was taken back, and so stands nowhere,
        does not wait for them: readers would have it until the last page of a new version is baked. Nobody
        takes back a style sheet: old pages name it, though the new version may have none like it."""
        if self.named_by_content:
            return False
        moves_with_code = self.place is not None and self.artifact.code not in {"", self.code}
        return self.artifact.urgent and not moves_with_code

    @property
    def is_kept(self) -> bool:
        """Whether pages in caches may still name what it leaves, and nobody wants it gone."""
        return self.named_by_content and not self.leaves_urgently

    def owed_at(self, place: Place) -> Owed:
        """What is to be told if this bake changed what stands there."""
        artifact = self.artifact
        after = artifact.asked - 1 if artifact.wanted > artifact.built else artifact.wanted
        return Owed(place.path, after, artifact.wanted)


def _store_in(code: str) -> str:
    """Of a recipe's code and the store's, with a slash between: the latter."""
    return code.rpartition("/")[2]


def announce(results: Sequence[Result]) -> None:
    """Notes what is about to be written, so that the press may die at any instruction after.

    Until the result is recorded no digest vouches for the file, and a new place counts as one
    that has to be cleared: whatever is published by the time of the next try decides.
    """
    if not results:
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE press_artifact SET digest = %s WHERE id = %s",
                [(ANNOUNCED, each.artifact.pk) for each in results],
            )
        _note_removals((each, each.place) for each in results if each.place != old_place(each.artifact))


def owed(announced: Iterable[Result], written: Collection[Place]) -> list[Owed]:
    """For what was written, by this attempt or by one that was cut short after its announcement."""
    return [
        each.owed_at(each.place)
        for each in announced
        if each.place and (each.place in written or each.artifact.digest == ANNOUNCED)
    ]


def record(
    results: Sequence[Result],
    head: int,
    now: datetime,
    *,
    purges: Iterable[Owed] = (),
    pings: Iterable[Owed] = (),
) -> None:
    """Writes the results down, with what caches and the hub are owed. `head` is the ledger's head
    that they were baked from."""
    with transaction.atomic():
        _replace_traces([each for each in results if each.artifact.trace != each.baked.trace.digest()])
        _update_rows(results, head, now)
        leaving = [each for each in results if _leaves(each)]
        _note_removals((each, old_place(each.artifact)) for each in leaving)
        kept.note(place for each in leaving if each.is_kept and (place := old_place(each.artifact)))
        _settle([each.place for each in results if each.place != old_place(each.artifact)])
        PURGES.note(purges, now)
        PINGS.note(pings, now)


_NOTE_REMOVAL = (
    "INSERT INTO press_removal AS noted (path, plain, urgent, after, upto) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (path, plain) DO UPDATE SET urgent = (noted.urgent OR excluded.urgent), "
    "after = CASE WHEN excluded.after < noted.after THEN excluded.after ELSE noted.after END, "
    "upto = CASE WHEN excluded.upto > noted.upto THEN excluded.upto ELSE noted.upto END"
)


def _note_removals(leaving: Iterable[tuple[Result, Place | None]]) -> None:
    rows = [
        (place.path, place.plain, result.leaves_urgently, span.after, span.upto)
        for result, place in leaving
        if place is not None
        for span in [result.owed_at(place)]
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_NOTE_REMOVAL, rows)


@transaction.atomic
def removed(removal: Removal, owed: Iterable[Owed], now: datetime) -> None:
    """Nothing is to be removed there any more; caches may still be owed a word."""
    removal.delete()
    PURGES.note(owed, now)


def _leaves(result: Result) -> bool:
    return not result.baked.error and old_place(result.artifact) not in {None, result.place}


def _settle(places: Iterable[Place | None]) -> None:
    """Artifacts stand there now: nothing is to be removed."""
    settled = {place for place in places if place is not None}
    kept.forget({place.path for place in settled})
    with connection.cursor() as cursor:
        cursor.executemany(_SETTLE, [(place.path, place.plain) for place in settled])


_SETTLE = "DELETE FROM press_removal WHERE path = %s AND plain = %s"


def _replace_traces(results: Sequence[Result]) -> None:
    """Writes only what differs: of what a front has read, a new story changes little."""
    if not results:
        return
    known = [each.artifact.id for each in results if each.artifact.baked_at is not None]
    traces = [(each.artifact.id, each.baked.trace) for each in results]
    keys = {(artifact, key) for artifact, trace in traces for key in trace.keys}
    _replace(_OF_KEYS, known, keys)
    parts = {
        (artifact, part.list, part.low, part.high) for artifact, trace in traces for part in trace.intervals
    }
    _replace(_OF_PARTS, known, parts)


class _Statements(msgspec.Struct, frozen=True):
    select: str
    delete: str
    insert: str


_OF_KEYS = _Statements(
    "SELECT artifact_id, key FROM press_dependency WHERE artifact_id IN ({marks})",
    "DELETE FROM press_dependency WHERE artifact_id = %s AND key = %s",
    "INSERT INTO press_dependency (artifact_id, key) VALUES {marks}",
)
_OF_PARTS = _Statements(
    "SELECT artifact_id, list, low, high FROM press_intervaldependency WHERE artifact_id IN ({marks})",
    "DELETE FROM press_intervaldependency WHERE artifact_id = %s AND list = %s AND low = %s AND high = %s",
    "INSERT INTO press_intervaldependency (artifact_id, list, low, high) VALUES {marks}",
)


def _replace(statements: _Statements, known: Sequence[int], rows: AbstractSet[Row]) -> None:
    """Brings what is noted of artifacts to `rows`; nothing is of those that are not `known`: never baked."""
    with connection.cursor() as cursor:
        noted = set[Row]()
        if known:
            cursor.execute(statements.select.format(marks=", ".join(["%s"] * len(known))), known)
            noted.update(map(tuple, cursor.fetchall()))
            cursor.executemany(statements.delete, sorted(noted - rows))
        _insert(cursor, statements.insert, sorted(rows - noted))


def _insert(cursor: CursorWrapper, statement: str, rows: Sequence[Row]) -> None:
    """Many by each statement: one by one, most of the time would go into the statements."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        marks = ", ".join([f"({', '.join(['%s'] * len(some[0]))})"] * len(some))
        cursor.execute(statement.format(marks=marks), [value for row in some for value in row])


def old_place(artifact: Artifact) -> Place | None:
    """Where the artifact stands by its row; None if it stands nowhere."""
    return Place(artifact.path, artifact.status == 200) if artifact.path else None


_UPDATE = (
    "UPDATE press_artifact SET tier = (tier + %s) %% %s, "
    "stale = CASE WHEN wanted > %s OR %s THEN %s ELSE %s END, "
    "built = CASE WHEN %s THEN built ELSE %s END, code = %s, "
    "until = %s, since = %s, path = %s, status = %s, digest = %s, size = %s, trace = %s, baked_at = %s, "
    "error = %s, advice = %s, tries = %s, not_before = %s WHERE id = %s"
)


def _update_rows(results: Sequence[Result], head: int, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_UPDATE, [_values(each, head, now) for each in results])


@lru_cache(maxsize=64)
def _moment(value: datetime | None) -> str | datetime | None:
    """A moment as the database's own driver takes it in raw SQL. Most rows of a batch say the same ones."""
    adapted: str | datetime | None = None
    if value is not None:
        adapted = connection.ops.adapt_datetimefield_value(value)
    return adapted


def _values(result: Result, head: int, now: datetime) -> tuple[str | int | datetime | None, ...]:
    artifact, baked, failed = result.artifact, result.baked, bool(result.baked.error)
    tries = artifact.tries + 1 if failed else 0
    wait = min(LONGEST_WAIT, _FIRST_WAIT * 2 ** min(tries, 12)) if failed else None
    path, status, digest, size = _made(result)
    return (
        -ARRIVING, TIERS, head, failed, True, False, failed, head, result.code,
        _moment(baked.trace.until), _moment(baked.trace.since), path, status, digest, size,
        baked.trace.digest(), _moment(now), baked.error, _as_json(baked.advice), tries,
        _moment(now + wait if wait else None), artifact.pk,
    )  # fmt: skip


def _as_json(advice: Mapping[Language, str]) -> str:
    return msgspec.json.encode(advice).decode() if advice else ""


def _made(result: Result) -> tuple[str, int, str, int]:
    """Path, status, digest and size that hold now: the last good ones after a failure."""
    artifact, output = result.artifact, result.baked.output
    if result.baked.error:
        return artifact.path, artifact.status, artifact.digest, artifact.size
    if output is None:
        return "", 0, "", 0
    return output.path, output.status, result.digest, len(output.body)
