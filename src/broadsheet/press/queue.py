"""From ledger entries to stale artifacts, and which of those comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from broadsheet.ledger import journal
from broadsheet.ledger.entries import Entry
from broadsheet.ledger.lists import memberships
from broadsheet.ledger.records import AnyRecord, path_of
from broadsheet.press import codes, kept
from broadsheet.press.commits import unhurried
from broadsheet.press.models import (
    ANNOUNCED,
    ARRIVING,
    GATHERING,
    MOVED_BY_CODE,
    TAKING_OVER,
    TIERS,
    Artifact,
    Removal,
)
from broadsheet.press.reader import address_key
from broadsheet.press.recipe import Change, Edition, Recipe

LONGEST_WAIT = timedelta(minutes=10)
"""Between two tries of a page that cannot be baked."""

_CHUNK = 400
# Up to so many entries each stale artifact is told the very entry that concerned it.
_SINGLY = 25


def take_note(edition: Edition) -> int:
    """Marks what the entries behind the cursor make stale; gives the last entry taken note of."""
    while behind():
        if len(_note_chunk(edition)) < _CHUNK:
            break
    return noted()


@unhurried()
def _note_chunk(edition: Edition) -> list[Entry]:
    entries = list(journal.entries(after=noted(), limit=_CHUNK))
    step = 1 if len(entries) <= _SINGLY else len(entries)
    for start in range(0, len(entries), step):
        _mark(edition, entries[start : start + step])
    if entries:
        _note(entries[-1].seq)
    return entries


def _note(seq: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [1, seq, ""])


# The press asks what follows several times for each act: built by Django, it would take as long as a page.
_NOTE = (
    "INSERT INTO press_cursor (id, seq, code) VALUES (%s, %s, %s) "
    "ON CONFLICT (id) DO UPDATE SET seq = excluded.seq"
)
_NOTED = "SELECT seq FROM press_cursor WHERE id = 1"


def skip_if_nothing_was_baked() -> bool:
    """Before the first bake no entry makes anything stale; whoever skips them queues every target."""
    if Artifact.objects.filter(baked_at__isnull=False).exists():
        return False
    _note(journal.head())
    return True


def count() -> int:
    """How many artifacts there are."""
    return Artifact.objects.count()


def behind() -> bool:
    """Whether the ledger has entries that the press has not taken note of."""
    return journal.head() > noted()


def noted() -> int:
    """The last entry that the press has taken note of."""
    row = _first(_NOTED)
    return int(row[0]) if row else 0


def _first(sql: str, *values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _mark(edition: Edition, entries: Sequence[Entry]) -> None:
    keys: set[str] = set()
    places: set[tuple[str, str]] = set()
    wanted: dict[str, tuple[Recipe, str]] = {}
    answers: dict[str, tuple[Recipe, str]] = {}
    moves: dict[str, _Move] = {}
    before: dict[str, AnyRecord | None] = {}
    for entry in entries:
        old = before[entry.asset] if entry.asset in before else journal.before(entry)
        before[entry.asset] = entry.record
        keys.update(edition.facets.changed(entry.kind, entry.asset, old, entry.record))
        left, taken = _left_and_taken(old, entry.record)
        keys.update(map(address_key, left | taken))
        places |= _places(old) ^ _places(entry.record)
        targets = [*edition.concerned(Change(entry.asset, old, entry.record))]
        for recipe, target in targets:
            if taken or recipe.tier == 0:
                moves.setdefault(name_of(recipe, target), _Move(entry.asset)).on(left, taken)
        wanted |= {name_of(*target): target for target in targets}
        answers |= {name_of(*each): each for path in left for each in edition.addressed(path)}
    seq, cause = entries[-1].seq, _cause(entries)
    _mark_readers(keys, places, seq, cause)
    want(wanted.values(), seq, cause)
    # Nothing links to an address that was left; what is said there links as any page does.
    want(answers.values(), seq, cause, band=0)
    _let_go_first(moves)


def _cause(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return f"entry {entries[0].seq}: {entries[0].act} {entries[0].asset}"
    return f"entries {entries[0].seq} to {entries[-1].seq}"


def _places(record: AnyRecord | None) -> set[tuple[str, str]]:
    return set() if record is None else set(memberships(record).items())


def _left_and_taken(old: AnyRecord | None, new: AnyRecord | None) -> tuple[set[str], set[str]]:
    """The address that the asset gave up, if any, and the one at which it stands since."""
    before, after = _paths(old), _paths(new)
    return before - after, after - before


def _paths(record: AnyRecord | None) -> set[str]:
    path = path_of(record) if record is not None else None
    return {path} if path is not None else set()


def name_of(recipe: Recipe, target: str) -> str:
    return f"{recipe.name}:{target}"


def want(
    targets: Iterable[tuple[Recipe, str]],
    seq: int,
    cause: str,
    *,
    urgent: bool = True,
    band: int = ARRIVING,
) -> None:
    """Queues artifacts that do not exist yet; existing ones know by their traces."""
    iterator = iter(targets)
    while chunk := {name_of(*target): target for target in islice(iterator, _CHUNK)}:
        # To look is cheaper than to insert in vain, as a new version does for all that there is.
        for name in _existing(list(chunk)):
            del chunk[name]
        Artifact.objects.bulk_create(
            [
                Artifact(
                    name=name,
                    recipe=recipe.name,
                    target=target,
                    tier=recipe.tier + band,
                    wanted=seq,
                    asked=seq,
                    cause=cause,
                    urgent=urgent,
                )
                for name, (recipe, target) in chunk.items()
            ],
            ignore_conflicts=True,
        )


_NAMES = "SELECT name FROM press_artifact WHERE name IN {marks}"
_STALE = "SELECT * FROM press_artifact WHERE stale AND name IN {marks}"
_AT = "SELECT * FROM press_artifact WHERE path IN {marks}"
_FILES = (
    "SELECT path FROM press_artifact WHERE status = 200 AND path IN {marks} "
    "UNION ALL SELECT path FROM press_removal WHERE plain AND path IN {marks}"
)


def _existing(names: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(marks=_marks(names)), names)
        return [str(name) for (name,) in cursor.fetchall()]


class _Move:
    """Which addresses the asset of a target left, and which it has in the end."""

    def __init__(self, asset: str) -> None:
        self._asset = asset
        self._left: set[str] = set()
        self._at: set[str] = set()

    def on(self, left: set[str], taken: set[str]) -> None:
        self._left |= left
        self._at = taken

    def places(self, artifact: Artifact) -> set[str]:
        """Where it comes to stand: what a target says after its asset is a name below the asset's
        address. A feed may arrive where a page takes over, if only some of what stood there is left."""
        below = artifact.target.partition(self._asset)[2].lstrip("/")
        return {path + below for path in self._at}

    def tier(self, artifact: Artifact, *, occupied: bool) -> int:
        """What stands nowhere, or at or below an address that was left, comes to stand elsewhere.
        So may whatever is in the first tier: what stands there is named by its contents."""
        tier, moves = artifact.tier % TIERS, artifact.path.startswith(tuple(self._left))
        known = artifact.tier < MOVED_BY_CODE or artifact.tier >= TAKING_OVER
        if tier and artifact.path and not moves and not known:
            return artifact.tier
        return tier + (TAKING_OVER if occupied else ARRIVING)


def _let_go_first(moves: Mapping[str, _Move]) -> None:
    iterator = iter(sorted(moves))
    while chunk := list(islice(iterator, _CHUNK)):
        rows = Artifact.objects.raw(_STALE.format(marks=_marks(chunk)), chunk)
        stale = {each: moves[each.name].places(each) for each in rows}
        files = _with_a_file({path for places in stale.values() for path in places})
        tiers = (
            (moves[each.name].tier(each, occupied=not places.isdisjoint(files)), each)
            for each, places in stale.items()
        )
        changed = [(tier, each.pk) for tier, each in tiers if tier != each.tier]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE press_artifact SET tier = %s WHERE id = %s", changed)


def _marks(values: Collection[object]) -> str:
    return f"({', '.join(['%s'] * len(values))})"


def _with_a_file(paths: Collection[str]) -> set[str]:
    """Those at which there is a file: an artifact's, or one that is still to be removed."""
    if not paths:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_FILES.format(marks=_marks(paths)), [*paths, *paths])
        return {str(path) for (path,) in cursor.fetchall()}


