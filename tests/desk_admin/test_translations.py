from __future__ import annotations

import re

import polib
import pytest

from tests.desk_admin.msgids import CATALOGUE, all_msgids

PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def entries() -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE))}


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_of_the_desk_is_there_in_german(entries: dict[str, polib.POEntry]) -> None:
    assert all_msgids() - set(entries) == set()
    assert [msgid for msgid, entry in entries.items() if not all(texts(entry)) or entry.fuzzy] == []


def test_no_translation_is_left_over(entries: dict[str, polib.POEntry]) -> None:
    assert set(entries) - all_msgids() == set()


def test_placeholders_are_the_same_in_both_languages(entries: dict[str, polib.POEntry]) -> None:
    for msgid, entry in entries.items():
        for text in texts(entry):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(msgid)), msgid


def test_the_compiled_catalogue_is_the_written_one(entries: dict[str, polib.POEntry]) -> None:
    compiled = {entry.msgid: texts(entry) for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    assert compiled == {msgid: texts(entry) for msgid, entry in entries.items()}
