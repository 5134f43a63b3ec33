"""Taking files in: bytes into the archive, then items into the database, file by file.

1. The bytes are stored durably and recorded (RawFile).
2. They are read. What cannot be read goes to quarantine, with a reason.
3. Items and versions are stored, some files together, a very large file in pieces. Meanwhile the next files
   are read.

A process that dies in between leaves the bytes; taking the same file again does the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from itertools import chain
from mimetypes import guess_type
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from broadsheet.kernel import clock
from broadsheet.wire import models
from broadsheet.wire.archive import Archive, Incoming
from broadsheet.wire.config import WireConfig
from broadsheet.wire.deliveries import FileBytes, files, name_of, size_of
from broadsheet.wire.errors import (
    FileTooLarge,
    FileUnreadable,
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
"""Files that are read and stored together."""
_BYTES_TOGETHER: Final = 2 * _MEGABYTE
"""A larger file is read alone: what reads them holds all of them in its memory."""
AT_ONCE: Final = 200
"""Documents that are: a very large feed must not keep others from the database."""

Result = Parsed | Unusable


def take(paths: Iterable[Path], config: WireConfig, archive: Path) -> Iterator[Outcome]:
    """Takes in files and all files in folders; one outcome for every document in them.

    No file stops another. One that cannot be read or stored at all is `quarantined` without
    an item: its `error` says that nothing was stored.
    """
    sources = (Source(name_of(path), FileBytes(path)) for path in files(paths))
    for outcomes in _flow(sources, config, archive, _refused):
        yield from outcomes


def take_together(
    sources: Iterable[Source],
    config: WireConfig,
    archive: Path,
    unreadable: Callable[[str, WireError], list[Outcome]],
) -> Iterator[list[Outcome]]:
    """What became of each, once that is certain for it: then it may be removed where it came from.

    Raises ArchiveUnwritable, ParserUnavailable and DatabaseError, for those before have been told then;
    one whose bytes break off is handed to `unreadable`.
    """

    def failed(name: str, error: WireError | DatabaseError) -> list[Outcome]:
        if isinstance(error, FileUnreadable):
            return unreadable(name, error)
        raise error

    return _flow(sources, config, archive, failed)


def take_bytes(data: bytes, name: str, config: WireConfig, archive: Path) -> list[Outcome]:
    """Takes in one file's bytes, as a connector has them.

    Raises ArchiveUnwritable or django.db.DatabaseError if they could not be kept: then the
    connector must not tell the agency that it has them.
    """
    return take_pieces(name, [data], config, archive)


def take_pieces(name: str, pieces: Iterable[bytes], config: WireConfig, archive: Path) -> list[Outcome]:
    """The same for bytes that come in pieces. Raises FileUnreadable, too, if they break off."""
    (outcomes,) = Batch([keep(visible(name), pieces, Archive(archive))], config, archive)
    return outcomes


def retry(quarantine_id: str, config: WireConfig, archive: Path) -> list[Outcome]:
    """Reads a quarantined file again, after a fix of the configuration or of Broadsheet.

    Raises UnknownQuarantine and ArchiveDamaged.
    """
    raw = _quarantine(quarantine_id).raw
    (outcomes,) = Batch([Kept(raw, raw.name)], config, archive)
    return outcomes


def dismiss(quarantine_id: str) -> None:
    """Closes a case by hand, as when the agency sent the file again. Raises UnknownQuarantine."""
    case = _quarantine(quarantine_id)
    case.resolved = clock.now()
    case.save(update_fields=["resolved"])


class Source(msgspec.Struct, frozen=True):
    """A file that is to be taken in; its bytes may be asked for again."""

    name: str
    pieces: Iterable[bytes]


Failed = Callable[[str, WireError | DatabaseError], list[Outcome]]
"""Says, or raises, that a file could not be read or stored at all."""


def _flow(
    sources: Iterable[Source], config: WireConfig, archive: Path, failed: Failed
) -> Iterator[list[Outcome]]:
    """While some files are stored, the next ones are kept and read."""
    before: Iterable[list[Outcome]] = ()
    for some in _some(sources):
        kept = _kept_files(some, Archive(archive))
        batch = Batch([each for each in kept if isinstance(each, Kept)], config, archive, failed)
        yield from before
        before = _in_order(kept, batch, failed)
    yield from before


def _in_order(kept: Sequence[Kept | NotKept], batch: Batch, failed: Failed) -> Iterator[list[Outcome]]:
    outcomes = iter(batch)
    for each in kept:
        yield next(outcomes) if isinstance(each, Kept) else failed(each.name, each.error)


def _some(sources: Iterable[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        more = size_of(source.pieces)
        if batch and (len(batch) >= TOGETHER or size + more > _BYTES_TOGETHER):
            yield batch
            batch, size = [], 0
        batch.append(source)
        size += more
    if batch:
        yield batch


def _kept_files(sources: Sequence[Source], archive: Archive) -> list[Kept | NotKept]:
    """All together; where one stands in the way, one by one."""
    try:
        with ExitStack() as stack:
            received = [(each.name, stack.enter_context(archive.receive(each.pieces))) for each in sources]
            return [*_record(received, archive)]
    except (WireError, DatabaseError):
        return [_kept_file(each, archive) for each in sources]


def _kept_file(source: Source, archive: Archive) -> Kept | NotKept:
    try:
        return keep(source.name, source.pieces, archive)
    except (WireError, DatabaseError) as error:
        return NotKept(source.name, error)


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


class NotKept(NamedTuple):
    name: str
    error: WireError | DatabaseError


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
    archive.settle(
        {
            incoming: places[incoming.digest]
            for _, incoming in received
            if not (incoming.digest in known and incoming.is_at(places[incoming.digest]))
        }
    )
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


class Batch:
    """Files whose bytes are safe. They are read from now on, and stored when somebody asks what became of
    them: of each in their order, all in one transaction; if that fails, one by one.

    What says that one could not be read or stored at all is handed to `failed`, or raised.
    """

    def __init__(
        self, kept: Sequence[Kept], config: WireConfig, archive: Path, failed: Failed = _raised
    ) -> None:
        self._kept, self._config, self._archive = kept, config, Archive(archive)
        self._failed = failed
        self._found = self._begin() if len(kept) > 1 else None

    def __iter__(self) -> Iterator[list[Outcome]]:
        together = self._together()
        if together is not None:
            yield from together
            return
        for each in self._kept:
            try:
                yield _stored([each], [read(each.raw, self._config, self._archive)])[0]
            except (WireError, DatabaseError) as error:
                yield self._failed(each.name, error)

    def _begin(self) -> Callable[[], list[list[Result]]] | None:
        try:
            return _begin([each.raw for each in self._kept], self._config, self._archive)
        except WireError as error:
            _warn(error)
            return None

    def _together(self) -> list[list[Outcome]] | None:
        if self._found is None:
            return None
        try:
            return _stored(self._kept, self._found())
        except (WireError, DatabaseError) as error:
            _warn(error)
            return None


def _warn(error: Exception) -> None:
    logger.warning("Files are taken in one by one, because together they fail (%s).", type(error).__name__)


def _stored(kept: Sequence[Kept], results: Sequence[Sequence[Result]]) -> list[list[Outcome]]:
    with transaction.atomic():
        # Whoever takes the same bytes at the same time waits here, and finds what is done.
        keys = {each.raw.pk for each in kept}
        list(models.RawFile.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        cases = _cases(kept, results)
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


def _cases(kept: Sequence[Kept], results: Sequence[Sequence[Result]]) -> list[str]:
    """The id of each file's case in quarantine, "" for what went well."""
    known = [each.raw.pk for each in kept if not each.is_new]
    cases = models.Quarantine.objects.filter(raw__in=known, resolved=None) if known else None
    with_case = set() if cases is None else set(cases.values_list("raw", flat=True))
    failures = [[each for each in found if isinstance(each, Unusable)] for found in results]
    return [
        record_case(each.raw, failed) if failed or each.raw.pk in with_case else ""
        for each, failed in zip(kept, failures, strict=True)
    ]


