"""A site in German and English: a home each, and around a story the frame speaks its language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Container, Correction, Front, Page, Section
from broadsheet.ledger.vault import Vault
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.recipe import Edition
from broadsheet.press.store import FolderStore
from broadsheet.press.turns import FileTurn
from broadsheet.press.verify import verify
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from broadsheet.site.front_preview import automatic_front, render_front
from tests.site.proof import ADDRESS, BASE, HARBOUR, NOW, POLITICS, SETTINGS, output, publish, story, withdraw

pytestmark = pytest.mark.django_db

SITE = SiteConfig(address=ADDRESS, further_languages="en")
WORLD = Section(id="s9", path="/world/", title="World", order=9, language="en")
GERMAN = story(1, path="/politik/werft-a1/", headline="Die Werft")
ENGLISH = replace(
    GERMAN, id="a2", path="/world/shipyard-a2/", headline="The shipyard", section="s9", language="en",
    translation_of="a1", corrections=(Correction(NOW, "It was three."),),
)  # fmt: skip
ALONE = replace(
    ENGLISH, id="a3", path="/world/alone-a3/", headline="Alone", translation_of="", corrections=()
)
PICKED = Container(layout="list", title="Chosen", picks=("a3", "a1"), count=2)
BOTH = [("de", f"{ADDRESS}/"), ("en", f"{ADDRESS}/en/"), ("x-default", f"{ADDRESS}/")]


@pytest.fixture
def site() -> Edition:
    publish(*BASE, WORLD, GERMAN, ENGLISH, ALONE)
    return edition(SITE)


def text(site: Edition, recipe: str, target: str) -> str:
    return output(site.recipes[recipe], target).body.decode()


def switch(page: str) -> list[tuple[str, str]]:
    found = re.search(r'<nav class="languages".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)" lang="([^"]+)"', found[0]) if found else []


def menu(page: str) -> str:
    found = re.search(r'<nav class="sections".*?</nav>', page, re.DOTALL)
    return found[0] if found else ""


def alternates(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page)


def test_each_language_has_a_home_with_its_own_stories(site: Edition) -> None:
    german, english = text(site, "home", "/"), text(site, "home", "/@en")
    assert output(site.recipes["home"], "/@en").path == "/en/"
    assert '<html lang="de">' in german
    assert '<html lang="en">' in english
    assert "Die Werft" in german
    assert "The shipyard" not in german
    assert "The shipyard" in english
    assert "Die Werft" not in english


def test_editors_may_lay_out_either_home(site: Edition) -> None:
    publish(Front(id="home@en", containers=(PICKED,)))
    german, english = (text(site, "home", target) for target in ("/", "/@en"))
    assert "Chosen" not in german
    assert english.index("Chosen") < english.index("Alone") < english.index("Die Werft")
    assert "The shipyard" not in english
    made = automatic_front("home@en", SITE)
    shown = render_front(made, {}, SITE, lambda _file, _width: "/x")
    assert ("The shipyard" in shown, "Die Werft" in shown, '<html lang="en">' in shown) == (True, False, True)
    topic = automatic_front("t1", SITE)
    assert topic.containers[0].layout == "lead-beside"
    assert "Die Werft" in render_front(topic, {}, SITE, lambda _file, _width: "/x")


def test_a_topic_shows_the_stories_of_its_language_and_is_offered_in_it_alone(site: Edition) -> None:
    def told() -> list[bool]:
        page, feeds = text(site, "topic", "topic:t1"), text(site, "feeds", "/feeds/@en")
        return ["The shipyard" in page, "Die Werft" in page, '<html lang="en">' in page, "Hafen" in feeds]

    assert told() == [False, True, False, False]
    publish(replace(HARBOUR, language="en"))
    assert told() == [True, False, True, True]
    assert b"<language>en</language>" in output(site.recipes["feed"], "topic:t1/feed.xml").body


def test_a_wrong_address_is_answered_in_both_languages_and_a_former_one_in_its_own(site: Edition) -> None:
    publish(Page(id="g1", path="/impressum/", role="imprint", title="Impressum"))
    publish(Page(id="g2", path="/wir/", role="page", title="Wir"))
    assert '<section class="opening" lang="en">\n<h2>There is no such page</h2>' in text(
        site, "not_found", "/404.html"
    )
    withdraw("story:a2")
    withdraw("story:a1")
    gone = text(site, "redirect", ENGLISH.path)
    assert ["No longer published" in gone, '<html lang="en">' in gone] == [True, True]
    assert '<a href="/impressum/" hreflang="de">Imprint</a>' in gone
    assert '<a href="/wir/" lang="de" hreflang="de">Wir</a>' in gone
    assert '<html lang="de">' in text(site, "redirect", GERMAN.path)


def test_each_home_has_the_tagline_of_its_language(site: Edition) -> None:
    publish(replace(SETTINGS, tagline="Von hier", further_tagline="From here"))
    said = [re.findall(r'class="tagline">([^<]+)<', text(site, "home", each)) for each in ("/", "/@en")]
    assert said == [["Von hier"], ["From here"]]


def test_a_translation_is_not_among_what_is_like_a_story(site: Edition) -> None:
    like = "Werft Tideron Karpress Odruna Halvensund Stallforth"
    publish(replace(GERMAN, topics=(), headline=like), replace(ENGLISH, topics=(), headline=like))
    assert "/politik/werft-a1/" not in text(site, "story", "story:a2").partition('class="related"')[2]
    assert "/world/" in text(site, "story", "story:a2").partition("<main")[2]


def test_homes_name_and_lead_to_each_other(site: Edition) -> None:
    german, english = text(site, "home", "/"), text(site, "home", "/@en")
    assert alternates(german) == alternates(english) == BOTH
    assert (switch(german), switch(english)) == ([("/en/", "en")], [("/", "de")])


def test_a_menu_holds_the_sections_of_its_language(site: Edition) -> None:
    assert "/world/" not in menu(text(site, "home", "/"))
    assert "/world/" in menu(text(site, "home", "/@en"))
    assert "/politik/" not in menu(text(site, "section", "section:s9"))


def test_the_frame_around_a_story_speaks_its_language(site: Edition) -> None:
    page = text(site, "story", "story:a2")
    assert '<html lang="en">' in page
    assert "Skip to content" in page
    assert "Zum Inhalt" not in page
    assert '<p class="nameplate"><a href="/en/">' in page
    assert 'data-fragment="/fragments/latest-en.html"' in page
    assert '<link rel="alternate" type="application/rss+xml" title="Der Lotse" href="/en/feed.xml">' in page


def test_the_switch_leads_to_the_translation_or_else_home(site: Edition) -> None:
    assert switch(text(site, "story", "story:a1")) == [("/world/shipyard-a2/", "en")]
    assert switch(text(site, "story", "story:a2")) == [("/politik/werft-a1/", "de")]
    assert switch(text(site, "story", "story:a3")) == [("/", "de")]


def test_each_language_has_feeds_and_a_page_of_them(site: Edition) -> None:
    feed = output(site.recipes["feed"], "news/feed.xml@en")
    assert feed.path == "/en/feed.xml"
    assert b"<language>en</language>" in feed.body
    assert b"The shipyard" in feed.body
    assert b"Die Werft" not in feed.body
    assert b"<language>en</language>" in output(site.recipes["feed"], "section:s9/feed.xml").body
    assert output(site.recipes["feeds"], "/feeds/@en").path == "/en/feeds/"
    assert "/politik/" not in text(site, "opml", "/feeds.opml@en")


def test_archive_notices_and_latest_keep_to_their_language(site: Edition) -> None:
    month = f"{NOW:%Y-%m}"
    assert output(site.recipes["month"], f"{month}@en").path == f"/archive/{month}/"
    assert "Die Werft" not in text(site, "month", f"{month}@en")
    assert "The shipyard" not in text(site, "month", month)
    assert "It was three." in text(site, "notices", "all@en")
    assert "It was three." not in text(site, "notices", "all")
    assert "Die Werft" not in text(site, "latest", "/fragments/latest.html@en")


def test_the_sitemap_names_what_stands_in_every_language(site: Edition) -> None:
    found = text(site, "sitemap_pages", "/sitemap-pages.xml")
    for path in ("/", "/en/", "/feeds/", "/en/feeds/", "/archiv/", "/archive/", "/hinweise/", "/notices/"):
        assert f"<loc>{ADDRESS}{path}</loc>" in found


def test_sections_name_each_other_where_either_says_so(site: Edition) -> None:
    both = [("de", f"{ADDRESS}/politik/"), ("en", f"{ADDRESS}/world/"), ("x-default", f"{ADDRESS}/politik/")]

    def named() -> tuple[list[tuple[str, str]], ...]:
        return tuple(alternates(text(site, "section", f"section:{each}")) for each in ("s1", "s9", "s8"))

    more = replace(WORLD, id="s8", path="/more/", order=8)
    publish(more)
    assert named() == ([], [], [])
    assert switch(text(site, "section", "section:s9")) == [("/", "de")]
    publish(replace(more, counterpart="s9"), replace(POLITICS, counterpart="s9"))
    assert named() == (both, both, [])
    assert switch(text(site, "section", "section:s9")) == [("/politik/", "de")]
    publish(POLITICS, replace(WORLD, counterpart="s1"))
    assert named() == (both, both, [])
    publish(replace(POLITICS, counterpart="s9"))
    assert named() == (both, both, [])
    publish(replace(POLITICS, counterpart="s8"), WORLD)
    assert named() == ([], [], []), "three in a row are no pair"
    publish(replace(POLITICS, counterpart="s9"), replace(more, order=0, counterpart="s1"))
    assert named() == (both, both, [])
    publish(replace(POLITICS, counterpart="s9", language="en"))
    assert named() == ([], [], []), "both are in English"


@pytest.mark.django_db(transaction=True)
def test_both_homes_keep_up(tmp_path: Path, manual_clock: ManualClock) -> None:
    config = PressConfig(gzip_level=1, brotli_quality=0)
    store = FolderStore(tmp_path / "public", tmp_path / "answers", config, durable=False)
    made = edition(SITE)
    press = Press(made, store, Vault(tmp_path / "vault"), config, FileTurn(tmp_path / ".lock"))
    press.start()
    publish(*BASE, WORLD, GERMAN, ENGLISH)
    press.bake_due()
    steps: list[Callable[[], None]] = [
        lambda: publish(ALONE),
        lambda: withdraw("story:a2"),
        lambda: publish(replace(GERMAN, language="en")),
        lambda: publish(replace(WORLD, counterpart="s1")),
        lambda: publish(replace(POLITICS, path="/inland/")),
        lambda: publish(replace(WORLD, id="s8", path="/more/", order=8), replace(POLITICS, counterpart="s8")),
        lambda: publish(replace(WORLD, path="/welt/")),
        lambda: publish(replace(WORLD, language="")),
        lambda: publish(replace(POLITICS, counterpart=""), replace(WORLD, order=10, counterpart="s1")),
        lambda: publish(replace(WORLD, id="s8", path="/more/", order=8, counterpart="s1")),
        lambda: withdraw("section:s8"),
        lambda: publish(Front(id="home@en", containers=(PICKED,)), Front(id="t1", containers=(PICKED,))),
        lambda: withdraw("story:a3"),
        lambda: withdraw("front:t1"),
        lambda: publish(replace(HARBOUR, language="en", path="/topic/harbour/")),
    ]
    for step in steps:
        step()
        assert press.bake_due().failed == 0
        assert verify(made, store, press.vault, config).differences == []
    assert "Die Werft" in (tmp_path / "public/en/index.html").read_text()
    assert dict(alternates((tmp_path / "public/politik/index.html").read_text()))["en"] == f"{ADDRESS}/world/"


def test_a_site_in_one_language_offers_no_other(site: Edition) -> None:
    alone = edition(SiteConfig(address=ADDRESS))
    assert switch(text(alone, "home", "/")) == []
    assert "The shipyard" in text(alone, "home", "/")
    assert "/world/" in menu(text(alone, "home", "/"))
    assert [target for _, target in alone.standing() if "@" in target] == []
