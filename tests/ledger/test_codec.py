from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.ledger import codec
from broadsheet.ledger.errors import UnreadableRecord
from broadsheet.ledger.records import RECORD_KINDS, SCHEMA, AnyRecord, asset_of, kind_of
from tests.ledger.records import ANY_RECORD, RECORDS, story


def test_there_is_a_strategy_for_every_kind() -> None:
    assert set(RECORDS) == set(RECORD_KINDS)


@given(ANY_RECORD)
def test_a_record_comes_back_as_it_was(record: AnyRecord) -> None:
    assert codec.decode(codec.encode(record)) == record


@given(ANY_RECORD)
def test_equal_records_give_equal_bytes(record: AnyRecord) -> None:
    again = msgspec.convert(msgspec.to_builtins(record), type(record))
    assert codec.encode(again) == codec.encode(record)


@given(st.sampled_from(RECORD_KINDS).flatmap(lambda kind: RECORDS[kind].map(lambda one: (kind, one))))
def test_an_asset_is_named_by_kind_and_id(kind_and_record: tuple[str, AnyRecord]) -> None:
    kind, record = kind_and_record
    assert kind_of(record) == kind
    assert asset_of(record) == f"{kind}:{record.id}"


@pytest.mark.parametrize("schema", [0, SCHEMA + 1])
def test_an_unknown_schema_cannot_be_read(schema: int) -> None:
    later = schema > SCHEMA
    data = codec.encode(story()) if not later else b'{"kind": "hologram"}'
    with pytest.raises(UnreadableRecord, match=f"schema {schema} cannot be read as schema {SCHEMA}"):
        codec.decode(data, schema)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"kind": "hologram", "id": "a"}',
        b'{"kind": "topic", "id": "a", "path": "/t/"}',
        b'{"kind": "topic", "id": "a", "path": "/t/", "title": "T", "colour": "red"}',
    ],
    ids=["empty", "cut off", "no object", "unknown kind", "field missing", "unknown field"],
)
def test_bytes_that_are_no_record_cannot_be_read(data: bytes) -> None:
    with pytest.raises(UnreadableRecord, match="Use the version of Broadsheet that wrote it"):
        codec.decode(data)


def test_an_older_shape_is_read_through_its_step(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'{"kind": "topic", "id": "a", "path": "/t/", "name": "Klima"}'

    def name_becomes_title(plain: dict[str, object]) -> dict[str, object]:
        return {"title" if key == "name" else key: value for key, value in plain.items()}

    monkeypatch.setitem(codec.UPGRADES, SCHEMA - 1, name_becomes_title)
    record = codec.decode(data, SCHEMA - 1)
    assert msgspec.to_builtins(record)["title"] == "Klima"
