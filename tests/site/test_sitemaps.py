"""Sitemaps and what else crawlers ask for first."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger.records import Correction, Page
from broadsheet.press.recipe import Change
from broadsheet.site.recipes.robots import ROBOTS, TDM, RobotsRecipe
from broadsheet.site.recipes.sitemap import (
    INDEX,
    NEWS,
    NEWS_LIMIT,
    PAGES,
    SitemapIndexRecipe,
    SitemapMonthRecipe,
    SitemapNewsRecipe,
    SitemapPagesRecipe,
)
from tests.site.proof import ADDRESS, BASE, NOW, TORTURE, house, output, proof, publish, story, withdraw

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
# What each element must hold, in this order: the parts of sitemap.xsd and sitemap-news.xsd in use here.
CHILDREN = {
    "sitemapindex": ["sitemap"],
    "sitemap": ["loc"],
    "urlset": ["url"],
    "url": ["loc", "lastmod", "news"],
    "news": ["publication", "publication_date", "title"],
    "publication": ["name", "language"],
}


def checked(body: bytes) -> etree._Element:
    """The parsed sitemap; fails where it is not one."""
    root = etree.fromstring(body)
    assert len(body) < 50_000_000
    for element in root.iter():
        order = CHILDREN.get(etree.QName(element).localname, [])
        found = [order.index(etree.QName(each).localname) for each in element]
        assert found == sorted(found)
        assert order or (element.text or "").strip()
    for moment in root.iterfind(".//s:lastmod", NAMES):
        assert datetime.fromisoformat(str(moment.text)).tzinfo is not None
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(each.text) for each in root.iterfind(path, NAMES)]


def locations(body: bytes) -> list[str]:
    found = texts(checked(body), ".//s:loc")
    assert all(each.startswith(f"{ADDRESS}/") for each in found)
    return [each.removeprefix(ADDRESS) for each in found]


def news(now: datetime = NOW) -> list[str]:
    return locations(output(SitemapNewsRecipe(house()), NEWS, now).body)


# ---- index and months -------------------------------------------------------------------


def test_the_index_names_every_month_with_stories_once() -> None:
    publish(
        *BASE,
        story(1),
        story(2),
        story(3, published=datetime(2026, 9, 2, tzinfo=UTC)),
        story(4, published=datetime(2025, 12, 2, tzinfo=UTC), genre="advertorial", advertiser="Reederei"),
    )
    assert locations(output(SitemapIndexRecipe(house()), INDEX).body) == [
        PAGES,
        NEWS,
        "/sitemap-2026-11.xml",
        "/sitemap-2026-09.xml",
        "/sitemap-2025-12.xml",
    ]


def test_a_further_story_leaves_the_index_as_it_was() -> None:
    publish(*BASE, story(1))
    before = output(SitemapIndexRecipe(house()), INDEX)
    publish(story(2))
    assert output(SitemapIndexRecipe(house()), INDEX) == before


def test_a_month_begins_at_midnight_in_the_sites_zone() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    record = story(1, published=new_year)
    publish(*BASE, record)
    recipe = SitemapMonthRecipe(house())
    assert list(recipe.concerned(Change("story:a1", None, record))) == ["2027-01"]
    assert locations(output(recipe, "2027-01").body) == ["/politik/meldung-a1/"]
    assert proof(recipe, "2026-12").output is None


def test_a_month_says_when_its_stories_last_changed() -> None:
    corrected = datetime(2026, 11, 20, 7, tzinfo=UTC)
    publish(
        *BASE,
        story(1),
        story(2, updated=NOW),
        story(3, updated=NOW, corrections=(Correction(corrected, "Die Zahl war falsch."),)),
        story(4, genre="advertorial", advertiser="Reederei"),
    )
    root = checked(output(SitemapMonthRecipe(house()), "2026-11").body)
    assert texts(root, ".//s:lastmod") == [
        "2026-11-14T08:01:00+00:00",
        "2026-11-14T09:30:00+00:00",
        "2026-11-20T07:00:00+00:00",
        "2026-11-14T08:04:00+00:00",
    ]


def test_a_month_without_stories_has_no_sitemap() -> None:
    publish(*BASE, story(1))
    withdraw("story:a1")
    assert proof(SitemapMonthRecipe(house()), "2026-11").output is None


# ---- pages ------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "archive"), [("de", "/archiv/"), ("en", "/archive/")])
def test_what_is_no_story_is_in_the_sitemap_of_pages(language: Language, archive: str) -> None:
    publish(*BASE, Page(id="i1", path="/impressum/", role="imprint", title="Impressum"), story(1))
    found = locations(output(SitemapPagesRecipe(house(language)), PAGES).body)
    assert found[:5] == ["/", "/politik/", "/thema/hafen/", "/autor/anna-ahrens/", "/impressum/"]
    assert archive in found
    assert "/politik/meldung-a1/" not in found


# ---- news -------------------------------------------------------------------------------


def test_the_news_sitemap_says_what_search_engines_ask_for() -> None:
    publish(*BASE, story(1, headline=TORTURE, language="en"))
    root = checked(output(SitemapNewsRecipe(house()), NEWS).body)
    assert texts(root, ".//n:name") == ["Der Lotse"]
    assert texts(root, ".//n:language") == ["en"]
    assert texts(root, ".//n:publication_date") == ["2026-11-14T08:01:00+00:00"]
    assert texts(root, ".//n:title") == [TORTURE.replace("\x0b", "")]


def test_an_advertorial_is_no_news() -> None:
    publish(*BASE, story(1), story(2, genre="advertorial", advertiser="Reederei"))
    assert news() == ["/politik/meldung-a1/"]


def test_a_story_leaves_the_news_sitemap_after_two_days() -> None:
    publish(*BASE, story(1), story(2))
    first, second = (story(number).published + timedelta(hours=48) for number in (1, 2))
    trace = proof(SitemapNewsRecipe(house()), NEWS).trace
    assert trace.until == first
    assert news(first - timedelta(microseconds=1)) == ["/politik/meldung-a2/", "/politik/meldung-a1/"]
    assert news(first) == ["/politik/meldung-a2/"]
    assert proof(SitemapNewsRecipe(house()), NEWS, first).trace.until == second
    assert news(second) == []
    assert proof(SitemapNewsRecipe(house()), NEWS, second).trace.until is None


def test_the_news_sitemap_does_not_depend_on_the_archive() -> None:
    old = NOW - timedelta(days=400)
    publish(
        *BASE, story(1), *(story(number, published=old + timedelta(hours=number)) for number in range(2, 99))
    )
    (interval,) = proof(SitemapNewsRecipe(house()), NEWS).trace.intervals
    assert interval.low > ""
    assert news() == ["/politik/meldung-a1/"]


def test_the_news_sitemap_is_never_longer_than_allowed() -> None:
    moments = (NOW - timedelta(minutes=number) for number in range(NEWS_LIMIT + 5))
    publish(*BASE, *(story(number, published=moment) for number, moment in enumerate(moments)))
    found = news()
    assert len(found) == NEWS_LIMIT
    assert found[0] == "/politik/meldung-a0/"


def test_sitemaps_without_news_are_still_sitemaps() -> None:
    assert news() == []
    assert locations(output(SitemapIndexRecipe(house()), INDEX).body) == [PAGES, NEWS]
    assert locations(output(SitemapPagesRecipe(house()), PAGES).body)[0] == "/"


# ---- robots -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_robots_find_the_sitemaps_and_may_read_everything(language: Language) -> None:
    robots = RobotFileParser()
    robots.parse(output(RobotsRecipe(house(language)), ROBOTS).body.decode().splitlines())
    assert robots.site_maps() == [ADDRESS + INDEX, ADDRESS + NEWS]
    assert robots.can_fetch("AnyBot", f"{ADDRESS}/politik/meldung-a1/")


def test_mining_is_reserved_where_miners_look() -> None:
    made = output(RobotsRecipe(house()), TDM)
    assert made.path == "/.well-known/tdmrep.json"
    assert json.loads(made.body) == [{"location": "/", "tdm-reservation": 1}]
    assert b"44b" in output(RobotsRecipe(house()), ROBOTS).body
