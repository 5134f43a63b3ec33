"""What follows from the entries: current state, places in lists, addresses.

Written only by appends, in their transaction; `verify` compares it with the entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from django.db import connection
from django.db.models import OuterRef, Subquery

from broadsheet.ledger import codec, models
from broadsheet.ledger.entries import Entry
from broadsheet.ledger.errors import AddressTaken, UnreadableRecord
from broadsheet.ledger.lists import memberships
from broadsheet.ledger.records import SCHEMA, AnyRecord, path_of

_CHUNK = 400
# As model objects, what every act writes would take several times as long.
_CURRENT = "SELECT * FROM ledger_current WHERE asset IN {marks}"
_REPLACE = (
    "INSERT INTO ledger_current (asset, kind, seq, version, schema, record, path) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (asset) DO UPDATE SET kind = excluded.kind, "
    "seq = excluded.seq, version = excluded.version, schema = excluded.schema, record = excluded.record, "
    "path = excluded.path"
)
_HELD = "SELECT path, asset FROM ledger_address WHERE path IN {marks}"
_STAND = "INSERT INTO ledger_membership (list, sort, asset) VALUES (%s, %s, %s)"


def apply(entries: Sequence[Entry], before: Mapping[str, models.Current]) -> None:
    """Brings the index to the state after `entries`; `before` holds the rows they replace."""
    last = {entry.asset: entry for entry in entries}
    _claim_addresses(entries, last)
    with connection.cursor() as cursor:
        cursor.executemany(_REPLACE, [_row(entry) for entry in last.values()])
    _move(last, before)


def current(assets: Collection[str]) -> dict[str, models.Current]:
    """The rows of those that were ever published, by asset."""
    found = models.Current.objects.raw(_CURRENT.format(marks=_marks(assets)), [*assets])
    return {row.asset: row for row in found}


def _marks(values: Collection[str]) -> str:
    return f"({', '.join(['%s'] * len(values))})"


def _row(entry: Entry) -> tuple[str | int | bytes | None, ...]:
    record = None if entry.record is None else codec.encode(entry.record)
    return entry.asset, entry.kind, entry.seq, entry.version, SCHEMA, record, _path(entry.record)


def _path(record: AnyRecord | None) -> str:
    return (path_of(record) or "") if record is not None else ""


def _places(record: AnyRecord | None) -> set[tuple[str, str]]:
    return set() if record is None else set(memberships(record).items())


def _move(last: Mapping[str, Entry], before: Mapping[str, models.Current]) -> None:
    """Rewrites the places of those assets alone whose places changed."""
    old = {asset: _places(_decoded(before.get(asset))) for asset in last}
    new = {asset: _places(entry.record) for asset, entry in last.items()}
    moved = [asset for asset in last if old[asset] != new[asset]]
    gone = [asset for asset in moved if old[asset]]
    if gone:
        models.Membership.objects.filter(asset__in=gone).delete()
    with connection.cursor() as cursor:
        cursor.executemany(
            _STAND, [(name, sort, asset) for asset in moved for name, sort in sorted(new[asset])]
        )


def _decoded(row: models.Current | None) -> AnyRecord | None:
    return None if row is None or row.record is None else codec.decode(bytes(row.record), row.schema)


def _claim_addresses(entries: Sequence[Entry], last: Mapping[str, Entry]) -> None:
    """An address belongs to the last who claimed it; nobody may claim one where another stands."""
    claimants = defaultdict[str, list[str]](list)
    for entry in entries:
        path = None if entry.record is None else path_of(entry.record)
        if path is not None:
            claimants[path].append(entry.asset)
    held = _held(claimants) if claimants else {}
    for path, assets in claimants.items():
        for rival in {held.get(path, assets[-1]), *assets} - {assets[-1]}:
            if _stands_at(rival, path, last):
                raise AddressTaken(f"The address {path} belongs to {rival}. Choose another slug.")
    changed = {path: assets[-1] for path, assets in claimants.items() if held.get(path) != assets[-1]}
    if not changed:
        return
    models.Address.objects.filter(path__in=changed.keys() & held.keys()).delete()
    models.Address.objects.bulk_create(
        [models.Address(path=path, asset=asset) for path, asset in changed.items()]
    )


def _held(paths: Collection[str]) -> dict[str, str]:
    """Who has these addresses."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD.format(marks=_marks(paths)), [*paths])
        return {str(path): str(asset) for path, asset in cursor.fetchall()}


def _stands_at(owner: str, path: str, last: Mapping[str, Entry]) -> bool:
    """Whether `owner` is published at `path` after the entries in `last`."""
    if owner in last:
        record = last[owner].record
    else:
        record = _decoded(models.Current.objects.filter(asset=owner).first())
    return record is not None and path_of(record) == path


# ---- checking ---------------------------------------------------------------------------


def verify() -> Iterator[str]:
    """Every difference between the index and what the entries say, in words."""
    yield from _verify_current()
    yield from _verify_places()
    yield from _verify_addresses()


def _verify_current() -> Iterator[str]:
    newest = models.Entry.objects.filter(asset=OuterRef("asset")).order_by("-seq")
    said = ("seq", "version", "kind", "schema", "record")
    rows = models.Current.objects.order_by("asset").annotate(
        **{f"said_{field}": Subquery(newest.values(field)[:1]) for field in said}
    )
    for row in rows.iterator(chunk_size=_CHUNK):
        if any(getattr(row, field) != getattr(row, f"said_{field}") for field in said):
            yield f"The current state of {row.asset} is not what its last entry says."
    known = models.Current.objects.values("asset")
    for asset in models.Entry.objects.exclude(asset__in=known).values_list("asset", flat=True).distinct():
        yield f"{asset} has entries, but no current state."


def _readable(data: bytes | memoryview[int] | None, schema: int) -> AnyRecord | None:
    """The record, or None if its bytes are damaged, which the digests have told by then."""
    try:
        return None if data is None else codec.decode(bytes(data), schema)
    except UnreadableRecord:
        return None


def _verify_places() -> Iterator[str]:
    rows = models.Current.objects.order_by("asset").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        records = {row.asset: _readable(row.record, row.schema) for row in chunk}
        for row in chunk:
            if row.path != _path(records[row.asset]):
                yield f"The current address of {row.asset} is not what its record says."
        expected = {(asset, *place) for asset, record in records.items() for place in _places(record)}
        members = models.Membership.objects.filter(asset__in=[row.asset for row in chunk])
        stored = set(members.values_list("asset", "list", "sort"))
        for asset, name, _sort in sorted(expected ^ stored):
            yield f"The place of {asset} in the list {name} is not what its record says."
    known = models.Current.objects.values("asset")
    for asset in models.Membership.objects.exclude(asset__in=known).values_list("asset", flat=True):
        yield f"{asset} stands in a list, but has no current state."


def _verify_addresses() -> Iterator[str]:
    expected: dict[str, str] = {}
    published = models.Entry.objects.filter(record__isnull=False).order_by("seq")
    for asset, data, schema in published.values_list("asset", "record", "schema").iterator(chunk_size=_CHUNK):
        record = _readable(data, schema)
        if record is not None and (path := path_of(record)) is not None:
            expected[path] = asset
    stored = dict(models.Address.objects.values_list("path", "asset").iterator(chunk_size=_CHUNK))
    for path in sorted(expected.keys() | stored.keys()):
        if expected.get(path) != stored.get(path):
            yield f"The owner of the address {path} is not who claimed it last."
