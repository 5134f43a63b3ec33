"""Texts: complete in both languages, all of them used, none missing unseen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import broadsheet.site
from broadsheet.kernel.language import LANGUAGES
from broadsheet.site import catalogue
from broadsheet.site.catalogue import Catalogue
from broadsheet.site.errors import MissingTranslation

_ROOM = Path(broadsheet.site.__file__).parent
_SOURCES = [*(_ROOM / "templates").rglob("*.*"), *_ROOM.rglob("*.py")]
_KEY = re.compile(r"""["']([a-z_]+(?:\.[a-z_]+)+)["']""")
_PREFIX = re.compile(r't\("([a-z_.]+\.)" ~|f"([a-z_.]+\.)\{')


def _texts() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in _SOURCES)


def test_both_languages_have_the_same_keys() -> None:
    keys = [catalogue.load(language).keys() for language in LANGUAGES]
    assert keys[0] == keys[1]


def test_the_places_in_a_text_are_the_same_in_both_languages() -> None:
    places = [
        {key: set(re.findall(r"{(\w+)}", text)) for key, text in catalogue.load(language)._texts.items()}
        for language in LANGUAGES
    ]
    assert places[0] == places[1]


def test_every_key_that_a_template_names_exists() -> None:
    named = {key for text in _template_texts() for key in re.findall(r'\btn?\("([\w.]+[\w])"', text)}
    assert named <= catalogue.load("de").keys()
    assert len(named) > 30


def _template_texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (_ROOM / "templates").rglob("*.*")]


def test_no_text_is_unused() -> None:
    texts = _texts()
    named = set(_KEY.findall(texts))
    prefixes = tuple(first or second for first, second in _PREFIX.findall(texts))
    written = catalogue.load("de").keys()
    assert not {key for key in written - named if not key.startswith(prefixes)}


def test_a_missing_text_is_named() -> None:
    with pytest.raises(MissingTranslation, match=r"story\.nowhere.*de\.toml"):
        catalogue.load("de").text("story.nowhere")


def test_an_unfilled_place_is_named() -> None:
    with pytest.raises(MissingTranslation, match="provider"):
        catalogue.load("de").text("embed.link")


def test_one_and_other_agree_with_the_number() -> None:
    texts = Catalogue("en", {"lines": {"one": "{number} line", "other": "{number} lines"}})
    assert texts.count("lines", 1) == "1 line"
    assert texts.count("lines", 0) == "0 lines"
    assert texts.keys() == {"lines"}


def test_a_value_is_not_read_as_a_text() -> None:
    assert Catalogue("en", {"by": "By {who}"}).text("by", who="{who}") == "By {who}"
