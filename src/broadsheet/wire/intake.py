"""Taking files in: bytes into the archive, then items into the database, file by file.

1. The bytes are stored durably and recorded (RawFile).
2. They are read. What cannot be read goes to quarantine, with a reason.
3. Items and versions are stored, one transaction for each file.

A process that dies in between leaves the bytes; taking the same file again does the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from mimetypes import guess_type
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import F

from broadsheet.kernel import clock
from broadsheet.wire import models
from broadsheet.wire.archive import Archive
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
from broadsheet.wire.store import store
from broadsheet.wire.text import visible

logger = logging.getLogger(__name__)

_MEGABYTE = 1_000_000

Result = Parsed | Unusable


def take(paths: Iterable[Path], config: WireConfig, archive: Path) -> Iterator[Outcome]:
    """Takes in files and all files in folders; one outcome for every document in them.

    No file stops another. One that cannot be read or stored at all is `quarantined` without
    an item: its `error` says that nothing was stored.
    """
    for path in files(paths):
        yield from _take_file(path, config, archive)


def take_bytes(data: bytes, name: str, config: WireConfig, archive: Path) -> list[Outcome]:
    """Takes in one file's bytes, as a connector has them.

    Raises ArchiveUnwritable or django.db.DatabaseError if they could not be kept: then the
    connector must not tell the agency that it has them.
    """
    return take_pieces(name, [data], config, archive)


def take_pieces(name: str, pieces: Iterable[bytes], config: WireConfig, archive: Path) -> list[Outcome]:
    """The same for bytes that come in pieces. Raises FileUnreadable, too, if they break off."""
    return _take(visible(name), pieces, config, archive)


def retry(quarantine_id: str, config: WireConfig, archive: Path) -> list[Outcome]:
    """Reads a quarantined file again, after a fix of the configuration or of Broadsheet.

    Raises UnknownQuarantine and ArchiveDamaged.
    """
    raw = _quarantine(quarantine_id).raw
    return _process(raw, raw.name, config, Archive(archive))


def dismiss(quarantine_id: str) -> None:
    """Closes a case by hand, as when the agency sent the file again. Raises UnknownQuarantine."""
    case = _quarantine(quarantine_id)
    case.resolved = clock.now()
    case.save(update_fields=["resolved"])


def _take_file(path: Path, config: WireConfig, archive: Path) -> list[Outcome]:
    name = name_of(path)
    try:
        with closing(chunks(path)) as pieces:
            return _take(name, pieces, config, archive)
    except WireError as error:
        return [quarantined(name, str(error))]
    except DatabaseError as error:
        logger.exception("The database refused what %s holds.", name)
        return [
            quarantined(name, f"The database refused it ({error}). No item was stored; take the file again.")
        ]


def _take(name: str, pieces: Iterable[bytes], config: WireConfig, folder: Path) -> list[Outcome]:
    archive = Archive(folder)
    return _process(_keep(name, pieces, archive), name, config, archive)


def _keep(name: str, pieces: Iterable[bytes], archive: Archive) -> models.RawFile:
    """The record of the bytes, which are durable when it returns."""
    with archive.receive(pieces) as incoming:
        now = clock.now()
        known = models.RawFile.objects.filter(sha256=incoming.digest).first()
        place = known.place if known is not None and known.place else incoming.place_for(now)
        incoming.settle(place)
        if known is not None:
            if not known.place:  # its bytes were given up when they had become old
                known.place = place
                known.save(update_fields=["place"])
            return known
        raw, _ = models.RawFile.objects.get_or_create(
            sha256=incoming.digest,
            defaults={
                "place": place,
                "size": incoming.size,
                "name": name,
                "media_type": guess_type(name)[0] or "",
                "received": now,
            },
        )
        return raw


def _process(raw: models.RawFile, path: str, config: WireConfig, archive: Archive) -> list[Outcome]:
    results = read(raw, config, archive)
    failures = [result for result in results if isinstance(result, Unusable)]
    with transaction.atomic():
        # Whoever takes the same bytes at the same time waits here, and finds what is done.
        models.RawFile.objects.select_for_update().get(id=raw.id)
        case = record_case(raw, failures)
        return [
            store(result, raw, path) if isinstance(result, Parsed) else quarantined(path, _told(result, case))
            for result in results
        ]


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
