"""Records to bytes and back, with a step for every change of their shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from broadsheet.ledger.errors import UnreadableRecord
from broadsheet.ledger.records import SCHEMA, AnyRecord

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)

UPGRADES: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""From schema n to n + 1: each takes a record's plain data and gives it in the next shape."""


def encode(record: AnyRecord) -> bytes:
    """Equal records give equal bytes."""
    return _encoder.encode(record)


def decode(data: bytes, schema: int = SCHEMA) -> AnyRecord:
    """The record in today's shape; raises UnreadableRecord."""
    try:
        if schema == SCHEMA:
            return _decoder.decode(data)
        return _decoder.decode(msgspec.json.encode(_upgrade(msgspec.json.decode(data), schema)))
    except (msgspec.DecodeError, KeyError) as error:
        raise UnreadableRecord(
            f"A ledger record of schema {schema} cannot be read as schema {SCHEMA}: {error}. "
            "Use the version of Broadsheet that wrote it, or a newer one."
        ) from error


def _upgrade(plain: dict[str, Any], schema: int) -> dict[str, Any]:
    for step in range(schema, SCHEMA):
        plain = UPGRADES[step](plain)
    return plain
