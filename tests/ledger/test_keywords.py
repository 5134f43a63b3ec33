"""The few words that say what a story is about."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.ledger import lists
from broadsheet.ledger.entries import Place
from broadsheet.ledger.keywords import KEPT, keywords, words_of
from broadsheet.ledger.records import Paragraph, Run, Story
from tests.ledger.records import STORIES, story


def paragraph(text: str) -> Paragraph:
    return Paragraph(text=(Run(text=text),))


def test_the_headline_weighs_more_than_the_lead_and_the_lead_more_than_the_text() -> None:
    record = story(
        headline="Kanzler", lead="Werft", body=(paragraph("Deich und Schleuse, sagte der Kanzler."),)
    )
    assert keywords(record) == ("kanzl", "werft", "schleu", "deich")


def test_inflected_words_and_words_with_marks_are_one_word() -> None:
    for form in ("Schiff", "Schiffe", "Schiffen", "Schiffs", "SCHIFFES"):
        assert keywords(story(headline=form)) == ("schiff",)
    assert keywords(story(headline="Häfen")) == keywords(story(headline="Hafen"))


def test_words_that_every_story_has_and_short_ones_are_none() -> None:
    assert keywords(story(headline="Nach dem Tag: Millionen Euro für die EU, sagte er am Montag")) == ()


def test_a_common_word_of_a_long_text_outweighs_a_rare_one_of_it() -> None:
    text = " ".join(["Schleuse"] * 3 + [f"Wort{'abcdefgh'[each]}x" for each in range(8)])
    assert keywords(story(headline="Ja", body=(paragraph(text),)))[0] == "schleu"


@given(st.text("aäßéA1½_- .„“北٣\u0301"))
def test_a_word_is_a_run_of_letters(text: str) -> None:
    assert words_of(text) == re.findall(r"[^\W\d_]{4,}", text)


@settings(max_examples=25)
@given(STORIES)
def test_there_are_few_each_once_and_each_fits_a_lists_name(record: Story) -> None:
    found = keywords(record)
    assert len(found) == len(set(found)) <= KEPT
    assert all(len(word) >= 4 and len(lists.word(word)) <= 100 for word in found)
    assert keywords(record) == found


@settings(max_examples=25)
@given(STORIES)
def test_every_story_but_an_advertorial_stands_in_the_lists_of_its_words(record: Story) -> None:
    places = lists.memberships(record)
    own = {name for name in places if name.startswith("word:")}
    expected = set() if record.genre == "advertorial" else set(map(lists.word, keywords(record)))
    assert own == expected
    assert {places[name] for name in own} <= {lists.story_key(record)}
    assert lists.moment_of(Place(lists.story_key(record), "story:a")) == record.published