def _begin(
    raws: Sequence[models.RawFile], config: WireConfig, archive: Archive
) -> Callable[[], list[list[Result]]]:
    """Begins to read the stored bytes, as `read` does; what it returns waits for all."""
    small = [raw for raw in raws if not _is_too_large(raw, config)]
    data = [archive.read(raw.place, raw.sha256) for raw in small]
    wait = reading.begin(data, config, [raw.received for raw in small])

    def found() -> list[list[Result]]:
        results = dict(zip([raw.pk for raw in small], wait(), strict=True))
        return [
            _noticed(raw, results[raw.pk]) if raw.pk in results else [_too_large(raw, config)] for raw in raws
        ]

    return found


def read(raw: models.RawFile, config: WireConfig, archive: Archive) -> list[Result]:
    """What is in the stored bytes. Raises ArchiveDamaged and ParserUnavailable."""
    if _is_too_large(raw, config):
        return [_too_large(raw, config)]
    return _noticed(raw, reading.read(archive.read(raw.place, raw.sha256), config, raw.received))


def _noticed(raw: models.RawFile, results: list[Result]) -> list[Result]:
    if any(isinstance(result, FormatFailed | ParserCrashed) for result in results):
        logger.error("A wire format failed on %s (%s).", raw.name, raw.sha256)
    return results


def _is_too_large(raw: models.RawFile, config: WireConfig) -> bool:
    """Asked before the bytes are in memory together."""
    return raw.size > config.max_megabytes * _MEGABYTE


def _too_large(raw: models.RawFile, config: WireConfig) -> FileTooLarge:
    return FileTooLarge(
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
