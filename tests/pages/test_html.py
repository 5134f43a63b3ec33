"""Every page, feed and sitemap of the demo newsroom, as files."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from lxml import etree, html

from tests.journeys.newsroom import SITE
from tests.pages.baked import NOT_FOUND, Baked, own_path
from tests.pages.specimen_pages import KINDS, THEMES
from tests.programs import node_module, program

pytestmark = pytest.mark.slow

SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
EMBEDDING = (
    "//img/@src|//script/@src|//iframe/@src|//video/@src|//video/@poster|//audio/@src|//source/@src|"
    "//track/@src|//embed/@src|//object/@data|//input/@src|//form/@action|"
    "//link[not(@rel='canonical') and not(@rel='alternate')]/@href"
)
"""What a browser fetches without being asked."""
EMPTY_BOX = "Section lacks heading."
"""The beginning of a warning about the box that an island fills: it is hidden until then."""
_CSS_ADDRESS = re.compile(r"""(?:url\(|@import)\s*["']?([^"')]+)""")


def loaded(page: html.HtmlElement) -> Iterator[str]:
    """The addresses of everything that comes with a page."""
    yield from map(str, page.xpath(EMBEDDING))
    for candidates in page.xpath("//@srcset|//@imagesrcset"):
        yield from (candidate.split()[0] for candidate in str(candidates).split(","))
    for sheet in [*page.xpath("//style/text()"), *page.xpath("//@style")]:
        yield from _CSS_ADDRESS.findall(str(sheet))


# ---- markup -----------------------------------------------------------------------------


def test_the_nu_html_checker_finds_no_error_on_any_page(baked: Baked, tmp_path: Path) -> None:
    texts = {
        page: baked.gone[page].encode() if page in baked.gone else baked.read(page) for page in baked.pages
    }
    problems = problems_in(texts, tmp_path)
    # The checker does not know under which address a file is served, and so what 'self' is.
    assert {told for told in problems if "frame “/fragments/" not in told} == set()


@pytest.mark.deep
def test_it_finds_none_in_any_kind_of_page_of_either_theme(specimens: Path, tmp_path: Path) -> None:
    """But for what the style guide shows: a style sheet in the page, whose newer words the checker lacks."""
    paths = [path for path in KINDS.values() if not path.startswith("/musterbuch/")]
    texts = {
        f"{theme}: {path}": (specimens / theme / (path[1:] + "index.html" * path.endswith("/"))).read_bytes()
        for theme in THEMES
        for path in paths
    }
    assert problems_in(texts, tmp_path) == {}


def problems_in(texts: Mapping[str, bytes], folder: Path) -> dict[str, tuple[int, str]]:
    """How often and where first, by message; `folder` is for files."""
    java, checker = program("java", "default-jre-headless"), node_module("vnu-jar/build/dist/vnu.jar")
    names = {}
    for number, (page, text) in enumerate(texts.items()):
        file = folder / f"{number}.html"
        file.write_bytes(text)
        names[file.name] = page
    found = subprocess.run(
        [java, "-jar", str(checker), "--format", "json", "--exit-zero-always", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    problems: dict[str, list[str]] = {}
    for each in json.loads(found.stderr)["messages"]:
        is_warning = each.get("subType") == "warning" and not each["message"].startswith(EMPTY_BOX)
        if each["type"] != "info" or is_warning:
            where = f"{names[Path(each['url']).name]} {each.get('extract', '')!r}"
            problems.setdefault(each["message"], []).append(where)
    return {message: (len(places), places[0]) for message, places in problems.items()}


def test_every_page_says_what_it_is(baked: Baked) -> None:
    unsaid = [
        f"{path}: {what}"
        for path in baked.to_be_found
        for what in ("/html/@lang", "//title", "//h1")
        if len(baked.pages[path].xpath(what)) != 1
    ]
    assert unsaid == []


def test_what_people_search_for_is_described(baked: Baked) -> None:
    """Lists of months and the house's own pages have nothing to say that their titles do not."""
    kinds = ("/archiv/", "/hinweise/", "/impressum/", "/datenschutz/")
    described = [path for path in baked.to_be_found if not path.startswith(kinds)]
    found = {path: baked.pages[path].xpath("//meta[@name='description']/@content") for path in described}
    assert [path for path, said in found.items() if len(said) != 1 or len(said[0]) < 10] == []


def test_every_page_names_its_own_address(baked: Baked) -> None:
    named = {path: baked.pages[path].xpath("//link[@rel='canonical']/@href") for path in baked.to_be_found}
    assert named == {path: [SITE + path] for path in baked.to_be_found}


def test_titles_tell_pages_apart(baked: Baked) -> None:
    pages = [baked.pages[path] for path in baked.to_be_found]
    titles = [(page.get("lang"), page.findtext(".//title")) for page in pages]
    assert [title for title in set(titles) if titles.count(title) > 1] == []


def test_what_is_not_there_is_not_to_be_found(baked: Baked) -> None:
    assert len(baked.gone) >= 2
    for path in [NOT_FOUND, *baked.gone]:
        page = baked.pages[path]
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"], path
        assert page.xpath("//link[@rel='canonical']") == [], path


def test_descriptions_for_machines_parse(baked: Baked) -> None:
    for path, page in baked.pages.items():
        for text in page.xpath("//script[@type='application/ld+json']/text()"):
            things = json.loads(text)
            assert {"@context", "@type"} <= things.keys() or {"@context", "@graph"} <= things.keys(), path
    for path in baked.stories:
        kinds = [
            json.loads(text)
            for text in baked.pages[path].xpath("//script[@type='application/ld+json']/text()")
        ]
        assert "NewsArticle" in json.dumps(kinds) or "AdvertiserContentArticle" in json.dumps(kinds), path


# ---- where pages lead ---------------------------------------------------------------------


def test_every_link_leads_somewhere(baked: Baked) -> None:
    broken = sorted(
        {
            f"{path} → {href}"
            for path, page in baked.pages.items()
            for href in page.xpath("//a/@href|//link[@rel='alternate' or @rel='canonical']/@href")
            if not leads_somewhere(baked, path, str(href))
        }
    )
    assert broken == []


def leads_somewhere(baked: Baked, path: str, href: str) -> bool:
    """Links to other hosts are the editors' business."""
    target = own_path(href)
    if target is None:
        return True
    fragment = unquote(urlsplit(href).fragment)
    found = target or path
    if found not in baked.gone and not baked.holds(found):
        return False
    return not fragment or bool(baked.pages[found].xpath("//*[@id=$name]", name=fragment))


def test_no_page_of_the_site_links_to_a_story_that_is_gone_or_has_moved(baked: Baked) -> None:
    stale = [
        f"{path} → {href}"
        for path, page in baked.pages.items()
        for href in page.xpath("//a/@href")
        if own_path(str(href)) in {*baked.gone, *baked.moved}
    ]
    assert stale == []


def test_everything_that_a_page_shows_is_there(baked: Baked) -> None:
    missing = sorted(
        {
            f"{path}: {address}"
            for path, page in baked.pages.items()
            for address in loaded(page)
            if not (address.startswith("/") and baked.file(unquote(urlsplit(address).path)).is_file())
        }
    )
    assert missing == []


def test_every_picture_is_used_somewhere(baked: Baked) -> None:
    """A rendition that no page shows is a bake for nothing, but for stills of films and covers: of those
    one is shown."""
    shown = {address for page in baked.pages.values() for address in loaded(page)}
    shown |= {
        own_path(str(address)) or ""
        for page in baked.pages.values()
        for address in page.xpath("//meta[@property='og:image']/@content")
    }
    spoken_of = b"".join(
        baked.read(path) for path in baked.paths if path.endswith((".json", ".atom", ".xml", "/"))
    )
    unused = [
        path
        for path in baked.paths
        if path.startswith("/media/") and path not in shown and path.encode() not in spoken_of
    ]
    films = {address for page in baked.pages.values() for address in page.xpath("//video/@poster")}
    covers = {
        address
        for page in baked.pages.values()
        for address in page.xpath("//img[@class='podcast-cover']/@src")
    }
    stills = {path.partition("-")[0] for path in films | covers}
    assert [path for path in unused if path.partition("-")[0] not in stills] == []


def test_style_sheets_load_nothing_from_elsewhere(baked: Baked) -> None:
    sheets = [path for path in baked.paths if path.endswith(".css")]
    assert sheets
    for sheet in sheets:
        for address in _CSS_ADDRESS.findall(baked.read(sheet).decode()):
            assert address.startswith("data:") or baked.file(address).is_file(), (sheet, address)


def test_imprint_and_privacy_are_one_click_away_from_everywhere(baked: Baked) -> None:
    for path, page in baked.pages.items():
        links = page.xpath("//a/@href")
        assert {"/impressum/", "/datenschutz/"} <= set(links), path


# ---- feeds ------------------------------------------------------------------------------


def test_every_feed_is_one(baked: Baked) -> None:
    feeds = [path for path in baked.paths if path.endswith(("feed.xml", "feed.atom"))]
    assert {"/feed.xml", "/feed.atom", "/politik/feed.xml", "/politik/feed.atom"} <= set(feeds)
    for path in feeds:
        parsed = feedparser.parse(baked.read(path))
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.feed.title, path
        assert len({entry.id for entry in parsed.entries}) == len(parsed.entries), path
        for entry in parsed.entries:
            linked = baked.pages if path.startswith(("/hinweise/", "/notices/")) else baked.stories
            assert own_path(entry.link) in linked, (path, entry.link)
            assert entry.title, path
            assert (
                datetime.fromisoformat(entry.published) if path.endswith("atom") else entry.published_parsed
            )


def test_json_feeds_tell_the_same_as_rss(baked: Baked) -> None:
    feeds = [path for path in baked.paths if path.endswith("feed.json")]
    assert "/feed.json" in feeds
    for path in feeds:
        feed = json.loads(baked.read(path))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        rss = feedparser.parse(baked.read(path.replace(".json", ".xml")))
        assert [item["url"] for item in feed["items"]] == [entry.link for entry in rss.entries], path


def test_no_feed_holds_an_advertorial(baked: Baked) -> None:
    paid = {path for path in baked.stories if baked.pages[path].xpath("//article[@data-genre='advertorial']")}
    assert paid
    for path in baked.paths:
        if path.startswith("/feeds/advertisements/"):
            continue  # the one that holds nothing else, and says so
        if path.endswith(("feed.xml", "feed.atom", "feed.json", "sitemap-news.xml")):
            assert not [each for each in paid if each.encode() in baked.read(path)], path


# ---- sitemaps ---------------------------------------------------------------------------


def test_sitemaps_name_every_page_once(baked: Baked) -> None:
    parts = locations(baked, "/sitemap.xml")
    assert sorted(parts) == sorted(path for path in baked.paths if path.startswith("/sitemap-"))
    named = [each for part in parts if part != "/sitemap-news.xml" for each in locations(baked, part)]
    months = [
        path for path in baked.to_be_found if re.fullmatch(r"/(archive?|hinweise|notices)/\d{4}-\d\d/", path)
    ]
    assert sorted(named) == sorted(set(baked.to_be_found) - set(months))


def test_the_news_sitemap_holds_the_news_of_two_days(baked: Baked) -> None:
    news = etree.fromstring(baked.read("/sitemap-news.xml"))
    urls = news.findall("s:url", SITEMAP)
    assert 0 < len(urls) <= 1000
    oldest = datetime.now(UTC) - timedelta(hours=48, minutes=30)
    for url in urls:
        assert own_path(url.findtext("s:loc", "", SITEMAP)) in baked.stories
        assert datetime.fromisoformat(url.findtext("n:news/n:publication_date", "", SITEMAP)) > oldest
        assert url.findtext("n:news/n:title", "", SITEMAP)
        assert url.findtext("n:news/n:publication/n:name", "", SITEMAP)
        assert url.findtext("n:news/n:publication/n:language", "", SITEMAP) in {"de", "en"}


def locations(baked: Baked, sitemap: str) -> list[str]:
    root = etree.fromstring(baked.read(sitemap))
    assert len(root) <= 50_000
    for moment in root.iterfind(".//s:lastmod", SITEMAP):
        assert datetime.fromisoformat(moment.text or "").tzinfo, sitemap
    return [
        own_path(each.text or "") or f"foreign: {each.text}" for each in root.iterfind(".//s:loc", SITEMAP)
    ]


def test_robots_name_the_sitemaps(baked: Baked) -> None:
    lines = baked.read("/robots.txt").decode().splitlines()
    named = [line.partition(": ")[2] for line in lines if line.startswith("Sitemap:")]
    assert f"{SITE}/sitemap.xml" in named
    assert all(baked.holds(own_path(each) or "") for each in named)