# An artifact that was baked from a newer state has seen the entry already.
_MARK = (
    "UPDATE press_artifact SET stale = %s, urgent = %s, wanted = %s, cause = %s, not_before = NULL, "
    "asked = CASE WHEN wanted > built THEN asked ELSE %s END "
    "WHERE built < %s AND id IN "
)
_READERS_OF_KEYS = "(SELECT artifact_id FROM press_dependency WHERE key IN {marks})"
# Almost every change is at the top of a list, and the pages of an archive read what lies below them: so
# an interval is looked for by its upper end. By the lower one, all that was ever read would be looked at.
READERS_OF_PLACE = (
    "SELECT artifact_id FROM press_intervaldependency WHERE list = %s AND high = '' AND low <= %s "
    "UNION ALL "
    "SELECT artifact_id FROM press_intervaldependency WHERE list = %s AND high > %s AND low <= %s"
)


def _mark_readers(keys: set[str], places: set[tuple[str, str]], seq: int, cause: str) -> None:
    values: list[str | int] = [True, True, seq, cause, seq, seq]
    ordered = sorted(keys)
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), _CHUNK):
            chunk = ordered[start : start + _CHUNK]
            cursor.execute(_MARK + _READERS_OF_KEYS.format(marks=_marks(chunk)), [*values, *chunk])
        for name, sort in sorted(places):
            cursor.execute(f"{_MARK}({READERS_OF_PLACE})", [*values, name, sort, name, sort, sort])


