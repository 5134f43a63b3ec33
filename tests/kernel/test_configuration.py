from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest

from broadsheet.kernel.configuration import FILE_NAME, ConfigurationError, Source


class Kitchen(msgspec.Struct, frozen=True, kw_only=True):
    ovens: Annotated[int, msgspec.Meta(ge=1, le=4)] = 2
    heat: Literal["gas", "electric"] = "gas"
    name: str = "Kitchen"
    open: bool = False


class Door(msgspec.Struct, frozen=True, kw_only=True):
    street: str


def _source(tmp_path: Path, text: str, **environment: str) -> Source:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    return Source.from_folder(tmp_path, environment)


def _words(source: Source, table: str = "kitchen") -> str:
    """What is said about a configuration that cannot be used."""
    with pytest.raises(ConfigurationError) as caught:
        source.read(table, Kitchen if table == "kitchen" else Door)
    return str(caught.value)


def test_defaults_fill_what_is_not_said(tmp_path: Path) -> None:
    assert _source(tmp_path, "").read("kitchen", Kitchen) == Kitchen()
    assert _source(tmp_path, "[kitchen]\novens = 3").read("kitchen", Kitchen) == Kitchen(ovens=3)


def test_an_unknown_key_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    words = _words(_source(tmp_path, "[kitchen]\noven = 3"))
    assert f"{tmp_path / FILE_NAME}: unknown key 'oven' in [kitchen]" in words
    assert "Did you mean 'ovens'?" in words
    assert "Allowed: heat, name, open, ovens." in words


def test_a_key_like_no_other_gets_no_suggestion(tmp_path: Path) -> None:
    assert "Did you mean" not in _words(_source(tmp_path, "[kitchen]\nzzzzzz = 3"))


def test_a_value_out_of_range_is_named_with_the_range(tmp_path: Path) -> None:
    words = _words(_source(tmp_path, "[kitchen]\novens = 9"))
    assert f"{tmp_path / FILE_NAME}: 'ovens' in [kitchen] is 9" in words
    assert "Allowed: integer from 1 to 4." in words


def test_a_value_of_the_wrong_type_is_refused(tmp_path: Path) -> None:
    words = _words(_source(tmp_path, '[kitchen]\novens = "3"'))
    assert "'ovens' in [kitchen] is '3'" in words
    assert "integer" in words


def test_a_value_that_is_none_of_the_choices_is_named_with_them(tmp_path: Path) -> None:
    words = _words(_source(tmp_path, '[kitchen]\nheat = "coal"'))
    assert "is 'coal'" in words
    assert "Allowed: 'electric', 'gas'." in words


def test_a_table_that_is_a_value_is_refused(tmp_path: Path) -> None:
    assert "'kitchen' must be a table: write [kitchen]." in _words(_source(tmp_path, "kitchen = 3"))


def test_a_key_without_default_must_be_there(tmp_path: Path) -> None:
    words = _words(_source(tmp_path, ""), "door")
    assert "'street' is missing in [door]. Allowed: string." in words
    assert _source(tmp_path, '[door]\nstreet = "Hafen"').read("door", Door) == Door(street="Hafen")


def test_an_unknown_table_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    source = _source(tmp_path, "[kichen]")
    with pytest.raises(ConfigurationError, match=r"unknown table \[kichen\]. Did you mean 'kitchen'"):
        source.check_tables(frozenset({"kitchen", "door"}))


def test_known_tables_pass(tmp_path: Path) -> None:
    source = _source(tmp_path, "[kitchen]\n[door]")
    source.check_tables(frozenset({"kitchen", "door"}))


def test_the_environment_wins(tmp_path: Path) -> None:
    source = _source(
        tmp_path, "[kitchen]\novens = 3", BROADSHEET_KITCHEN_OVENS="4", BROADSHEET_KITCHEN_OPEN="true"
    )
    assert source.read("kitchen", Kitchen) == Kitchen(ovens=4, open=True)


@pytest.mark.parametrize("value", ["many", "9", "", "2.5"])
def test_a_bad_value_in_the_environment_names_its_variable(tmp_path: Path, value: str) -> None:
    words = _words(_source(tmp_path, "", BROADSHEET_KITCHEN_OVENS=value))
    assert f"environment variable BROADSHEET_KITCHEN_OVENS is {value!r}" in words
    assert "Allowed: integer from 1 to 4." in words


def test_a_folder_without_the_file_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is no Broadsheet site") as caught:
        Source.from_folder(tmp_path, {})
    assert f"broadsheet init {tmp_path}" in str(caught.value)


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"is not valid TOML.*line 2"):
        _source(tmp_path, "[kitchen]\novens is 3")


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="is not valid TOML"):
        Source.from_folder(tmp_path, {})


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        Source.from_folder(tmp_path, {})
