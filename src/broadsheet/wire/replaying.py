"""Reading stored bytes again with today's parsers.

What is read otherwise than before changes the version as it is kept, and the item if that version is its
newest. It stays the same version, keeps its place in the inbox and is not announced: the agency sent
nothing new. Stories are not touched; what was made from the item stays as editors left it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.wire import intake, models
from broadsheet.wire.archive import Archive
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import ArchiveDamaged
from broadsheet.wire.item import Parsed, encode
from broadsheet.wire.store import reread, store

Change = Literal["unchanged", "changed", "healed", "quarantined", "lost"]


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """Which files; what is empty asks for nothing."""

    since: datetime
    until: datetime
    supplier: str = ""
    name: str = ""
    """A part of the file's name."""


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file. Its JSON form has exactly these keys."""

    path: str
    change: Change
    """`healed`: it gave no item before, or fewer; `quarantined`: it gives fewer now, and what was read
    before is kept; `lost`: its bytes are not there."""
    items: tuple[str, ...] = ()
    """Our ids of the items that changed."""
    error: str | None = None


def files(wanted: Range) -> QuerySet[models.RawFile]:
    """In the order in which they came."""
    asked = Q(received__gte=wanted.since, received__lt=wanted.until, name__icontains=wanted.name)
    found = models.RawFile.objects.filter(asked).exclude(place="")
    if wanted.supplier:
        of_supplier = models.Version.objects.filter(item__supplier=wanted.supplier).values("raw")
        found = found.filter(pk__in=of_supplier)
    return found.order_by("received", "id")


def replay(wanted: Range, config: WireConfig, archive: Path, *, dry: bool) -> Iterator[Replayed]:
    """Each file in a transaction of its own; with `dry`, none of them is kept.

    Raises ParserUnavailable.
    """
    for key in list(files(wanted).values_list("pk", flat=True)):
        raw = models.RawFile.objects.get(pk=key)
        try:
            results = intake.read(raw, config, Archive(archive))
        except ArchiveDamaged as error:
            yield Replayed(path=raw.name, change="lost", error=str(error))
            continue
        with transaction.atomic():
            yield _replayed(raw, results)
            transaction.set_rollback(dry)


def _replayed(raw: models.RawFile, results: list[intake.Result]) -> Replayed:
    models.RawFile.objects.select_for_update().get(pk=raw.pk)
    was_open = models.Quarantine.objects.filter(raw=raw, resolved=None).exists()
    failures = [result for result in results if not isinstance(result, Parsed)]
    new, changed = [], []
    for parsed in (result for result in results if isinstance(result, Parsed)):
        kept = _kept(parsed, raw)
        if kept is None:
            outcome = store(parsed, raw, raw.name)
            new += [outcome.item] if outcome.item and outcome.status in {"taken", "older"} else []
        elif kept.content != encode(parsed.item):
            reread(kept, parsed)
            changed.append(kept.item_id)
    if failures and not was_open:
        intake.record_case(raw, failures)
        return Replayed(path=raw.name, change="quarantined", error=str(failures[0]))
    if not failures:
        intake.record_case(raw, failures)
    healed = bool(new) or (was_open and not failures)
    change: Change = "healed" if healed else "changed" if changed else "unchanged"
    return Replayed(path=raw.name, change=change, items=tuple(dict.fromkeys([*new, *changed])))


def _kept(parsed: Parsed, raw: models.RawFile) -> models.Version | None:
    versions = models.Version.objects.select_related("item").filter(
        raw=raw,
        version=parsed.item.version,
        item__supplier=parsed.item.supplier,
        item__supplier_id=parsed.item.id,
    )
    return versions.first()
