"""A story in two languages: each page knows the other, for as long as both are published."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from msgspec.structs import replace

from broadsheet.ledger.records import Correction, Story
from broadsheet.site.edition import rendering_of
from broadsheet.site.recipes.story import StoryRecipe
from tests.site.proof import ADDRESS, BASE, NOW, house, output, proof, publish, story, withdraw

pytestmark = pytest.mark.django_db

GERMAN = story(1, path="/politik/werft-a1/", place="Kiel", genre="comment", authors=("p1",), updated=NOW)
ENGLISH = replace(GERMAN, id="a2", path="/politik/shipyard-a2/", language="en", translation_of="a1")
OF_BOTH = [
    ("de", f"{ADDRESS}/politik/werft-a1/"),
    ("en", f"{ADDRESS}/politik/shipyard-a2/"),
    ("x-default", f"{ADDRESS}/politik/werft-a1/"),
]


@pytest.fixture
def recipe() -> StoryRecipe:
    rooms = house()
    return StoryRecipe(rooms, rendering_of(rooms))


def page(recipe: StoryRecipe, record: Story) -> str:
    return output(recipe, f"story:{record.id}").body.decode()


def alternates(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text)


def article(text: str) -> dict[str, Any]:
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert script is not None
    found: dict[str, Any] = json.loads(script[1])["@graph"][0]
    return found


def test_both_pages_name_both_languages_and_the_original_for_all_others(recipe: StoryRecipe) -> None:
    publish(*BASE, GERMAN, ENGLISH)
    assert alternates(page(recipe, GERMAN)) == OF_BOTH
    assert alternates(page(recipe, ENGLISH)) == OF_BOTH


def test_a_story_that_stands_alone_names_no_language(recipe: StoryRecipe) -> None:
    publish(*BASE, GERMAN)
    text = page(recipe, GERMAN)
    assert alternates(text) == []
    assert "Auf Englisch lesen" not in text


def test_readers_find_the_other_language_in_the_words_of_the_one_they_read(recipe: StoryRecipe) -> None:
    publish(*BASE, GERMAN, ENGLISH)
    link = '<a rel="alternate" hreflang="en" href="/politik/shipyard-a2/">Auf Englisch lesen</a>'
    assert link in page(recipe, GERMAN)
    link = '<a rel="alternate" hreflang="de" href="/politik/werft-a1/">Read in German</a>'
    assert link in page(recipe, ENGLISH)


def test_a_page_is_made_again_when_its_translation_appears_moves_and_goes(recipe: StoryRecipe) -> None:
    publish(*BASE, GERMAN)
    alone = proof(recipe, "story:a1")
    publish(ENGLISH)
    # The press compares what the trace names; what it prints must follow too.
    assert any(each.list == "translations:a1" for each in alone.trace.intervals)
    publish(replace(ENGLISH, path="/politik/yard-a2/"))
    assert f"{ADDRESS}/politik/yard-a2/" in dict(alternates(page(recipe, GERMAN))).values()
    withdraw("story:a2")
    assert proof(recipe, "story:a1").output == alone.output


def test_a_translation_outlives_its_original(recipe: StoryRecipe) -> None:
    publish(*BASE, GERMAN, ENGLISH)
    withdraw("story:a1")
    text = page(recipe, ENGLISH)
    assert alternates(text) == []
    assert "translationOfWork" not in article(text)


def test_of_two_stories_in_one_language_the_page_names_itself(recipe: StoryRecipe) -> None:
    second = replace(ENGLISH, id="a3", path="/politik/again-a3/")
    publish(*BASE, GERMAN, ENGLISH, second)
    assert dict(alternates(page(recipe, GERMAN)))["en"].endswith("shipyard-a2/")
    assert dict(alternates(page(recipe, second)))["en"].endswith("again-a3/")


def test_structured_data_ties_original_and_translation(recipe: StoryRecipe) -> None:
    publish(*BASE, GERMAN, ENGLISH)
    work = {"@type": "NewsArticle", "@id": OF_BOTH[1][1]}
    assert article(page(recipe, GERMAN))["workTranslation"] == [work]
    work = {"@type": "NewsArticle", "@id": OF_BOTH[0][1]}
    assert article(page(recipe, ENGLISH))["translationOfWork"] == work


def test_a_foreign_story_speaks_its_own_language_within_the_sites_frame(recipe: StoryRecipe) -> None:
    corrected = replace(ENGLISH, corrections=(Correction(NOW, "Two ships."),))
    publish(*BASE, corrected)
    text = page(recipe, corrected)
    within = text[text.index("<article") : text.index("</article>")]
    assert within.startswith('<article class="story" data-genre="comment" lang="en" data-railed>')
    for words in ("14 November 2026", "1 minute read", "Opinion", "Corrections", "Topics"):
        assert words in within
    for words in ("Uhr", "Kommentar", "Lesezeit", "Korrekturen"):
        assert words not in within
    assert '<html lang="de">' in text
    assert "Impressum und Hinweise" in text
    assert '<meta property="og:locale" content="en_GB">' in text
