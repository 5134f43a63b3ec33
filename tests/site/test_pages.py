"""What holds for every page: whole, in one language, from one host, nothing of it executable by accident."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import html5lib
import pytest

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger.records import AnyRecord, Paragraph, Person, Run, Section, Topic
from tests import newsroom
from tests.site.conftest import pages
from tests.site.proof import publish, withdraw

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def parsed(text: str) -> Any:
    """The document's root; raises for anything that HTML does not allow."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def whole(made: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in made.items() if not path.startswith("/fragments/")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_well_formed_in_every_language(language: Language) -> None:
    records = newsroom.records(language)
    publish(*records)
    made = pages(records, language)
    assert len(made) > 30
    for path, text in whole(made).items():
        root = parsed(text)
        assert root.get("lang") == language, path
        assert len(root.findall(".//h1")) == 1, path
        assert len(root.findall(".//main")) == 1, path


def test_headings_descend_one_step_at_a_time(published: list[AnyRecord]) -> None:
    for path, text in whole(pages(published)).items():
        levels = [int(level) for level in re.findall(r"<h([1-6])", text.partition("<main")[2])]
        levels = [1, *levels] if path == "/" else levels
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_ids_are_unique_and_labels_point_at_them(published: list[AnyRecord]) -> None:
    for path, text in whole(pages(published)).items():
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), path
        hidden = re.sub(r"<section[^>]*hidden>", "", text)
        assert set(re.findall(r'aria-labelledby="([^"]+)"', hidden)) <= set(ids), path


def test_no_page_asks_another_host_for_anything(published: list[AnyRecord]) -> None:
    for path, text in pages(published).items():
        asked = re.findall(r'(?:\ssrc|srcset|poster|action|data-fragment)="([^"]*)"', text)
        asked += re.findall(r'<link rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]*)"', text)
        assert asked or "<img" not in text
        assert not [address for address in asked if not address.startswith("/")], path
        assert "<iframe" not in text


def test_no_page_has_inline_style_or_script(published: list[AnyRecord]) -> None:
    for path, text in pages(published).items():
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text), path
        scripts = re.findall(r"<script([^>]*)>", text)
        assert all("src=" in each or "application/ld+json" in each for each in scripts), path


def test_every_picture_has_words_and_measures(published: list[AnyRecord]) -> None:
    found = [tag for text in pages(published).values() for tag in re.findall(r"<img[^>]*>", text)]
    assert found
    for tag in found:
        assert re.search(r'alt="[^"]+"', tag)
        assert re.search(r'width="\d+" height="\d+"', tag)


def test_imprint_and_privacy_are_one_click_from_every_page(published: list[AnyRecord]) -> None:
    for path, text in whole(pages(published)).items():
        assert 'href="/impressum/"' in text, path
        assert 'href="/datenschutz/"' in text, path
        assert 'href="/hinweise/"' in text, path


def test_whatever_is_written_is_escaped() -> None:
    hurt = "<script>alert(1)</script>&\"'"
    records: list[AnyRecord] = [
        newsroom.SETTINGS,
        Section(id="s1", path="/politik/", title=hurt, order=1, description=hurt),
        Topic(id="t1", path="/thema/hafen/", title=hurt, text=hurt),
        Person(id="p1", path="/autor/anna/", name=hurt, role=hurt, bio=hurt, email="a@b.example"),
        newsroom.full_story(1, headline=hurt, lead=hurt, kicker=hurt, abstract=hurt, place=hurt, agency=hurt),
        newsroom.advertorial(2, headline=hurt, advertiser=hurt),
    ]
    publish(*records)
    for path, text in pages(records).items():
        assert "<script>" not in text, path
        if not path.startswith("/fragments/"):
            parsed(text)


def test_a_link_leads_only_where_a_reader_may_go(page: Any) -> None:
    bad = newsroom.text("böse", href="JavaScript:alert(1)")
    sly = newsroom.text("schlau", href="//boese.example/")
    good = newsroom.text("gut", href="https://gut.example/?a=1&b=2")
    publish(newsroom.POLITICS, newsroom.story(1, body=(bad, sly, good)))
    text = page("story", "story:a1")
    assert "<p>böse</p>" in text
    assert "<p>schlau</p>" in text
    assert '<a href="https://gut.example/?a=1&amp;b=2" rel="external noopener">gut</a>' in text


def test_a_site_without_anything_still_has_a_home() -> None:
    made = whole(pages([]))
    assert {"/", "/404.html", "/archiv/", "/hinweise/"} <= made.keys()
    assert "Die erste Ausgabe ist in Arbeit" in made["/"]
    for text in made.values():
        parsed(text)


def test_what_is_not_published_is_left_out(page: Any) -> None:
    link = Paragraph(text=(Run(text="dort", asset="story:a77"),))
    publish(newsroom.full_story(1, body=(link, *newsroom.body())))
    text = page("story", "story:a1")
    parsed(text)
    assert "</span> dort</p>" in text
    assert "<img" not in text
    assert 'rel="author"' not in text


def test_pages_leave_with_their_records(published: list[AnyRecord], bake: Any) -> None:
    for recipe, asset in [("story", "story:a2"), ("topic", "topic:t1"), ("person", "person:p1")]:
        assert bake(recipe, asset).output is not None
        withdraw(asset)
        assert bake(recipe, asset).output is None
