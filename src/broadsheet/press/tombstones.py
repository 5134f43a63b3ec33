"""What was retracted, written beside the artifacts, so that it outlives the database.

A backup older than a retraction would bring the story back. Whoever restores one reads
here what was taken back since. The contract is docs/contracts/tombstones.md.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import msgspec

from broadsheet.kernel.durability import make_durable
from broadsheet.ledger import journal, state
from broadsheet.ledger.entries import Entry
from broadsheet.ledger.records import Notice, path_of
from broadsheet.press.errors import StoreFailed, StoreFull, TombstonesUnreadable

NAME: Final = ".tombstones.jsonl"
"""In the folder of answers: whoever copies what readers get copies it along, and a name that
begins with a dot has no address."""

ACT: Final = "retract"
"""The one act that is for good; what was merely unpublished may come back with a backup."""


class Tombstone(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One retraction. Keys that a later version adds are overlooked by this one."""

    asset: Annotated[str, msgspec.Meta(min_length=1)]
    path: str
    """The address at which it stood; empty for what had none."""
    seq: int
    """The ledger's entry, in the ledger that there was then."""
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    reason: Annotated[str, msgspec.Meta(min_length=1)]
    headline: str = ""
    """What readers are told was retracted; empty if there is no notice."""
    told: datetime | None = None
    """The notice's own moment."""


def of(entry: Entry) -> Tombstone:
    """What is to be remembered of an entry that took an asset back."""
    record = journal.before(entry)
    notice = _notice_about(entry.asset)
    return Tombstone(
        asset=entry.asset,
        path=(path_of(record) or "") if record is not None else "",
        seq=entry.seq,
        at=entry.at,
        reason=entry.why or "–",
        headline=notice.headline if notice else "",
        told=notice.at if notice else None,
    )


def _notice_about(asset: str) -> Notice | None:
    """The public word on it, which has the asset's own id."""
    record = state.get(f"notice:{asset.partition(':')[2]}")
    return record if isinstance(record, Notice) and record.about == asset else None


def of_ledger(after: int = 0) -> Iterator[Tombstone]:
    """Of every retraction behind the cursor `after`."""
    return map(of, journal.taken_back(ACT, after))


class Tombstones:
    """The file in one folder: it only grows."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / NAME

    def keep(self, tombstones: Iterable[Tombstone]) -> int:
        """Adds those that are not there yet, durably, and gives their number; makes the file.

        All of them or none, even if the machine stops: the last line counts only with its end.
        Raises StoreFull, StoreFailed.
        """
        lines = [msgspec.json.encode(each) for each in tombstones]
        if not lines and self.file.exists():
            return 0
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            return self._append(lines)
        except OSError as error:
            kind = StoreFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreFailed
            raise kind(
                f"{self.file} takes no more lines ({error.strerror or error}), and what was "
                "retracted is noted there before it goes. Mend that and the press goes on by itself."
            ) from error

    def _append(self, lines: Iterable[bytes]) -> int:
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            present = file.read()
            whole = present.rfind(b"\n") + 1  # a line without its end was never acknowledged
            known = set(present[:whole].splitlines())
            new = [line for line in dict.fromkeys(lines) if line not in known]
            if new or whole < len(present):
                _write_whole(file.fileno(), whole, b"".join(line + b"\n" for line in new))
        if not present:
            make_durable(self.file.parent)
        return len(new)


def read(file: Path) -> list[Tombstone]:
    """Every tombstone of a file, in its order; none of a file that is absent.

    Raises TombstonesUnreadable for a line that is none, but for a last one without its end.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return []
    lines = data[: data.rfind(b"\n") + 1].splitlines()
    return [_decoded(line, file, number) for number, line in enumerate(lines, 1)]


def _decoded(line: bytes, file: Path, number: int) -> Tombstone:
    try:
        return msgspec.json.decode(line, type=Tombstone)
    except msgspec.DecodeError as error:
        raise TombstonesUnreadable(
            f"Line {number} of {file} is no tombstone ({error}). Take the file from another copy of the "
            "readers' folders, or remove the line if you know what it said."
        ) from error


def _write_whole(handle: int, start: int, data: bytes) -> None:
    """`data` at `start` as the file's new end; if it does not fit, the file ends at `start`."""
    try:
        os.ftruncate(handle, start)
        written = 0
        while written < len(data):
            written += os.pwrite(handle, data[written:], start + written)
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, start)
        raise
