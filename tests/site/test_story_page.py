"""The reference page, element by element."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.ledger.provenance import Hop, SourceChain
from broadsheet.ledger.records import (
    AnyRecord,
    LeadPicture,
    Paragraph,
    Quotation,
    Run,
    Subhead,
)
from tests import newsroom
from tests.site.proof import publish

pytestmark = pytest.mark.django_db

Page = Callable[..., str]


@pytest.fixture
def text(published: list[AnyRecord], page: Page) -> str:
    return page("story", "story:a1")


def bare(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_it_names_section_kicker_headline_and_lead(text: str) -> None:
    assert '<a href="/politik/">Politik</a>' in text
    assert '<p class="kicker">Schiffbau</p>' in text
    assert "<h1>Werft erhält „größten“ Auftrag</h1>" in text
    assert '<p class="story-lead">Zwei Schiffe' in text


def test_it_names_who_wrote_it_with_links(text: str) -> None:
    assert (
        'Von <a rel="author" href="/autor/anna-ahrens/">Anna Ahrens</a> und '
        '<a rel="author" href="/autor/ben-butt/">Ben Butt</a>' in text
    )


def test_it_says_when_in_the_sites_zone(text: str) -> None:
    assert '<time datetime="2026-11-24T13:05:00+01:00">24. November 2026, 13:05 Uhr</time>' in text
    assert "Aktualisiert: <time" in text


def test_it_says_when_in_english(page: Page) -> None:
    publish(*newsroom.records("en"))
    assert "24 November 2026, 13:05</time>" in page("story", "story:a1", "en")


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (197, 1), (199, 2), (399, 3)])
def test_it_says_how_long_it_takes_to_read(page: Page, words: int, minutes: int) -> None:
    body = (Paragraph(text=(Run(text="Wort " * words),)),)
    publish(newsroom.POLITICS, newsroom.story(1, headline="Zwei Worte", abstract="", body=body))
    assert f"Lesezeit: {minutes} Min." in page("story", "story:a1")


@pytest.mark.parametrize(
    ("place", "agency", "dateline"),
    [("Berlin", "dpa", "Berlin (dpa) –"), ("Berlin", "", "Berlin –"), ("", "dpa", "(dpa) –")],
)
def test_the_dateline_runs_into_the_first_paragraph(
    page: Page, place: str, agency: str, dateline: str
) -> None:
    publish(newsroom.POLITICS, newsroom.story(1, place=place, agency=agency))
    assert f'<p><span class="place">{dateline}</span> Ein Satz.</p>' in page("story", "story:a1")


def test_agency_copy_without_authors_names_its_source(page: Page) -> None:
    publish(newsroom.POLITICS, newsroom.story(1, agency="dpa"))
    assert "Quelle: dpa" in page("story", "story:a1")


def test_pictures_carry_caption_and_credit(text: str) -> None:
    assert '<span class="caption">Der Hafen am Morgen </span>' in text
    assert '<span class="credit">Foto: Jo Brandt</span>' in text
    assert 'data-across="4" data-down="0" fetchpriority="high"' in text
    assert '<span class="caption">Ein anderer Kahn </span>' in text


def test_a_wide_table_scrolls_in_a_named_region(text: str) -> None:
    region = re.search(r'<div class="table" role="region" tabindex="0" aria-labelledby="(\w+)">', text)
    assert region
    assert f'<span id="{region[1]}">Ausgaben der Kreise</span></caption>' in text
    assert text.count('<th scope="col"') == 12
    assert '<td class="number">' in text


def test_external_content_is_a_placeholder_that_says_what_loading_would_tell(text: str) -> None:
    assert "Externer Inhalt von YouTube" in text
    assert "YouTube Ihre IP-Adresse" in text
    assert 'href="https://www.youtube.com/watch?v=x" rel="external noopener noreferrer"' in text


def test_sources_are_shown_from_the_origin_to_us(text: str) -> None:
    box = text[text.index('<li id="source-1">') : text.index('<nav class="topics"')]
    assert bare(box) == (
        "Nicht unabhängig bestätigt Die Werft liefert zwei Schiffe."
        " Karpress (Staatsagentur) 20. November 2026 über dpa Archiviert"
        " über Notiz (Dokument) Archiv: Ausdruck im Archiv"
        " Hinweis 24. November 2026, 14:05 Uhr Die Zahl wird geprüft."
    )
    assert 'href="https://karpress.example/7"' in box
    assert 'href="https://archiv.example/1"' in box


def test_a_quotation_says_in_a_line_where_it_comes_from_and_leads_to_the_box(text: str) -> None:
    line = r'<p class="source-line">Quelle: <a href="#source-1">(.*?)</a> <span>\((.*?)\)</span> <strong>'
    lines = re.findall(line, text)
    assert [(bare(way), sure) for way, sure in lines] == [
        ("Karpress → dpa → Notiz → wir", "Nicht unabhängig bestätigt")
    ] * 2
    assert "<q>Wir liefern zwei.</q>" in text
    assert "<p>Die Werft ist pleite.</p></blockquote>" in text


def test_a_source_that_is_not_published_is_left_out(page: Page, db: None) -> None:
    chains = (
        SourceChain(claim="Eins.", hops=(Hop(source="q9"),), id="c1"),
        SourceChain(claim="Zwei.", hops=(Hop(source="q9"), Hop(name="dpa")), id="c2"),
    )
    quotes = tuple(Quotation(text=f"Nach {each}.", speaker="Amt", source=each) for each in ("c1", "c2", "c9"))
    publish(newsroom.SETTINGS, newsroom.story(1, sources=chains, body=quotes))
    text = page("story", "story:a1")
    assert "Eins." not in text
    assert re.findall(r'href="(#source-\d)"', text) == ["#source-2"]
    assert 'id="source-2"' in text


def test_corrections_are_dated_and_announced_at_the_top(text: str) -> None:
    assert text.index('href="#correction-1"') < text.index('id="corrections"')
    box = text[text.index('id="corrections"') :]
    assert "24. November 2026, 14:05 Uhr" in box
    assert "Es sind zwei Schiffe, nicht drei." in box


def test_more_on_this_begins_with_the_editors_choice_and_never_repeats(text: str) -> None:
    box = text[text.index("related-title") : text.index('class="rail"')]
    paths = re.findall(r'<a href="(/[^"]+/)">', box)
    assert paths[0] == "/wirtschaft/meldung-a3/"
    assert len(paths) == len(set(paths)) == 3
    assert not any(path.endswith("a1/") for path in paths)


def test_the_rail_repeats_nothing_of_the_strip_below(text: str) -> None:
    paths = re.findall(r'<a href="(/[^"]+-a\d+/)">', text[text.index("related-title") :])
    assert len(paths) == len(set(paths))


def test_the_topic_box_has_the_topics_own_words(text: str) -> None:
    assert "Alles zu Hafen." in text
    assert "Alles zum Thema Hafen" in text


@pytest.mark.parametrize(
    ("genre", "label"),
    [("comment", "Kommentar"), ("interview", "Interview"), ("analysis", "Analyse"), ("column", "Kolumne")],
)
def test_the_kind_is_said_where_it_matters(page: Page, genre: Any, label: str) -> None:
    publish(newsroom.POLITICS, newsroom.story(1, genre=genre))
    assert f'<span class="genre">{label}</span>' in page("story", "story:a1")


def test_plain_news_does_not_say_that_it_is_news(text: str) -> None:
    assert "Nachricht</span>" not in text


def test_a_story_in_another_language_says_so(page: Page, published: list[AnyRecord]) -> None:
    assert '<article class="story" data-genre="news" lang="en" data-railed>' in page("story", "story:a7")


def test_an_advertorial_is_called_so_before_its_headline_and_has_no_news_around(
    page: Page, published: list[AnyRecord]
) -> None:
    text = page("story", "story:a8")
    main = text[text.index("<main") :]
    assert main.index(">Anzeige<") < main.index("<h1>")
    assert "Bezahlt von Dachwerk GmbH" in main
    assert "data-fragment" not in main
    assert not re.findall(r'<article class="teaser"', main)


def test_in_english_an_advertorial_is_an_advertisement(page: Page) -> None:
    publish(*newsroom.records("en"))
    main = page("story", "story:a8", "en").partition("<main")[2]
    assert main.index(">Advertisement<") < main.index("<h1>")


def test_the_page_without_a_body_paragraph_has_no_stray_dateline(page: Page) -> None:
    block = Subhead(text="Nur ein Zwischentitel")
    publish(
        newsroom.POLITICS, newsroom.story(1, place="Kiel", body=(block,), picture=LeadPicture(picture="x"))
    )
    assert "Kiel –" not in page("story", "story:a1")


def test_what_a_machine_made_is_labelled_where_it_stands_and_summed_up_at_the_top(text: str) -> None:
    summary = (
        "In diesem Artikel ist mit KI entstanden: die Übersetzung von Teilen, 3 Bilder."
        " Verantwortlich: Ida Ihde, Ada Nordhoff"
    )
    assert summary in bare(text[: text.index('class="story-text"')])
    part = text[text.index('<section id="machine-1"') :]
    part = part[: part.index("</section>")]
    assert bare(part) == (
        "Mit KI übersetzt. Verantwortlich: Ida Ihde Dies hat eine Maschine übersetzt. Und dies"
    )
    assert text.count("Mit KI verändertes Bild. Verantwortlich: Ada Nordhoff</span>") == 3
    data = text[text.index("application/ld+json") :]
    assert '"cssSelector":"#machine-1"' in data
    assert data.count("CompositeWithTrainedAlgorithmicMediaDigitalSource") == 1


def test_a_story_that_people_made_says_nothing_of_machines(published: list[AnyRecord], page: Page) -> None:
    assert 'class="machine' not in page("story", "story:a3")
