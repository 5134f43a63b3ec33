"""From ledger entries to stale artifacts, and which of those comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from broadsheet.ledger import journal
from broadsheet.ledger.entries import Entry
from broadsheet.ledger.lists import memberships
from broadsheet.ledger.records import AnyRecord, path_of
from broadsheet.press.models import Artifact, Cursor, Removal
from broadsheet.press.reader import address_key
from broadsheet.press.recipe import Change, Edition, Recipe

_CHUNK = 400
# Up to so many entries each stale artifact is told the very entry that concerned it.
_SINGLY = 25


def take_note(edition: Edition) -> int:
    """Marks what the entries behind the cursor make stale; gives the number of entries taken."""
    taken = 0
    while True:
        with transaction.atomic():
            cursor, _ = Cursor.objects.get_or_create(id=1)
            entries = list(journal.entries(after=cursor.seq, limit=_CHUNK))
            if not entries:
                return taken
            step = 1 if len(entries) <= _SINGLY else len(entries)
            for start in range(0, len(entries), step):
                _mark(edition, entries[start : start + step])
            cursor.seq = entries[-1].seq
            cursor.save()
            taken += len(entries)


def behind() -> bool:
    """Whether the ledger has entries that the press has not taken note of."""
    return journal.head() > (Cursor.objects.values_list("seq", flat=True).first() or 0)


def _mark(edition: Edition, entries: Sequence[Entry]) -> None:
    keys: set[str] = set()
    places: set[tuple[str, str]] = set()
    wanted: dict[str, tuple[Recipe, str]] = {}
    before: dict[str, AnyRecord | None] = {}
    for entry in entries:
        old = before[entry.asset] if entry.asset in before else journal.before(entry)
        before[entry.asset] = entry.record
        keys.update(edition.facets.changed(entry.kind, entry.asset, old, entry.record))
        paths = _changed_paths(old, entry.record)
        keys.update(map(address_key, paths))
        places |= _places(old) ^ _places(entry.record)
        targets = [*edition.concerned(Change(entry.asset, old, entry.record))]
        targets += [target for path in paths for target in edition.addressed(path)]
        wanted |= {name_of(*target): target for target in targets}
    seq, cause = entries[-1].seq, _cause(entries)
    _mark_readers(keys, places, seq, cause)
    want(wanted.values(), seq, cause)


def _cause(entries: Sequence[Entry]) -> str:
    if len(entries) == 1:
        return f"entry {entries[0].seq}: {entries[0].act} {entries[0].asset}"
    return f"entries {entries[0].seq} to {entries[-1].seq}"


def _places(record: AnyRecord | None) -> set[tuple[str, str]]:
    return set() if record is None else set(memberships(record).items())


def _changed_paths(old: AnyRecord | None, new: AnyRecord | None) -> set[str]:
    paths = {path_of(old) if old else None} ^ {path_of(new) if new else None}
    return {path for path in paths if path is not None}


def name_of(recipe: Recipe, target: str) -> str:
    return f"{recipe.name}:{target}"


def want(targets: Iterable[tuple[Recipe, str]], seq: int, cause: str) -> None:
    """Queues artifacts that do not exist yet; existing ones know by their traces."""
    Artifact.objects.bulk_create(
        [
            Artifact(
                name=name_of(recipe, target),
                recipe=recipe.name,
                target=target,
                tier=recipe.tier,
                wanted=seq,
                cause=cause,
            )
            for recipe, target in targets
        ],
        ignore_conflicts=True,
        batch_size=_CHUNK,
    )


# An artifact that was baked from a newer state has seen the entry already.
_MARK = (
    "UPDATE press_artifact SET stale = %s, wanted = %s, cause = %s, not_before = NULL "
    "WHERE built < %s AND id IN "
)
_READERS_OF_KEYS = "(SELECT artifact_id FROM press_dependency WHERE key IN ({marks}))"
_READERS_OF_PLACE = (
    "(SELECT artifact_id FROM press_intervaldependency "
    "WHERE list = %s AND low <= %s AND (high = '' OR high > %s))"
)


def _mark_readers(keys: set[str], places: set[tuple[str, str]], seq: int, cause: str) -> None:
    values: list[str | int] = [True, seq, cause, seq]
    ordered = sorted(keys)
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), _CHUNK):
            chunk = ordered[start : start + _CHUNK]
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(_MARK + _READERS_OF_KEYS.format(marks=marks), [*values, *chunk])
        for name, sort in sorted(places):
            cursor.execute(_MARK + _READERS_OF_PLACE, [*values, name, sort, sort])


def mark_standing(edition: Edition) -> None:
    want(edition.standing(), 0, "first bake")


def mark_code(codes: Mapping[str, str]) -> int:
    """Marks what was baked by other templates, texts, settings or compressors than today's.

    `codes` has a fingerprint of them for each recipe's name.
    """
    marked = 0
    for name, code in codes.items():
        others = Artifact.objects.filter(recipe=name, stale=False).exclude(code=code)
        marked += others.update(stale=True, not_before=None, cause="template, text or setting changed")
    return marked


def mark_due(now: datetime) -> int:
    """Marks what time alone has made stale."""
    due = Artifact.objects.filter(until__lte=now, stale=False)
    return due.update(stale=True, cause="its time had come")


def mark_all() -> int:
    return Artifact.objects.update(stale=True, not_before=None, cause="full bake")


def next_stale(now: datetime, limit: int) -> list[Artifact]:
    """What to bake next: by tier, then what was wanted last."""
    ready = Q(not_before__isnull=True) | Q(not_before__lte=now)
    return list(Artifact.objects.filter(ready, stale=True).order_by("tier", "-wanted", "id")[:limit])


def idle() -> bool:
    """Whether nothing is stale but what keeps failing."""
    return not Artifact.objects.filter(stale=True, error="").exists()


def removals_wait() -> bool:
    return Removal.objects.exists()
