"""What all parts of records have in common."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A part of a record."""


class Record(Value, frozen=True, tag_field="kind"):
    """What is published under an id of its own."""

    id: str
