"""A retracted story is nowhere: its words, its picture and the ways to it are searched for in every file."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import timedelta

import brotli
import pytest

from broadsheet.desk.acts import Correct, Retract
from broadsheet.ledger import journal
from broadsheet.press.models import Purge
from broadsheet.press.outstanding import outstanding
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.exactness.paper import Paper

pytestmark = pytest.mark.django_db

HEADLINE = "Falschgold im Hafen"
WORDS = {
    "headline": HEADLINE,
    "kicker": "Zollschuppen",
    "lead": "Dreitausend Barren lagen dort.",
    "body": "Ein Kapitän will sie gesehen haben.",
    "caption": "Der Schuppen von der Wasserseite",
    "correction": "Es waren Messingbarren.",
}
HEADING = "Ein Artikel wurde zurückgenommen"


def publish(paper: Paper) -> str:
    """A story that stands wherever a story can stand; gives its id."""
    story = newsroom.published(
        HEADLINE,
        section=paper.section("politik"),
        topics=(paper.topic("hafen"),),
        authors=(paper.person("ada"),),
        kicker=WORDS["kicker"],
        lead=WORDS["lead"],
        body=[("paragraph", f"<p>{WORDS['body']}</p>")],
        picture=newsroom.picture("Schuppen", shade=99),
        picture_caption=WORDS["caption"],
        address_slug="falschgold",
    )
    paper.bake()
    # Another address before: what leads from there leads to it.
    newsroom.publish(story, revision=newsroom.edited(story, address_slug="barren", minor_change=True))
    paper.bake()
    Correct(paper.story("barren"), WORDS["correction"], by=TESTER).execute()
    # A later story of the same section and topic shows it as an earlier one.
    paper.time.advance(timedelta(minutes=5))
    newsroom.published("Spaeter", section=paper.section("politik"), topics=(paper.topic("hafen"),))
    paper.bake()
    return str(story.story_id)


def texts(paper: Paper) -> dict[str, bytes]:
    """Every file of both folders as readers would read it, unpacked."""
    return {name: _unpacked(name, file.read_bytes()) for name, file in paper.press.store.files()}


def _unpacked(name: str, data: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.decompress(data)
    return bytes(brotli.decompress(data)) if name.endswith(".br") else data


def naming(files: Mapping[str, bytes], words: str) -> set[str]:
    """Files that have these words, or an address with them; without compressed neighbours."""
    found = {name for name, data in files.items() if words.encode() in data or words in name}
    return {name.removesuffix(".gz").removesuffix(".br") for name in found}


def test_a_retracted_story_is_nowhere(paper: Paper) -> None:
    story = publish(paper)
    picture = paper.picture("Schuppen").picture_id
    before = texts(paper)
    stood = naming(before, story)
    for place in (
        "public/index.html",
        "public/politik/index.html",
        "public/thema/hafen",
        "public/autor/ada",
        "public/feed.xml",
        "public/feed.json",
        "public/fragments/latest.html",
        "public/sitemap-news.xml",
        "public/sitemap-2026-",
        "public/archiv/",
        "public/politik/spaeter",
        "answers/politik/falschgold",
    ):
        assert any(name.startswith(place) for name in stood), place
    assert all(naming(before, words) for words in WORDS.values())
    assert any(picture in name for name in before)

    Retract(paper.story("barren"), "Die Quelle war falsch.", by=TESTER, heading=HEADING).execute()
    paper.bake()
    after = texts(paper)
    for words in WORDS.values():
        assert naming(after, words) == set()
    assert naming(after, str(picture)) == set()
    gone = {f"answers/politik/{slug}-{story}/index.json" for slug in ("barren", "falschgold")}
    # Where it stood, and where one was led to it, there is a word and a status.
    assert naming(after, story) == gone
    for name in gone:
        assert b'"status":410' in after[name]
        assert HEADING.encode() in after[name]


def test_a_retraction_without_another_heading_keeps_the_headline_in_the_notices_alone(paper: Paper) -> None:
    story = publish(paper)
    Retract(paper.story("barren"), "Die Quelle war falsch.", by=TESTER).execute()
    paper.bake()
    named = naming(texts(paper), HEADLINE)
    assert {name for name in named if story not in name} == {
        f"public/hinweise/{file}"
        for file in ("index.html", "2026-11/index.html", "feed.xml", "feed.atom", "feed.json")
    }


@pytest.mark.parametrize("act", ["retract", "correct"])
def test_an_act_is_outstanding_until_pages_files_and_caches_have_it(paper: Paper, act: str) -> None:
    publish(paper)
    press = paper.press
    press._purging = True
    head = journal.head()
    story = paper.story("barren")
    if act == "retract":
        Retract(story, "Die Quelle war falsch.", by=TESTER).execute()
    else:
        Correct(story, "Es war Kupfer.", by=TESTER).execute()
    span = (head + 1, journal.head())
    assert {each.what for each in outstanding(*span)} == {"entry"}
    seen = set()
    while press.cycle().baked:
        seen |= {each.what for each in outstanding(*span)}
    press.bake_due()
    left = outstanding(*span)
    assert {each.what for each in left} == {"purge"}
    assert {each.where for each in left} == set(Purge.objects.values_list("path", flat=True))
    assert ("removal" in seen) == (act == "retract")
    # What others publish meanwhile is not this act's affair.
    newsroom.published("Danach", section=paper.section("kultur"))
    press.bake_due()
    Purge.objects.filter(path__in={each.where for each in left}).delete()
    assert Purge.objects.exists()
    assert outstanding(*span) == []
