"""Sitemaps and what else crawlers ask for first."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser

import msgspec
import pytest
from lxml import etree

from broadsheet.kernel.configuration import ConfigurationError, Source
from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger import lists
from broadsheet.ledger.records import Correction, LeadPicture, Page, Picture
from broadsheet.press.recipe import Change
from broadsheet.site import sitemaps
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import rendering_of
from broadsheet.site.house import House
from broadsheet.site.recipes.not_found import PATH as NOT_FOUND
from broadsheet.site.recipes.not_found import NotFoundRecipe
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
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}
# What each element must hold, in this order: the parts of sitemap.xsd and sitemap-news.xsd in use here.
CHILDREN = {
    "sitemapindex": ["sitemap"],
    "sitemap": ["loc"],
    "urlset": ["url"],
    "url": ["loc", "lastmod", "image", "news"],
    "image": ["loc"],
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
        "/sitemap-2026-11-2.xml",
        "/sitemap-2026-09.xml",
        "/sitemap-2025-12.xml",
    ]


def test_a_further_story_leaves_the_index_as_it_was() -> None:
    publish(*BASE, story(1))
    before = proof(SitemapIndexRecipe(house()), INDEX)
    publish(story(2), story(3, genre="advertorial", advertiser="Reederei"))
    now = proof(SitemapIndexRecipe(house()), INDEX)
    assert now.output == before.output
    later = lists.story_key(story(2))
    parts = [part for part in before.trace.intervals if part.list == lists.NEWS]
    assert not any(part.low <= later and (not part.high or later < part.high) for part in parts)


def test_a_month_begins_at_midnight_in_the_sites_zone() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    record = story(1, published=new_year)
    publish(*BASE, record)
    recipe = SitemapMonthRecipe(house())
    assert list(recipe.concerned(Change("story:a1", None, record))) == ["2027-01"]
    assert locations(output(recipe, "2027-01").body) == ["/politik/meldung-a1/"]
    assert proof(recipe, "2026-12-4").output is None


def test_a_month_says_when_its_stories_last_changed() -> None:
    corrected = datetime(2026, 11, 20, 7, tzinfo=UTC)
    publish(
        *BASE,
        story(1),
        story(2, updated=NOW),
        story(3, updated=NOW, corrections=(Correction(corrected, "Die Zahl war falsch."),)),
        story(4, genre="advertorial", advertiser="Reederei"),
    )
    root = checked(output(SitemapMonthRecipe(house()), "2026-11-2").body)
    assert texts(root, ".//s:lastmod") == [
        "2026-11-14T08:01:00+00:00",
        "2026-11-14T09:30:00+00:00",
        "2026-11-20T07:00:00+00:00",
        "2026-11-14T08:04:00+00:00",
    ]


def test_a_month_without_stories_has_no_sitemap() -> None:
    publish(*BASE, story(1))
    withdraw("story:a1")
    assert proof(SitemapMonthRecipe(house()), "2026-11-2").output is None


def test_a_month_names_the_lead_pictures_that_may_be_shown() -> None:
    picture = Picture(id="b1", blob="0" * 64, media_type="image/jpeg", width=900, height=600, credit="Foto")
    ended = msgspec.structs.replace(picture, id="b2", rights_until=NOW)
    publish(
        *BASE,
        picture,
        ended,
        *(story(number, picture=LeadPicture(f"b{number}")) for number in (1, 2, 3)),
        story(4),
    )
    made = proof(SitemapMonthRecipe(house()), "2026-11-2").output
    assert made is not None
    found = checked(made.body).findall("s:url", NAMES)
    pictures = [each.findtext("i:image/i:loc", namespaces=NAMES) for each in found]
    assert pictures[1:] == [None, None, None]
    assert str(pictures[0]).startswith(f"{ADDRESS}/media/b1-")


def test_no_sitemap_names_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.LIMIT == 50_000
    monkeypatch.setattr(sitemaps, "LIMIT", 3)
    publish(*BASE, *(story(number) for number in range(1, 6)))
    assert len(locations(output(SitemapPagesRecipe(house()), PAGES).body)) == 3
    assert len(locations(sitemaps.index(f"{ADDRESS}/{number}" for number in range(9)))) == 3


def test_a_month_has_a_sitemap_for_about_each_week() -> None:
    days = {1: 1, 2: 8, 3: 9, 4: 16, 5: 17, 6: 24, 7: 25, 8: 30}
    publish(
        *BASE,
        *(story(number, published=NOW.replace(day=day)) for number, day in days.items()),
        story(9, published=NOW.replace(day=20), genre="advertorial", advertiser="Reederei"),
        story(20, published=datetime(2026, 10, 31, tzinfo=UTC)),
    )
    recipe = SitemapMonthRecipe(house())

    def numbers(target: str) -> list[int]:
        return sorted(
            int(path.strip("/").rpartition("-a")[2]) for path in locations(output(recipe, target).body)
        )

    targets = ["2026-11", "2026-11-2", "2026-11-3", "2026-11-4", "2026-10-4"]
    assert [numbers(each) for each in targets] == [[1, 2], [3, 4], [5, 6, 9], [7, 8], [20]]
    assert output(recipe, "2026-11-3").path == "/sitemap-2026-11-3.xml"
    index = SitemapIndexRecipe(house())
    newest_first = [f"/sitemap-{each}.xml" for each in sorted(targets, reverse=True)]
    assert locations(output(index, INDEX).body)[2:] == newest_first
    for number in (3, 4):
        withdraw(f"story:a{number}")
    assert proof(recipe, "2026-11-2").output is None
    assert "/sitemap-2026-11-2.xml" not in locations(output(index, INDEX).body)


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


def rooms(**settings: Any) -> House:
    return House(SiteConfig(address=ADDRESS, **settings))


def robots_of(made: House) -> RobotFileParser:
    found = RobotFileParser()
    found.parse(output(RobotsRecipe(made), ROBOTS).body.decode().splitlines())
    return found


def test_crawlers_that_learn_from_texts_are_refused_as_long_as_mining_is_reserved() -> None:
    reserved = robots_of(rooms())
    assert not reserved.can_fetch("GPTBot", f"{ADDRESS}/politik/")
    assert not reserved.can_fetch("CCBot/2.0", f"{ADDRESS}/politik/")
    assert reserved.can_fetch("Googlebot", f"{ADDRESS}/politik/")
    assert robots_of(rooms(text_and_data_mining="allowed")).can_fetch("GPTBot", f"{ADDRESS}/politik/")


def test_which_crawlers_are_refused_is_a_setting() -> None:
    own = robots_of(rooms(refused_crawlers="OneBot TwoBot"))
    assert not own.can_fetch("OneBot", f"{ADDRESS}/")
    assert not own.can_fetch("TwoBot", f"{ADDRESS}/")
    assert own.can_fetch("GPTBot", f"{ADDRESS}/")
    none = output(RobotsRecipe(rooms(refused_crawlers="")), ROBOTS).body.decode()
    assert "Disallow" not in none
    assert robots_of(rooms(refused_crawlers="")).can_fetch("GPTBot", f"{ADDRESS}/")


@pytest.mark.parametrize("value", ["A\nAllow: /", "A  B", " A", "*"])
def test_a_crawlers_name_is_a_name(value: str) -> None:
    source = Source({"site": {"refused_crawlers": value}}, {}, "broadsheet.toml")
    with pytest.raises(ConfigurationError, match="refused_crawlers"):
        source.read("site", SiteConfig)


@pytest.mark.parametrize(("setting", "said"), [("reserved", 1), ("allowed", 0)])
def test_page_file_and_robots_say_the_same_of_mining(setting: str, said: int) -> None:
    made = rooms(text_and_data_mining=setting)
    page = output(NotFoundRecipe(made, rendering_of(made)), NOT_FOUND).body.decode()
    assert f'<meta name="tdm-reservation" content="{said}">' in page
    assert json.loads(output(RobotsRecipe(made), TDM).body) == [{"location": "/", "tdm-reservation": said}]
    assert (b"44b" in output(RobotsRecipe(made), ROBOTS).body) == bool(said)
