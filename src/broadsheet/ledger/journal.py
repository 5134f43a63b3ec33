"""Appending to the ledger and reading it in its order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from itertools import islice
from typing import Any

import msgspec
from django.db import connection, transaction

from broadsheet.kernel import clock
from broadsheet.ledger import bell, codec, dialect, index, models
from broadsheet.ledger.entries import Append, Entry
from broadsheet.ledger.errors import NothingPublished, NotInTransaction, OlderVersion
from broadsheet.ledger.records import RECORD_KINDS, SCHEMA, AnyRecord, Picture, RecordKind, asset_of

_CHUNK = 400


def append(record: AnyRecord, *, act: str, by: str, why: str = "", version: int | None = None) -> Entry:
    """Publishes `record` in the caller's transaction.

    Raises NotInTransaction, OlderVersion, AddressTaken; then nothing is written.
    """
    draft = Append(asset=asset_of(record), record=record, act=act, by=by, why=why, version=version)
    return append_all([draft])[0]


def withdraw(asset: str, *, act: str, by: str, why: str = "", version: int | None = None) -> Entry:
    """Takes an asset back: a tombstone. Raises NothingPublished, and what `append` raises."""
    return append_all([Append(asset=asset, record=None, act=act, by=by, why=why, version=version)])[0]


def append_all(drafts: Iterable[Append]) -> list[Entry]:
    """Appends in the given order, in the caller's transaction, all or none."""
    if not connection.in_atomic_block:
        raise NotInTransaction(
            "The ledger is appended to inside the act's own transaction: use transaction.atomic()."
        )
    entries: list[Entry] = []
    iterator = iter(drafts)
    with transaction.atomic():  # a savepoint: whoever catches an error keeps nothing of this call
        while chunk := list(islice(iterator, _CHUNK)):
            entries += _append_chunk(chunk)
    transaction.on_commit(bell.ring)
    return entries


def _append_chunk(drafts: Sequence[Append]) -> list[Entry]:
    head = _locked_head()
    current = index.current({draft.asset for draft in drafts})
    versions = {asset: row.version for asset, row in current.items()}
    alive = {asset for asset, row in current.items() if row.record is not None}
    rows, entries = [], []
    for draft in drafts:
        row = _row(draft, head, _next_version(draft, versions.get(draft.asset, 0), alive))
        versions[draft.asset] = row.version
        (alive.add if draft.record is not None else alive.discard)(draft.asset)
        head.seq, head.digest = row.seq, row.digest
        rows.append(row)
        entries.append(_entry(row, draft.record))
    _insert(rows, head)
    index.apply(entries, current)
    return entries


# Of all that an act asks the database this is the most frequent: built by Django, it would take three times
# as long.
_HEAD = "SELECT id, seq, digest FROM ledger_head WHERE id = 1"
_COLUMNS = "seq, asset, kind, version, schema, record, act, at, by, why, digest"
_INSERT = f"INSERT INTO ledger_entry ({_COLUMNS}) VALUES ({', '.join(['%s'] * 11)})"  # noqa: S608 - constants
_ADVANCE = "UPDATE ledger_head SET seq = %s, digest = %s WHERE id = 1"


def _locked_head() -> models.Head:
    query = _HEAD + dialect.of(connection).lock
    for found in models.Head.objects.raw(query):
        return found
    models.Head.objects.get_or_create(id=1)
    return models.Head.objects.raw(query)[0]


def _insert(rows: Sequence[models.Entry], head: models.Head) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, list(map(_values, rows)))
        cursor.execute(_ADVANCE, [head.seq, head.digest])


def _values(row: models.Entry) -> tuple[Any, ...]:
    at = connection.ops.adapt_datetimefield_value(row.at)
    return (
        row.seq, row.asset, row.kind, row.version, row.schema, row.record,
        row.act, at, row.by, row.why, row.digest,
    )  # fmt: skip


def _next_version(draft: Append, last: int, alive: set[str]) -> int:
    version = last + 1 if draft.version is None else draft.version
    if version <= last:
        raise OlderVersion(f"{draft.asset} stands at version {last}; version {version} is not newer.")
    if draft.record is None and draft.asset not in alive:
        raise NothingPublished(f"{draft.asset} is not published, so there is nothing to take back.")
    return version


def _row(draft: Append, head: models.Head, version: int) -> models.Entry:
    row = models.Entry(
        seq=head.seq + 1,
        asset=draft.asset,
        kind=kind_of_asset(draft.asset),
        version=version,
        schema=SCHEMA,
        record=codec.encode(draft.record) if draft.record is not None else None,
        act=draft.act,
        at=clock.require_aware(draft.at or clock.now()).astimezone(UTC),
        by=draft.by,
        why=draft.why,
    )
    row.digest = _digest(head.digest, row)
    return row


def kind_of_asset(asset: str) -> RecordKind:
    kind, _, _ = asset.partition(":")
    if kind not in RECORD_KINDS:
        raise ValueError(f"{asset!r} is no asset id: it must begin with one of {', '.join(RECORD_KINDS)}.")
    return kind