def mark_standing(edition: Edition) -> None:
    want(edition.standing(), 0, "first bake")


def mark_due(now: datetime) -> int:
    """Marks what time alone has made stale."""
    if not _is_due(now):
        return 0
    return _due(now).update(stale=True, urgent=True, cause="its time had come")


def _due(now: datetime) -> QuerySet[Artifact]:
    """Two-sided: a clock that is set back makes stale what took a moment as come."""
    return Artifact.objects.filter(Q(until__lte=now) | Q(since__gt=now), stale=False)


_DUE = "SELECT 1 FROM press_artifact WHERE (until <= %s OR since > %s) AND NOT stale LIMIT 1"


def _is_due(now: datetime) -> bool:
    return _first(_DUE, _sql(now), _sql(now)) is not None


def _sql(moment: datetime) -> Any:
    """A moment as the database's own driver takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def mark_all() -> None:
    """Marks everything, and trusts no file to be what was written there."""
    Artifact.objects.filter(stale=False).update(stale=True, urgent=False, cause="full bake")
    Artifact.objects.update(not_before=None)
    Artifact.objects.exclude(digest=ANNOUNCED).update(digest="")


def next_stale(now: datetime, limit: int, rest: float = 0.0) -> list[Artifact]:
    """What to bake next: what is urgent, by tier, then what was wanted last.

    What is not urgent comes alone: nothing urgent is ever written in one batch with it, and so waits for it.
    What gathers many stories and was baked less than `rest` seconds ago waits for what else may come;
    nothing takes over an address meanwhile to which it may still link.
    """
    # A wait longer than any that is ever set comes from a clock that was set back.
    line, values = LINE, [_sql(now), _sql(now + LONGEST_WAIT)]
    resting = [GATHERING, TAKING_OVER, _sql(now - timedelta(seconds=rest)), _sql(now)]
    if rest and _first(f"SELECT 1 {line} AND {_RESTING} LIMIT 1", *values, *resting):
        line, values = f"{line} AND NOT ({_RESTING}) AND tier < %s", [*values, *resting, TAKING_OVER]
    found = list(Artifact.objects.raw(f"SELECT * {line} {ORDER} LIMIT %s", [*values, limit]))
    return [each for each in found if each.urgent] or found


LINE = "FROM press_artifact WHERE stale AND (not_before IS NULL OR not_before <= %s OR not_before > %s)"
ORDER = "ORDER BY urgent DESC, tier, wanted DESC, id"
_RESTING = "urgent AND tier >= %s AND tier < %s AND baked_at IS NOT NULL AND baked_at > %s AND baked_at <= %s"


def has_work(now: datetime) -> bool:
    """Looks at indexes only: entries not noted, stale artifacts whose wait is over, timers, removals."""
    return (
        behind()
        or bool(next_stale(now, 1))
        or _is_due(now)
        or _are_removals()
        or kept.is_due(now)
        or codes.is_rolling()
    )


def _are_removals() -> bool:
    return _first("SELECT 1 FROM press_removal LIMIT 1") is not None


def at(paths: Collection[str]) -> list[Artifact]:
    """All that stand at these paths."""
    return list(Artifact.objects.raw(_AT.format(marks=_marks(paths)), [*paths]))


# ---- what is to go ----------------------------------------------------------------------


def removals(limit: int) -> list[Removal]:
    """What nothing that waits to be baked can still link to.

    What keeps failing holds up no removal. Ask only when the ledger was taken note of.
    """
    if not _are_removals():
        return []
    waiting = Artifact.objects.filter(stale=True, error="")
    if waiting.filter(urgent=True).exists():
        return []
    more = waiting.exists() or codes.is_rolling()
    ready = Removal.objects.filter(urgent=True) if more else Removal.objects.all()
    return list(ready.order_by("id")[:limit])
