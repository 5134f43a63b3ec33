from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.kernel import language


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Größere Übergangslösung für Öfen", "groessere-uebergangsloesung-fuer-oefen"),
        ("STRAẞE", "strasse"),
        ("Søren Ærø", "soeren-aeroe"),
        ("Café Señor", "cafe-senor"),
        ("  50 % mehr – was nun?  ", "50-mehr-was-nun"),
        ("…", ""),
        ("北京", ""),
    ],
)
def test_a_slug_is_plain_ascii_with_umlauts_spelled_out(text: str, slug: str) -> None:
    assert language.slugify(text) == slug


def test_umlauts_typed_as_letter_and_mark_are_spelled_out_too() -> None:
    assert language.slugify(unicodedata.normalize("NFD", "Bürgermeisterin")) == "buergermeisterin"


def test_a_slug_is_cut_between_words() -> None:
    assert language.slugify("kurz und knapp und lang", limit=15) == "kurz-und-knapp"
    assert language.slugify("kurz und knapp und lang", limit=14) == "kurz-und-knapp"
    assert language.slugify("Donaudampfschifffahrt", limit=5) == "donau"


@given(st.text(), st.integers(1, 40))
def test_a_slug_is_always_one_or_empty_and_never_too_long(text: str, limit: int) -> None:
    slug = language.slugify(text, limit)
    assert slug == "" or language.SLUG.fullmatch(slug)
    assert len(slug) <= limit


def test_text_is_shortened_at_a_word_boundary_with_a_real_ellipsis() -> None:
    assert language.shorten("Der Rat stimmt heute ab", 14) == "Der Rat…"
    assert language.shorten("Der Rat, so heißt es", 9) == "Der Rat…"
    assert language.shorten("Donaudampfschifffahrt", 6) == "Donau…"


def test_text_that_fits_is_left_alone_but_for_white_space() -> None:
    assert language.shorten(" Der  Rat\nstimmt ab. ", 40) == "Der Rat stimmt ab."


@given(st.text(), st.integers(1, 60))
def test_shortened_text_is_never_too_long(text: str, limit: int) -> None:
    assert len(language.shorten(text, limit)) <= limit


@given(st.lists(st.text("abcxyz", min_size=1, max_size=8), min_size=1), st.integers(10, 60))
def test_shortened_text_ends_with_a_whole_word(words: list[str], limit: int) -> None:
    short = language.shorten(" ".join(words), limit)
    assert short.removesuffix(language.ELLIPSIS).split() == words[: len(short.split())]


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (400, 2), (1001, 6)])
def test_reading_takes_whole_minutes_and_at_least_one(words: int, minutes: int) -> None:
    assert language.reading_minutes(words) == minutes


def test_words_with_hyphen_or_apostrophe_count_once() -> None:
    assert language.count_words("Nord-Süd-Gefälle: wie geht’s?") == 3


def test_a_lone_dash_is_no_word() -> None:
    assert language.count_words("Kranbüll – 3,5 Tonnen, „gesperrt“ …") == 4