def _digest(before: str, row: models.Entry) -> str:
    """The chain's link: SHA-256 over the link before and everything that the entry says."""
    at = row.at.astimezone(UTC).isoformat()
    said = [before, row.seq, row.asset, row.kind, row.version, row.schema, row.act, at, row.by, row.why]
    return hashlib.sha256(msgspec.json.encode(said) + bytes(row.record or b"")).hexdigest()


def _entry(row: models.Entry, record: AnyRecord | None) -> Entry:
    return Entry(
        seq=row.seq,
        asset=row.asset,
        kind=kind_of_asset(row.asset),
        version=row.version,
        record=record,
        act=row.act,
        at=row.at,
        by=row.by,
        why=row.why,
        digest=row.digest,
    )


def _from_row(row: models.Entry) -> Entry:
    return _entry(row, None if row.record is None else codec.decode(bytes(row.record), row.schema))


# ---- reading ----------------------------------------------------------------------------

_ENTRIES = "SELECT * FROM ledger_entry WHERE"


def head() -> int:
    """The last entry's number; 0 for an empty ledger. As cheap as a question can be: workers poll it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM ledger_head WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def entries(after: int = 0, limit: int | None = None) -> Iterator[Entry]:
    """The entries behind the cursor `after`, in order."""
    if limit is None:
        rows = models.Entry.objects.filter(seq__gt=after).order_by("seq").iterator(chunk_size=_CHUNK)
    else:
        # The press asks for it with each act; as a built query it would take four times as long.
        rows = models.Entry.objects.raw(
            f"{_ENTRIES} seq > %s ORDER BY seq LIMIT %s", [after, limit]
        ).iterator()
    yield from map(_from_row, rows)


def assets_between(after: int, upto: int) -> Iterator[str]:
    """Of which there are entries with after < entry <= upto; one may come several times."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT asset FROM ledger_entry WHERE seq > %s AND seq <= %s", [after, upto])
        yield from (str(asset) for (asset,) in cursor.fetchall())


def history(asset: str) -> list[Entry]:
    """All that was ever published of one asset, oldest first."""
    rows = models.Entry.objects.raw(f"{_ENTRIES} asset = %s ORDER BY seq", [asset])
    return list(map(_from_row, rows))


def version(asset: str, number: int) -> AnyRecord | None:
    """What was published of the asset under this number; None if nothing was, or it was taken back."""
    row = models.Entry.objects.filter(asset=asset, version=number).first()
    return None if row is None else _from_row(row).record


def taken_back(act: str, after: int = 0) -> Iterator[Entry]:
    """The entries behind the cursor `after` by which this act took assets back, in order."""
    rows = models.Entry.objects.raw(
        f"{_ENTRIES} seq > %s AND act = %s AND record IS NULL ORDER BY seq", [after, act]
    )
    return map(_from_row, rows.iterator())


def blobs() -> Iterator[str]:
    """The name of every blob that any entry refers to; one may come several times."""
    rows = models.Entry.objects.filter(kind="picture", record__isnull=False).order_by("seq")
    for entry in map(_from_row, rows.iterator(chunk_size=_CHUNK)):
        if isinstance(entry.record, Picture):
            yield entry.record.blob


def digest() -> str:
    """The last link of the chain: it stands for all entries; empty for an empty ledger."""
    return models.Head.objects.values_list("digest", flat=True).first() or ""


def before(entry: Entry) -> AnyRecord | None:
    """What the asset's record was just before this entry."""
    if entry.version == 1:  # versions grow from 1: nothing was before
        return None
    last = f"{_ENTRIES} asset = %s AND seq < %s ORDER BY seq DESC LIMIT 1"
    row = next(iter(models.Entry.objects.raw(last, [entry.asset, entry.seq])), None)
    return None if row is None else _from_row(row).record


def verify() -> Iterator[str]:
    """Every flaw found, in words: gaps in numbers, versions that do not grow, broken chain,
    a current state that is not what the entries say."""
    digest, expected, versions = "", 1, dict[str, int]()
    for row in models.Entry.objects.order_by("seq").iterator(chunk_size=_CHUNK):
        if row.seq != expected:
            yield f"Entry {expected} is missing: the next one is {row.seq}."
        if row.version <= versions.get(row.asset, 0):
            yield f"Entry {row.seq}: version {row.version} of {row.asset} does not grow."
        if _digest(digest, row) != row.digest:
            yield f"Entry {row.seq} ({row.asset}) was changed, or one before it: its digest does not fit."
        digest, expected = row.digest, row.seq + 1
        versions[row.asset] = row.version
    yield from _verify_head(expected - 1, digest)
    yield from index.verify()


def _verify_head(seq: int, digest: str) -> Iterator[str]:
    head_row = models.Head.objects.first()
    stored = (head_row.seq, head_row.digest) if head_row else (0, "")
    if stored != (seq, digest):
        yield f"The head says entry {stored[0]}, but the last entry is {seq}."
