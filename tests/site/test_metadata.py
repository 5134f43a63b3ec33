"""What pages tell machines: read back by the rules of those machines."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import html5lib
import pytest

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger import state
from broadsheet.ledger.provenance import Hop, SourceChain, SourceNote
from broadsheet.ledger.records import (
    STORY_KINDS,
    Correction,
    LeadPicture,
    Picture,
    Story,
    StoryKind,
)
from broadsheet.press.reader import Reader, Shelf
from broadsheet.site import metadata
from broadsheet.site.edition import rendering_of
from broadsheet.site.metadata import Metadata
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.story import StoryRecipe
from tests.site.proof import (
    ADDRESS,
    ANNA,
    BASE,
    HARBOUR,
    NOW,
    POLITICS,
    SETTINGS,
    TORTURE,
    house,
    output,
    publish,
    story,
    vault,
)

pytestmark = pytest.mark.django_db

PICTURE = Picture(
    id="b1", blob="0" * 64, media_type="image/jpeg", width=3000, height=2000, credit="Foto: Jo", alt="Kräne"
)
HURTFUL = f"{TORTURE}</script><!--"


def said(record: Story, language: Language = "de") -> Metadata:
    with state.snapshot():
        return metadata.story_metadata(Newsroom(Reader(Shelf(), vault(), NOW), house(language)), record)


def graph(found: Metadata) -> dict[str, dict[str, Any]]:
    """The nodes of the JSON-LD by type."""
    document = json.loads(found.json_ld)
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"]}


def article(record: Story, language: Language = "de") -> dict[str, Any]:
    nodes = json.loads(said(record, language).json_ld)["@graph"]
    found: dict[str, Any] = nodes[0]
    return found


# ---- OpenGraph --------------------------------------------------------------------------


def test_a_shared_story_shows_its_picture_section_and_time() -> None:
    publish(*BASE, PICTURE)
    record = story(1, updated=NOW, picture=LeadPicture("b1"))
    og = dict(said(record).og)
    card = og.pop("og:image")
    assert card.startswith(f"{ADDRESS}/media/b1-")
    assert og == {
        "og:site_name": "Der Lotse",
        "og:locale": "de_DE",
        "og:type": "article",
        "og:title": "Meldung 1",
        "og:description": "Worum es in Meldung 1 geht.",
        "og:url": f"{ADDRESS}/politik/meldung-a1/",
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Kräne",
        "twitter:card": "summary_large_image",
        "article:published_time": "2026-11-14T09:01:00+01:00",
        "article:modified_time": "2026-11-14T10:30:00+01:00",
        "article:section": "Politik",
        "article:author": f"{ADDRESS}/autor/anna-ahrens/",
        "article:tag": "Hafen",
    }


def test_a_story_without_picture_has_a_small_card() -> None:
    publish(*BASE)
    og = dict(said(story(1, picture=LeadPicture("b9"))).og)
    assert og["twitter:card"] == "summary"
    assert "og:image" not in og


@pytest.mark.parametrize(("language", "label"), [("de", "Anzeige"), ("en", "Advertisement")])
def test_an_advertorial_says_so_before_its_headline(language: Language, label: str) -> None:
    publish(*BASE)
    found = said(story(1, genre="advertorial", advertiser="Reederei"), language)
    assert dict(found.og)["og:title"] == f"{label}: Meldung 1"
    assert found.title.startswith(f"{label}: Meldung 1")
    node = graph(found)["AdvertiserContentArticle"]
    assert node["headline"] == f"{label}: Meldung 1"
    assert node["sponsor"] == {"@type": "Organization", "name": "Reederei"}


# ---- JSON-LD ----------------------------------------------------------------------------


def test_an_article_says_what_search_engines_ask_for() -> None:
    publish(*BASE, PICTURE)
    node = article(story(1, picture=LeadPicture("b1", "Am Kai"), place="Kiel", agency="dpa", kicker="Hafen"))
    whole = node["image"].pop()
    assert node.pop("image")[0].startswith(f"{ADDRESS}/media/b1-")
    assert whole["@type"] == "ImageObject"
    assert (whole["width"], whole["height"]) == (1200, 800)
    assert (whole["caption"], whole["creditText"]) == ("Am Kai", "Foto: Jo")
    address = f"{ADDRESS}/politik/meldung-a1/"
    assert node == {
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": "Meldung 1",
        "alternativeHeadline": "Hafen",
        "description": "Worum es in Meldung 1 geht.",
        "datePublished": "2026-11-14T09:01:00+01:00",
        "dateModified": "2026-11-14T09:01:00+01:00",
        "inLanguage": "de",
        "isAccessibleForFree": True,
        "dateline": "Kiel",
        "creditText": "dpa",
        "author": [{"@type": "Person", "name": "Anna Ahrens", "url": f"{ADDRESS}/autor/anna-ahrens/"}],
        "publisher": {"@type": "Organization", "name": "Lotse Verlag", "url": f"{ADDRESS}/"},
        "articleSection": "Politik",
        "keywords": ["Hafen"],
    }


@pytest.mark.parametrize("genre", STORY_KINDS)
def test_every_kind_of_story_has_its_type(genre: StoryKind) -> None:
    expected = {
        "analysis": "AnalysisNewsArticle",
        "reportage": "ReportageNewsArticle",
        "comment": "OpinionNewsArticle",
        "column": "OpinionNewsArticle",
        "advertorial": "AdvertiserContentArticle",
    }
    publish(SETTINGS)
    assert article(story(1, genre=genre))["@type"] == expected.get(genre, "NewsArticle")


def test_corrections_and_sources_are_machine_readable() -> None:
    publish(*BASE)
    corrected = datetime(2026, 11, 20, 7, tzinfo=UTC)
    hops = (
        Hop(name="Staatsagentur", nature="staatlich", url="https://agentur.example/1"),
        Hop(name="Morgenblatt", url="https://blatt.example/", on=date(2026, 11, 19)),
    )
    note = SourceNote(at=corrected, text="Die Zahl ist erfunden.")
    chain = SourceChain(claim="Das Schiff ist da.", hops=hops, certainty="attributed", notes=(note,))
    record = story(
        1,
        corrections=(Correction(corrected, "Die Zahl war falsch."),),
        sources=(chain, SourceChain(claim="Leer", hops=())),
    )
    node = article(record)
    assert node["dateModified"] == "2026-11-20T08:00:00+01:00"
    assert node["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Die Zahl war falsch.",
            "datePublished": "2026-11-20T08:00:00+01:00",
        }
    ]
    assert node["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "Morgenblatt",
            "url": "https://blatt.example/",
            "datePublished": "2026-11-19",
            "abstract": "Das Schiff ist da.",
            "creativeWorkStatus": "attributed",
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": "Die Zahl ist erfunden.",
                    "datePublished": "2026-11-20T08:00:00+01:00",
                }
            ],
            "isBasedOn": {
                "@type": "CreativeWork",
                "name": "Staatsagentur",
                "description": "staatlich",
                "url": "https://agentur.example/1",
            },
        }
    ]
    assert node["isBasedOn"] == ["https://blatt.example/"]


def test_a_long_headline_is_cut_at_a_word() -> None:
    publish(SETTINGS)
    headline = article(story(1, headline="Wort " * 60))["headline"]
    assert len(headline) <= 110
    assert headline.endswith("Wort…")


def test_without_a_published_author_the_agency_or_the_house_answers() -> None:
    publish(SETTINGS)
    assert article(story(1, agency="dpa"))["author"] == [{"@type": "Organization", "name": "dpa"}]
    assert article(story(1))["author"] == [{"@type": "Organization", "name": "Lotse Verlag"}]


def test_breadcrumbs_lead_from_the_front_to_the_story() -> None:
    publish(*BASE)
    steps = graph(said(story(1)))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"].removeprefix(ADDRESS)) for step in steps] == [
        (1, "Der Lotse", "/"),
        (2, "Politik", "/politik/"),
        (3, "Meldung 1", "/politik/meldung-a1/"),
    ]


def test_nothing_that_is_published_can_leave_the_script_element() -> None:
    publish(SETTINGS)
    found = said(story(1, headline=HURTFUL, abstract=HURTFUL))
    assert not set("<>&") & set(found.json_ld)
    assert graph(found)["NewsArticle"]["headline"] == " ".join(HURTFUL.split())
    assert graph(found)["NewsArticle"]["description"] == HURTFUL


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_baked_page_carries_its_metadata_unharmed(language: Language) -> None:
    publish(*BASE, story(1, headline=HURTFUL, language=language))
    rooms = house(language)
    body = output(StoryRecipe(rooms, rendering_of(rooms)), "story:a1").body.decode()
    page = html5lib.parse(body, namespaceHTMLElements=False)
    (script,) = [each for each in page.iter("script") if each.get("type") == "application/ld+json"]
    assert json.loads(script.text or "")["@graph"][0]["headline"] == " ".join(HURTFUL.split())
    properties = {each.get("property"): each.get("content") for each in page.iter("meta")}
    assert properties["og:title"] == HURTFUL
    assert properties["og:locale"] == {"de": "de_DE", "en": "en_GB"}[language]


# ---- other pages ------------------------------------------------------------------------


def test_the_home_page_is_the_web_site() -> None:
    found = metadata.home_metadata(house(), SETTINGS)
    assert found.title == "Der Lotse – Nachrichten & mehr"
    assert found.canonical == f"{ADDRESS}/"
    assert graph(found)["WebSite"]["publisher"]["name"] == "Lotse Verlag"
    assert dict(found.og)["og:type"] == "website"


def test_fronts_and_topics_are_collections() -> None:
    section = metadata.section_metadata(house(), SETTINGS, POLITICS)
    topic = metadata.topic_metadata(house(), SETTINGS, HARBOUR)
    assert section.description == "Aus Bund und Ländern"
    assert graph(section)["CollectionPage"]["url"] == f"{ADDRESS}/politik/"
    assert graph(topic)["CollectionPage"]["name"] == "Hafen"
    assert topic.canonical == f"{ADDRESS}/thema/hafen/"


def test_a_person_has_a_profile() -> None:
    found = metadata.person_metadata(house(), SETTINGS, ANNA)
    person = graph(found)["ProfilePage"]["mainEntity"]
    assert (person["@type"], person["name"], person["jobTitle"]) == ("Person", "Anna Ahrens", "Redakteurin")
    assert person["worksFor"]["name"] == "Lotse Verlag"
    assert dict(found.og)["og:type"] == "profile"


def test_an_answer_that_is_no_page_says_nothing_to_machines() -> None:
    found = metadata.bare_metadata(house(), SETTINGS, "Weg", "/weg/")
    assert (found.og, found.json_ld) == ((), "")
