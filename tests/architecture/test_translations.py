"""Every text that people see exists in German and in English."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import polib
import pytest
from django.utils.translation.template import templatize

from tests.architecture.sources import PACKAGE, modules

PO = PACKAGE / "desk" / "locale" / "de" / "LC_MESSAGES" / "django.po"
GETTEXT = {
    "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
}  # fmt: skip
IN_TEMPLATE = re.compile(r"\b(?:_|n?gettext)\(\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
PLACES = re.compile(r"%\((\w+)\)[sd]")


# ---- the desk ---------------------------------------------------------------------------


def _catalogue() -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(PO)) if not entry.obsolete}


def _used() -> dict[str, str]:
    """Text to where it is used."""
    return {**dict(_in_code()), **dict(_in_templates())}


def _in_code() -> Iterator[tuple[str, str]]:
    for module in modules("src"):
        aliases = _aliases(module.tree)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in aliases:
                text = node.args[1 if aliases[node.func.id].startswith("p") else 0]
                if isinstance(text, ast.Constant):
                    yield str(text.value), module.at(node)


def _aliases(tree: ast.Module) -> dict[str, str]:
    """What gettext's functions are called here: `_` mostly."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in GETTEXT
    }


def _in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((PACKAGE / "desk" / "templates").rglob("*.html")):
        for literal in IN_TEMPLATE.findall(templatize(path.read_text(encoding="utf-8"))):
            yield ast.literal_eval(literal), path.relative_to(PACKAGE).as_posix()


def test_texts_are_found_in_code_and_templates() -> None:
    assert len(dict(_in_code())) > 50
    assert len(dict(_in_templates())) > 5


def test_every_text_of_the_desk_has_a_german_one() -> None:
    known = _catalogue()
    assert [f"{where}: {text}" for text, where in _used().items() if text not in known] == []


def test_no_german_text_is_empty_or_uncertain() -> None:
    unfit = [entry.msgid for entry in _catalogue().values() if entry.fuzzy or not entry.translated()]
    assert unfit == []


def test_no_german_text_is_left_over() -> None:
    assert sorted(_catalogue().keys() - _used().keys()) == []


def test_a_german_text_fills_the_same_places() -> None:
    assert [entry.msgid for entry in _catalogue().values() if not _fills_the_same(entry)] == []


def _fills_the_same(entry: polib.POEntry) -> bool:
    """A plural's singular may leave its number out."""
    source = set(PLACES.findall(entry.msgid_plural or entry.msgid))
    texts = [entry.msgstr_plural[max(entry.msgstr_plural)]] if entry.msgstr_plural else [entry.msgstr]
    return all(set(PLACES.findall(text)) == source for text in texts)


def test_the_compiled_texts_are_those_of_the_source() -> None:
    compiled = {entry.msgid: entry for entry in polib.mofile(str(PO.with_suffix(".mo")))}
    assert {text: (entry.msgstr, entry.msgstr_plural) for text, entry in compiled.items()} == {
        text: (entry.msgstr, entry.msgstr_plural) for text, entry in _catalogue().items()
    }


# ---- the readers' pages -----------------------------------------------------------------


def _texts(language: str) -> dict[str, str]:
    path: Path = PACKAGE / "site" / "translations" / f"{language}.toml"
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)


def test_readers_texts_have_the_same_keys_in_both_languages() -> None:
    assert sorted(_texts("de").keys() ^ _texts("en").keys()) == []


def test_no_readers_text_is_empty() -> None:
    assert [key for language in ("de", "en") for key, text in _texts(language).items() if not text] == []


@pytest.mark.parametrize("key", sorted(_texts("de").keys() & _texts("en").keys()))
def test_a_readers_text_fills_the_same_places_in_both_languages(key: str) -> None:
    assert _places(_texts("de")[key]) == _places(_texts("en")[key])


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
