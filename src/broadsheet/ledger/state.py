"""What is published now: records by asset, members of lists, owners of addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef

from broadsheet.ledger import codec, dialect, journal, models
from broadsheet.ledger.entries import Place
from broadsheet.ledger.records import AnyRecord, RecordKind

_within: ContextVar[CursorWrapper | None] = ContextVar("broadsheet_snapshot", default=None)
"""The cursor by which a snapshot asks, one question after the other: a new one for each takes as long as
its answer."""


@contextmanager
def snapshot() -> Iterator[int]:
    """All reads within see one state of the database; gives the ledger's head in it.

    Inside somebody's transaction or snapshot it is that one's view. Nothing can be written in it.
    """
    if connection.in_atomic_block or _within.get() is not None:
        yield journal.head()
        return
    with connection.cursor() as cursor:
        token = _within.set(cursor)
        try:
            yield from _frozen(cursor)
        finally:
            _within.reset(token)


def _frozen(cursor: CursorWrapper) -> Iterator[int]:
    cursor.execute(dialect.of(connection).begin_snapshot)
    try:
        yield journal.head()
    finally:
        cursor.execute("ROLLBACK")


def _rows(sql: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
    cursor = _within.get()
    if cursor is None:
        with connection.cursor() as own:
            return _asked(own, sql, values)
    return _asked(cursor, sql, values)


def _asked(cursor: CursorWrapper, sql: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
    cursor.execute(sql, values)
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


# Every page asks these some thirty times: plain SQL is ten times as fast as building a query.
_GET = "SELECT record, schema FROM ledger_current WHERE asset = %s AND record IS NOT NULL"
_GET_EACH = "SELECT asset, record, schema FROM ledger_current WHERE asset IN ({}) AND record IS NOT NULL"


def get(asset: str) -> AnyRecord | None:
    """The published record, or None if there is none or it was taken back."""
    for data, schema in _rows(_GET, [asset]):
        return codec.decode(bytes(data), schema)
    return None


def get_each(assets: Sequence[str]) -> dict[str, AnyRecord | None]:
    """`get` of several at once."""
    found: dict[str, AnyRecord | None] = dict.fromkeys(assets)
    for some, marks in _together(assets):
        for asset, data, schema in _rows(_GET_EACH.format(marks), some):
            found[asset] = codec.decode(bytes(data), schema)
    return found


def version_of(asset: str) -> int:
    """The asset's last version, tombstones included; 0 if it was never published."""
    return models.Current.objects.filter(asset=asset).values_list("version", flat=True).first() or 0


def all_of(kind: RecordKind) -> Iterator[AnyRecord]:
    """Every published record of a kind, ordered by asset id."""
    rows = models.Current.objects.filter(kind=kind, record__isnull=False).order_by("asset")
    for data, schema in rows.values_list("record", "schema").iterator(chunk_size=500):
        if data is not None:
            yield codec.decode(bytes(data), schema)


def assets() -> Iterator[tuple[str, AnyRecord | None]]:
    """Every asset that was ever published, with its record or, if taken back, None."""
    rows = models.Current.objects.order_by("asset").values_list("asset", "record", "schema")
    for asset, data, schema in rows.iterator(chunk_size=500):
        yield asset, _decoded(data, schema)


def _decoded(data: bytes | memoryview[int] | None, schema: int) -> AnyRecord | None:
    return None if data is None else codec.decode(bytes(data), schema)


def places(
    name: str, *, from_: str = "", below: str | None = None, limit: int | None = None, newest: bool = True
) -> list[Place]:
    """Members of a list with from_ <= sort < below, the highest sort keys first if `newest`."""
    sql = "SELECT sort, asset FROM ledger_membership WHERE list = %s AND sort >= %s"
    values: list[str | int] = [name, from_]
    if below is not None:
        sql, values = f"{sql} AND sort < %s", [*values, below]
    sql += " ORDER BY sort DESC" if newest else " ORDER BY sort"
    if limit is not None:
        sql, values = f"{sql} LIMIT %s", [*values, limit]
    return [Place(sort, asset) for sort, asset in _rows(sql, values)]


def newest_of_each(names: Sequence[str], *, below: str, limit: int) -> dict[str, list[Place]]:
    """As `places`, of several lists at once, by name: one question, for each costs more than its answer."""
    found: dict[str, list[Place]] = {name: [] for name in names}
    sql = " UNION ALL ".join([_NEWEST_OF_ONE] * len(found))
    values = [value for name in found for value in (name, below, limit)]
    for name, sort, asset in _rows(sql, values) if found else ():
        found[name].append(Place(sort, asset))
    return found


def members_of_each(names: Sequence[str]) -> dict[str, list[Place]]:
    """All places of each of several lists, lowest first."""
    found: dict[str, list[Place]] = {name: [] for name in names}
    for some, marks in _together(names):
        for name, sort, asset in _rows(_MEMBERS.format(marks), some):
            found[name].append(Place(sort, asset))
    return found


def _together(names: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """As many as one question may name, with their marks in it."""
    for start in range(0, len(names), _TOGETHER):
        some = names[start : start + _TOGETHER]
        yield some, ", ".join(["%s"] * len(some))


_TOGETHER = 200
_MEMBERS = "SELECT list, sort, asset FROM ledger_membership WHERE list IN ({}) ORDER BY list, sort"
_NEWEST_OF_ONE = (
    "SELECT * FROM (SELECT list, sort, asset FROM ledger_membership WHERE list = %s AND sort < %s"
    " ORDER BY sort DESC LIMIT %s) AS newest"
)


def owner(path: str) -> str | None:
    """The asset that stands or last stood at a public path."""
    for (asset,) in _rows("SELECT asset FROM ledger_address WHERE path = %s", [path]):
        return str(asset)
    return None


def paths_of(asset: str) -> list[str]:
    """Every path that the asset has or had."""
    return list(models.Address.objects.filter(asset=asset).order_by("path").values_list("path", flat=True))


def left_paths() -> Iterator[str]:
    """Every path at which an asset stood and none stands now."""
    standing = models.Current.objects.filter(asset=OuterRef("asset"), path=OuterRef("path"))
    left = models.Address.objects.filter(~Exists(standing))
    yield from left.order_by("path").values_list("path", flat=True).iterator()


# ---- the same two, a piece at a time ----------------------------------------------------


def assets_after(asset: str, limit: int) -> list[tuple[str, AnyRecord | None]]:
    """The next ones of `assets`; all who ask for more begin behind the last one."""
    rows = models.Current.objects.filter(asset__gt=asset).order_by("asset")
    found = rows.values_list("asset", "record", "schema")[:limit]
    return [(name, _decoded(data, schema)) for name, data, schema in found]


def paths_after(path: str, limit: int) -> list[tuple[str, bool]]:
    """The next paths at which an asset ever stood, and whether it was left, as those of `left_paths`."""
    standing = models.Current.objects.filter(asset=OuterRef("asset"), path=OuterRef("path"))
    rows = models.Address.objects.filter(path__gt=path).order_by("path")
    return list(rows.annotate(left=~Exists(standing)).values_list("path", "left")[:limit])
