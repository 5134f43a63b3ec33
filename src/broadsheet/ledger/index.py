"""What follows from the entries: current state, places in lists, addresses.

Written only by appends, in their transaction; `verify` compares it with the entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from broadsheet.ledger import codec, models
from broadsheet.ledger.entries import Entry
from broadsheet.ledger.errors import AddressTaken
from broadsheet.ledger.lists import memberships
from broadsheet.ledger.records import SCHEMA, AnyRecord, path_of


def apply(entries: Sequence[Entry], before: Mapping[str, models.Current]) -> None:
    """Brings the index to the state after `entries`; `before` holds the rows they replace."""
    last = {entry.asset: entry for entry in entries}
    _claim_addresses(last)
    models.Current.objects.bulk_create(
        [_current(entry) for entry in last.values()],
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["kind", "seq", "version", "schema", "record"],
    )
    _move(last, before)


def _current(entry: Entry) -> models.Current:
    return models.Current(
        asset=entry.asset,
        kind=entry.kind,
        seq=entry.seq,
        version=entry.version,
        schema=SCHEMA,
        record=None if entry.record is None else codec.encode(entry.record),
    )


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
    models.Membership.objects.bulk_create(
        [
            models.Membership(list=name, sort=sort, asset=asset)
            for asset in moved
            for name, sort in sorted(new[asset])
        ]
    )


def _decoded(row: models.Current | None) -> AnyRecord | None:
    return None if row is None or row.record is None else codec.decode(bytes(row.record), row.schema)


def _claim_addresses(last: Mapping[str, Entry]) -> None:
    wanted = _wanted_addresses(last)
    held = {row.path: row.asset for row in models.Address.objects.filter(path__in=wanted)}
    contested = {path: held[path] for path in wanted if held.get(path, wanted[path]) != wanted[path]}
    for path, owner in contested.items():
        if _stands_at(owner, path, last):
            raise AddressTaken(f"The address {path} belongs to {owner}. Choose another slug.")
    if contested:
        models.Address.objects.filter(path__in=contested).delete()
    models.Address.objects.bulk_create(
        [
            models.Address(path=path, asset=asset)
            for path, asset in wanted.items()
            if path not in held or path in contested
        ]
    )


def _wanted_addresses(last: Mapping[str, Entry]) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for asset, entry in last.items():
        path = path_of(entry.record) if entry.record is not None else None
        if path is not None and wanted.setdefault(path, asset) != asset:
            raise AddressTaken(
                f"The address {path} is claimed by {wanted[path]} and {asset}. Choose another slug."
            )
    return wanted


def _stands_at(owner: str, path: str, last: Mapping[str, Entry]) -> bool:
    """Whether `owner` is published at `path` after the entries in `last`."""
    if owner in last:
        record = last[owner].record
    else:
        record = _decoded(models.Current.objects.filter(asset=owner).first())
    return record is not None and path_of(record) == path


def verify() -> Iterator[str]:
    """Every difference between the index and what the entries say, in words."""
    newest = models.Entry.objects.order_by("asset", "-seq").values_list("asset", "seq")
    expected: dict[str, int] = {}
    for asset, seq in newest.iterator():
        expected.setdefault(asset, seq)
    rows = {row.asset: row for row in models.Current.objects.iterator()}
    for asset in sorted(expected.keys() | rows.keys()):
        if asset not in rows or rows[asset].seq != expected.get(asset):
            yield f"The current state of {asset} is not what its last entry says."
    yield from _verify_places(rows)


def _verify_places(rows: Mapping[str, models.Current]) -> Iterator[str]:
    expected = {(asset, *place) for asset, row in rows.items() for place in _places(_decoded(row))}
    stored = set(models.Membership.objects.values_list("asset", "list", "sort").iterator())
    for asset, name, _sort in sorted(expected ^ stored):
        yield f"The place of {asset} in the list {name} is not what its record says."
