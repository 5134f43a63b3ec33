"""Feeds: what any feed reader can take, and nothing that is paid for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import feedparser
import html5lib
import pytest
from lxml import etree

from broadsheet.kernel.configuration import ConfigurationError, Source
from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger.records import LeadPicture, Picture
from broadsheet.press.recipe import Change
from broadsheet.site.config import SiteConfig
from broadsheet.site.feeds import ATOM, CONTENT, FORMATS, MEDIA, Feed, atom, rss
from broadsheet.site.house import House
from broadsheet.site.recipes.feed import NEWEST, FeedRecipe
from broadsheet.site.xml import document
from tests import newsroom
from tests.site.proof import (
    ADDRESS,
    ANNA,
    BASE,
    HARBOUR,
    NOW,
    POLITICS,
    TORTURE,
    house,
    output,
    proof,
    publish,
    story,
    withdraw,
)

pytestmark = pytest.mark.django_db

CLEAN = TORTURE.replace("\x0b", "")
PICTURE = Picture(
    id="b1", blob="0" * 64, media_type="image/jpeg", width=1000, height=600, credit="Foto: A & B", alt="Kräne"
)


@pytest.fixture
def recipe() -> FeedRecipe:
    return FeedRecipe(house())


def parsed(recipe: FeedRecipe, target: str) -> Any:
    found = feedparser.parse(output(recipe, target).body)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("file", ["feed.xml", "feed.atom"])
@pytest.mark.parametrize(
    ("name", "path", "title"),
    [
        ("news", "/", "Der Lotse"),
        ("section:s1", "/politik/", "Politik – Der Lotse"),
        ("topic:t1", "/thema/hafen/", "Hafen – Der Lotse"),
        ("person:p1", "/autor/anna-ahrens/", "Anna Ahrens – Der Lotse"),
    ],
)
def test_feed_readers_find_every_feed(
    recipe: FeedRecipe, name: str, path: str, title: str, file: str
) -> None:
    publish(*BASE, story(1), story(2))
    assert output(recipe, f"{name}/{file}").path == path + file
    found = parsed(recipe, f"{name}/{file}")
    assert found.feed.title == title
    assert found.feed.link == ADDRESS + path
    assert [entry.title for entry in found.entries] == ["Meldung 2", "Meldung 1"]
    selves = [link.href for link in found.feed.links if link.rel == "self"]
    assert selves == [ADDRESS + path + file]


@pytest.mark.parametrize("file", ["feed.xml", "feed.atom"])
def test_an_item_says_who_what_and_when(recipe: FeedRecipe, file: str) -> None:
    updated = NOW - timedelta(minutes=5)
    publish(*BASE, PICTURE, story(7, updated=updated, genre="comment", picture=LeadPicture("b1")))
    entry = parsed(recipe, f"news/{file}").entries[0]
    assert entry.id == "urn:broadsheet:story:a7"
    assert entry.link == f"{ADDRESS}/politik/meldung-a7/"
    assert entry.summary == "Worum es in Meldung 7 geht."
    assert entry.author == "Anna Ahrens"
    assert [tag.term for tag in entry.tags] == ["Politik", "Kommentar", "Hafen"]
    assert entry.published_parsed[:5] == (2026, 11, 14, 8, 7)
    assert entry.updated_parsed[:5] == (2026, 11, 14, 9, 25)
    media = entry.media_content[0]
    assert media["url"].startswith(f"{ADDRESS}/media/b1-")
    assert (media["width"], media["height"], media["type"]) == ("1000", "600", "image/jpeg")
    assert entry.media_credit[0]["content"] == "Foto: A & B"


def test_a_json_feed_says_the_same(recipe: FeedRecipe) -> None:
    publish(*BASE, PICTURE, story(7, picture=LeadPicture("b1")))
    feed = json.loads(output(recipe, "section:s1/feed.json").body)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == f"{ADDRESS}/politik/"
    assert feed["feed_url"] == f"{ADDRESS}/politik/feed.json"
    assert feed["language"] == "de"
    (item,) = feed["items"]
    assert item["id"] == "urn:broadsheet:story:a7"
    assert item["content_text"] == item["summary"] == "Worum es in Meldung 7 geht."
    assert item["authors"] == [{"name": "Anna Ahrens", "url": f"{ADDRESS}/autor/anna-ahrens/"}]
    assert item["tags"] == ["Politik", "Hafen"]
    assert item["date_published"] == "2026-11-14T08:07:00+00:00"
    assert item["image"].startswith(f"{ADDRESS}/media/b1-")


def test_every_feed_names_the_sites_hub_and_itself(recipe: FeedRecipe) -> None:
    publish(*BASE, story(7))
    hub = "https://hub.example/?of=1&2"
    with_hub = FeedRecipe(House(SiteConfig(address=ADDRESS, hub=hub)))
    assert with_hub.code != recipe.code
    assert with_hub.has_subscribers
    for file in ("feed.xml", "feed.atom"):
        links = parsed(with_hub, f"section:s1/{file}").feed.links
        assert [link.href for link in links if link.rel == "hub"] == [hub]
        assert [link.href for link in links if link.rel == "self"] == [f"{ADDRESS}/politik/{file}"]
        assert not [link for link in parsed(recipe, f"section:s1/{file}").feed.links if link.rel == "hub"]
    feed = json.loads(output(with_hub, "section:s1/feed.json").body)
    assert feed["hubs"] == [{"type": "WebSub", "url": hub}]
    assert "hubs" not in json.loads(output(recipe, "section:s1/feed.json").body)


@pytest.mark.parametrize("value", ["hub.example", "ftp://hub.example", "https://a b", 'https://a/">'])
def test_a_hub_is_a_web_address(value: str) -> None:
    source = Source({"site": {"hub": value}}, {}, "broadsheet.toml")
    with pytest.raises(ConfigurationError, match="hub"):
        source.read("site", SiteConfig)


# ---- text that hurts --------------------------------------------------------------------


def test_a_hurtful_headline_comes_out_of_rss_as_it_was(recipe: FeedRecipe) -> None:
    publish(*BASE, story(headline=TORTURE, abstract=TORTURE))
    root = etree.fromstring(output(recipe, "news/feed.xml").body)
    assert root.findtext("channel/item/title") == CLEAN
    assert feedparser.parse(etree.tostring(root)).bozo is False
    shown = etree.HTML(f"<p>{root.findtext('channel/item/description')}</p>")
    assert "".join(shown.itertext()) == CLEAN
    assert not list(shown.iter("script"))


def test_a_hurtful_headline_comes_out_of_atom_as_it_was(recipe: FeedRecipe) -> None:
    publish(*BASE, story(headline=TORTURE, abstract=TORTURE))
    entry = parsed(recipe, "news/feed.atom").entries[0]
    assert entry.title_detail.type == "text/plain"
    assert entry.title == CLEAN
    assert entry.summary == CLEAN


def test_a_hurtful_headline_comes_out_of_json_as_it_was(recipe: FeedRecipe) -> None:
    publish(*BASE, story(headline=TORTURE))
    assert json.loads(output(recipe, "news/feed.json").body)["items"][0]["title"] == TORTURE


# ---- what is in a feed ------------------------------------------------------------------


def test_an_advertorial_is_in_no_feed(recipe: FeedRecipe) -> None:
    publish(*BASE, story(genre="advertorial", advertiser="Reederei", headline="CANARY"))
    for name in ("news", "section:s1", "topic:t1", "person:p1"):
        for file in FORMATS:
            assert b"CANARY" not in output(recipe, f"{name}/{file}").body


def test_a_feed_holds_the_newest(recipe: FeedRecipe) -> None:
    publish(*BASE, *(story(number) for number in range(1, NEWEST + 4)))
    entries = parsed(recipe, "news/feed.xml").entries
    assert len(entries) == NEWEST
    assert entries[0].title == f"Meldung {NEWEST + 3}"


@pytest.mark.parametrize("record", [POLITICS, HARBOUR, ANNA], ids=lambda record: str(record.path))
def test_what_is_not_published_has_no_feed(recipe: FeedRecipe, record: Any) -> None:
    publish(*BASE)
    kind = {"s1": "section", "t1": "topic", "p1": "person"}[record.id]
    asset = f"{kind}:{record.id}"
    targets = list(recipe.concerned(Change(asset, None, record)))
    assert len(targets) == len(FORMATS)
    assert all(proof(recipe, target).output is not None for target in targets)
    withdraw(asset)
    assert all(proof(recipe, target).output is None for target in targets)


def test_a_missing_author_section_or_picture_is_left_out(recipe: FeedRecipe) -> None:
    publish(BASE[0], story(picture=LeadPicture("b9")))
    for file in ("feed.xml", "feed.atom"):
        entry = parsed(recipe, f"news/{file}").entries[0]
        assert "tags" not in entry
        assert "media_content" not in entry
    assert "authors" not in json.loads(output(recipe, "news/feed.json").body)["items"][0]


# ---- the whole text ---------------------------------------------------------------------


@pytest.fixture
def whole() -> FeedRecipe:
    return FeedRecipe(House(SiteConfig(address=ADDRESS, feeds="full")))


def full_newsroom() -> None:
    publish(*newsroom.records())


@pytest.mark.parametrize("file", FORMATS)
def test_a_feed_holds_the_text_only_where_the_site_says_so(
    recipe: FeedRecipe, whole: FeedRecipe, file: str
) -> None:
    full_newsroom()
    text = b"Ein Anker geht nicht als Erster."
    assert text not in output(recipe, f"news/{file}").body
    assert text in output(whole, f"news/{file}").body


def test_the_text_is_the_same_html_in_every_format(whole: FeedRecipe) -> None:
    full_newsroom()
    of_json = json.loads(output(whole, "news/feed.json").body)["items"][0]
    assert "content_text" not in of_json
    of_rss = etree.fromstring(output(whole, "news/feed.xml").body)
    of_atom = etree.fromstring(output(whole, "news/feed.atom").body)
    assert of_rss.findtext(f"channel/item/{{{CONTENT}}}encoded") == of_json["content_html"]
    entry = f"{{{ATOM}}}entry/{{{ATOM}}}"
    content = of_atom.find(f"{entry}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", of_json["content_html"])
    summary = of_atom.findtext(f"{entry}summary")
    assert summary == of_json["summary"] == "Worum es in Meldung 1 geht."


def test_the_text_is_plain_html_that_leads_home(whole: FeedRecipe) -> None:
    full_newsroom()
    text = json.loads(output(whole, "news/feed.json").body)["items"][0]["content_html"]
    html5lib.HTMLParser(strict=True).parseFragment(text)
    assert text.startswith("<p><strong>Zwei Schiffe für den Bau von Windparks.</strong></p>")
    assert "<p>Berlin (dpa) – Die Werft baut" in text
    assert f'<a href="{ADDRESS}/politik/meldung-a2/">hier</a>' in text
    for tag in ("h2", "ul", "ol", "table", "blockquote", "aside", "figure", "figcaption"):
        assert f"<{tag}>" in text
    assert "Es sind zwei Schiffe, nicht drei." in text
    for address in re.findall(r'(?:src|href)="([^"]*)"', text):
        assert address.startswith("https://")
    assert not re.search(r"<(?:script|style|iframe|link|form)|\s(?:class|style|data-\w+|on\w+)=", text)


def test_a_hurtful_text_stays_text(whole: FeedRecipe) -> None:
    publish(*BASE, story(1, body=(newsroom.text(TORTURE), newsroom.text("x", href="javascript:y"))))
    text = json.loads(output(whole, "news/feed.json").body)["items"][0]["content_html"]
    assert "".join(etree.HTML(text).itertext()).replace("\n", "") == f"{TORTURE}x"
    assert "<script" not in text
    assert "href" not in text
    assert not feedparser.parse(output(whole, "news/feed.xml").body).bozo


def test_an_advertorial_is_in_no_whole_feed(whole: FeedRecipe) -> None:
    advert = story(genre="advertorial", advertiser="Reederei", body=(newsroom.text("CANARY"),))
    publish(*BASE, story(2), advert)
    for file in FORMATS:
        assert b"CANARY" not in output(whole, f"news/{file}").body


# ---- bytes ------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FORMATS)
def test_a_feed_depends_on_records_alone(recipe: FeedRecipe, file: str) -> None:
    publish(*BASE, story(1))
    later = proof(recipe, f"news/{file}", NOW + timedelta(days=9))
    assert later.output == proof(recipe, f"news/{file}").output
    assert later.trace.until is None


@pytest.mark.parametrize("file", ["feed.xml", "feed.atom"])
@pytest.mark.parametrize("stories", [0, 3])
def test_a_feed_of_pieces_is_what_one_document_would_be(recipe: FeedRecipe, file: str, stories: int) -> None:
    publish(*BASE, *(story(number) for number in range(1, stories + 1)))
    body = output(recipe, f"news/{file}").body
    root = etree.fromstring(body)
    assert len(root.findall(".//item")) + len(root.findall(f"{{{ATOM}}}entry")) == stories
    for blank in root.iter():
        blank.tail = None
        blank.text = blank.text if len(blank) == 0 else None
    assert document(root) == body


@pytest.mark.parametrize("file", FORMATS)
def test_an_empty_feed_is_a_feed(recipe: FeedRecipe, file: str) -> None:
    body = output(recipe, f"news/{file}").body
    if file == "feed.json":
        assert json.loads(body)["items"] == []
    else:
        assert not feedparser.parse(body).bozo


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("write", [rss, atom])
def test_a_feed_names_its_language(language: Language, write: Callable[[Feed], bytes]) -> None:
    publish(*BASE, story(1))
    file = next(name for name, each in FORMATS.items() if each is write)
    found = parsed(FeedRecipe(house(language)), f"news/{file}")
    assert found.feed.get("language", language) == language
    assert f'"{language}"'.encode() in output(FeedRecipe(house(language)), "news/feed.json").body


def test_the_picture_is_declared_in_the_namespace_that_readers_know(recipe: FeedRecipe) -> None:
    publish(*BASE, PICTURE, story(7, picture=LeadPicture("b1")))
    root = etree.fromstring(output(recipe, "news/feed.xml").body)
    assert root.find(f"channel/item/{{{MEDIA}}}content/{{{MEDIA}}}credit") is not None
