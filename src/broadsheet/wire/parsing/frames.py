"""What goes through the pipes between us and the process that parses: lengths before bytes, JSON within.

JSON rather than MessagePack, which would lose the time zone of a date.
"""

from __future__ import annotations

import struct
from datetime import datetime
from typing import IO, Final

import msgspec

from broadsheet.wire import errors
from broadsheet.wire.errors import FormatFailed, Unusable
from broadsheet.wire.item import Parsed

LENGTH: Final = struct.Struct(">Q")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Before the bytes of one file or several."""

    now: datetime
    received: tuple[datetime, ...]
    """When each of the files came."""
    max_depth: int
    mail_authority: str
    seconds: int
    """Of the processor's time, for each."""


class Refusal(msgspec.Struct, frozen=True):
    """An Unusable on its way."""

    code: str
    message: str


class Reading(msgspec.Struct, frozen=True):
    """One document of a file: one of the two."""

    parsed: Parsed | None = None
    refusal: Refusal | None = None


def of_result(result: Parsed | Unusable) -> Reading:
    if isinstance(result, Unusable):
        return Reading(refusal=Refusal(result.code, str(result)))
    return Reading(parsed=result)


def to_result(reading: Reading) -> Parsed | Unusable:
    if reading.parsed is not None:
        return reading.parsed
    refusal = reading.refusal or Refusal(FormatFailed.code, "It was read without a result. Report this.")
    return _REASONS.get(refusal.code, FormatFailed)(refusal.message)


def send(pipe: IO[bytes], *parts: bytes) -> None:
    for part in parts:
        pipe.write(LENGTH.pack(len(part)))
        pipe.write(part)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """One part; None where the pipe ends."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    return data if len(data) == length else None


_REASONS: Final = {
    reason.code: reason
    for reason in vars(errors).values()
    if isinstance(reason, type) and issubclass(reason, Unusable)
}
