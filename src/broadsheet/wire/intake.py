"""Taking files in: bytes into the archive, then items into the database, file by file.

1. The bytes are stored durably and recorded (RawFile).
2. They are read. What cannot be read goes to quarantine, with a reason.
3. Items and versions are stored, some files together, a very large file in pieces.

A process that dies in between leaves the bytes; taking the same file again does the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from itertools import chain, islice
from mimetypes import guess_type
from pathlib import Path
from typing import Final

import msgspec
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from broadsheet.kernel import clock
from broadsheet.wire import models
from broadsheet.wire.archive import Archive, Incoming
from broadsheet.wire.config import WireConfig
from broadsheet.wire.deliveries import chunks, files, name_of
from broadsheet.wire.errors import (
    FileTooLarge,
    FormatFailed,
    ParserCrashed,
    UnknownQuarantine,
    Unusable,
    WireError,
)
from broadsheet.wire.item import Parsed
from broadsheet.wire.outcome import Outcome, quarantined
from broadsheet.wire.parsing import reading
from broadsheet.wire.store import Delivered, store_all
from broadsheet.wire.text import visible

logger = logging.getLogger(__name__)

_MEGABYTE = 1_000_000
TOGETHER: Final = 50
"""Files that are stored in one transaction."""
AT_ONCE: Final = 200
"""Documents that are: a very large feed must not keep others from the database."""

Result = Parsed | Unusable


def take(paths: Iterable[Path], config: WireConfig, archive: Path) -> Iterator[Outcome]:
    """Takes in files and all files in folders; one outcome for every document in them.

    No file stops another. One that cannot be read or stored at all is `quarantined` without
    an item: its `error` says that nothing was stored.
    """
    waiting = files(paths)
    while batch := list(islice(waiting, TOGETHER)):
        kept = _kept_files(batch, Archive(archive))
        outcomes = process([each for each in kept if isinstance(each, Kept)], config, archive, _refused)
        for each in kept:
            yield from [each] if isinstance(each, Outcome) else next(outcomes)


def take_bytes(data: bytes, name: str, config: WireConfig, archive: Path) -> list[Outcome]:
    """Takes in one file's bytes, as a connector has them.

    Raises ArchiveUnwritable or django.db.DatabaseError if they could not be kept: then the
    connector must not tell the agency that it has them.
    """
    return take_pieces(name, [data], config, archive)


def take_pieces(name: str, pieces: Iterable[bytes], config: WireConfig, archive: Path) -> list[Outcome]:
    """The same for bytes that come in pieces. Raises FileUnreadable, too, if they break off."""
    (outcomes,) = process([keep(visible(name), pieces, Archive(archive))], config, archive)
    return outcomes


def retry(quarantine_id: str, config: WireConfig, archive: Path) -> list[Outcome]:
    """Reads a quarantined file again, after a fix of the configuration or of Broadsheet.

    Raises UnknownQuarantine and ArchiveDamaged.
    """
    raw = _quarantine(quarantine_id).raw
    (outcomes,) = process([Kept(raw, raw.name)], config, archive)
    return outcomes


def dismiss(quarantine_id: str) -> None:
    """Closes a case by hand, as when the agency sent the file again. Raises UnknownQuarantine."""
    case = _quarantine(quarantine_id)
    case.resolved = clock.now()
    case.save(update_fields=["resolved"])


def _kept_files(paths: Sequence[Path], archive: Archive) -> list[Kept | Outcome]:
    """All together; where one stands in the way, one by one."""
    try:
        with ExitStack() as stack:
            received = []
            for path in paths:
                pieces = stack.enter_context(closing(chunks(path)))
                received.append((name_of(path), stack.enter_context(archive.receive(pieces))))
            return [*_record(received, archive)]
    except (WireError, DatabaseError):
        return [_kept_file(path, archive) for path in paths]


def _kept_file(path: Path, archive: Archive) -> Kept | Outcome:
    name = name_of(path)
    try:
        with closing(chunks(path)) as pieces:
            return keep(name, pieces, archive)
    except (WireError, DatabaseError) as error:
        return _refused(name, error)[0]


def _refused(name: str, error: WireError | DatabaseError) -> list[Outcome]:
    if isinstance(error, WireError):
        return [quarantined(name, str(error))]
    logger.error("The database refused what %s holds.", name, exc_info=error)
    return [quarantined(name, f"The database refused it ({error}). No item was stored; take the file again.")]


def _raised(_name: str, error: WireError | DatabaseError) -> list[Outcome]:
    raise error


class Kept(msgspec.Struct, frozen=True):
    """A file whose bytes are safe."""

    raw: models.RawFile
    name: str
    is_new: bool = False


def keep(name: str, pieces: Iterable[bytes], archive: Archive) -> Kept:
    """The bytes are durable when it returns.

    Raises ArchiveUnwritable, DatabaseError, and FileUnreadable if the pieces break off.
    """
    with archive.receive(pieces) as incoming:
        return _record([(name, incoming)], archive)[0]


def _record(received: Sequence[tuple[str, Incoming]], archive: Archive) -> list[Kept]:
    """Puts the bytes into place, then says in the database that they are there."""
    now = clock.now()
    digests = [incoming.digest for _, incoming in received]
    known = {raw.sha256: raw for raw in models.RawFile.objects.filter(sha256__in=digests)}
    places = {raw.sha256: raw.place for raw in known.values() if raw.place}
    for _, incoming in received:
        places.setdefault(incoming.digest, incoming.place_for(now))
        incoming.settle(places[incoming.digest])
    archive.sync(places.values())
    for raw in known.values():
        if not raw.place:  # its bytes were given up when they had become old
            raw.place = places[raw.sha256]
            raw.save(update_fields=["place"])
    new = {
        incoming.digest: _row(name, incoming, places[incoming.digest], now)
        for name, incoming in received
        if incoming.digest not in known
    }
    _insert(new)
    raws = {**known, **new}
    return [Kept(raws[incoming.digest], name, incoming.digest in new) for name, incoming in received]


def _row(name: str, incoming: Incoming, place: str, now: datetime) -> models.RawFile:
    return models.RawFile(
        sha256=incoming.digest,
        place=place,
        size=incoming.size,
        name=name,
        media_type=guess_type(name)[0] or "",
        received=now,
    )


def _insert(new: dict[str, models.RawFile]) -> None:
    """Where somebody else was faster with the same bytes, their row counts."""
    try:
        with transaction.atomic():
            models.RawFile.objects.bulk_create(new.values())
    except IntegrityError:
        for digest, row in new.items():
            row.pk = None
            given = {name: getattr(row, name) for name in ("place", "size", "name", "media_type", "received")}
            new[digest], _ = models.RawFile.objects.get_or_create(sha256=digest, defaults=given)


def process(
    kept: Sequence[Kept],
    config: WireConfig,
    archive: Path,
    failed: Callable[[str, WireError | DatabaseError], list[Outcome]] = _raised,
) -> Iterator[list[Outcome]]:
    """What became of each, in their order, read and stored together; if that fails, one by one.

    What says that one could not be read or stored at all is handed to `failed`, or raised.
    """
    done = _attempt(kept, config, Archive(archive)) if len(kept) > 1 else None
    if done is not None:
        yield from done
        return
    for each in kept:
        try:
            yield _together([each], config, Archive(archive))[0]
        except (WireError, DatabaseError) as error:
            yield failed(each.name, error)


def _attempt(kept: Sequence[Kept], config: WireConfig, archive: Archive) -> list[list[Outcome]] | None:
    try:
        return _together(kept, config, archive)
    except (WireError, DatabaseError) as error:
        logger.warning(
            "Files are taken in one by one, because together they fail (%s).", type(error).__name__
        )
        return None


def _together(kept: Sequence[Kept], config: WireConfig, archive: Archive) -> list[list[Outcome]]:
    results = [read(each.raw, config, archive) for each in kept]
    with transaction.atomic():
        # Whoever takes the same bytes at the same time waits here, and finds what is done.
        keys = {each.raw.pk for each in kept}
        list(models.RawFile.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        cases = [_case(each, found) for each, found in zip(kept, results, strict=True)]
        delivered = [
            Delivered(result, each.raw, each.name)
            for each, found in zip(kept, results, strict=True)
            for result in found
            if isinstance(result, Parsed)
        ]
        stored = iter(store_all(delivered[:AT_ONCE]))
    for start in range(AT_ONCE, len(delivered), AT_ONCE):
        with transaction.atomic():
            stored = chain(stored, store_all(delivered[start : start + AT_ONCE]))
    return [
        [next(stored) if isinstance(r, Parsed) else quarantined(each.name, _told(r, case)) for r in found]
        for each, found, case in zip(kept, results, cases, strict=True)
    ]


def _case(kept: Kept, results: Sequence[Result]) -> str:
    failures = [result for result in results if isinstance(result, Unusable)]
    return record_case(kept.raw, failures) if failures or not kept.is_new else ""


def read(raw: models.RawFile, config: WireConfig, archive: Archive) -> list[Result]:
    """What is in the stored bytes. Raises ArchiveDamaged and ParserUnavailable."""
    try:
        _check_size(raw, config)
    except FileTooLarge as error:
        return [error]
    results = reading.read(archive.read(raw.place, raw.sha256), config, raw.received)
    if any(isinstance(result, FormatFailed | ParserCrashed) for result in results):
        logger.error("A wire format failed on %s (%s).", raw.name, raw.sha256)
    return results


def _check_size(raw: models.RawFile, config: WireConfig) -> None:
    """Raises FileTooLarge; the bytes have not been in memory together then."""
    if raw.size > config.max_megabytes * _MEGABYTE:
        raise FileTooLarge(
            f"The file has {raw.size:,} bytes; {config.max_megabytes} megabytes are allowed. "
            "If that is right, raise 'max_megabytes' in [wire] and try again."
        )


def record_case(raw: models.RawFile, failures: Sequence[Unusable]) -> str:
    """The quarantine's id for this file, "" if all went well; then its open case is closed."""
    open_cases = models.Quarantine.objects.filter(raw=raw, resolved=None)
    if not failures:
        open_cases.update(resolved=clock.now(), tries=F("tries") + 1)
        return ""
    more = f" ({len(failures) - 1} more in the same file)" if len(failures) > 1 else ""
    values = {"reason": failures[0].code, "message": f"{failures[0]}{more}"}
    case = open_cases.first()
    if case is None:
        return models.Quarantine.objects.create(raw=raw, received=clock.now(), **values).id
    open_cases.filter(id=case.id).update(tries=F("tries") + 1, **values)
    return case.id


def _told(error: Unusable, case: str) -> str:
    return f"{error} Kept in quarantine: 'broadsheet wire retry {case}' reads it again."


def _quarantine(id: str) -> models.Quarantine:
    try:
        return models.Quarantine.objects.select_related("raw").get(id=id)
    except models.Quarantine.DoesNotExist:
        raise UnknownQuarantine(
            f"There is no quarantined file {id!r}. 'broadsheet wire list' names them."
        ) from None
