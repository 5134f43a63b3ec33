"""What is paid for says so wherever it is seen, and nothing can take the word away."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from msgspec.structs import replace
from playwright.sync_api import sync_playwright

from broadsheet.kernel.language import Language
from broadsheet.ledger.records import Container, Front, Paragraph, Ranking, Rule, Run, Story
from broadsheet.site import assets, catalogue, labels, theme
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from broadsheet.site.errors import LabelMissing, SiteError
from broadsheet.site.house import House
from tests import newsroom
from tests.site.proof import ADDRESS, proof, publish

PAID = "/wirtschaft/meldung-a8/"
Read = Callable[[str, str], str]


@pytest.fixture
def read(db: None) -> Read:
    """What a recipe of the real edition makes of a newsroom with one advertorial, which many point to."""
    changed = {
        "story:a2": {"related": ("a8", "a3"), "body": (_linked(asset="story:a8"), _linked(href=PAID))},
        "story:a8": {"body": (_linked(href="https://dachwerk.example/?a=1&b=2"), _linked(href="/politik/"))},
    }
    records = [_changed(each, changed) for each in newsroom.records()]
    front = Front(
        id="home",
        containers=(
            Container(
                layout="text",
                text=(Run(text="Hier", href=f"{ADDRESS}{PAID}?von=front"), Run(text="Da", asset="story:a8")),
            ),
            Container(layout="lead", picks=("a8",), count=1),
            Container(layout="headlines", picks=("a8", "a2"), rule=Rule(), count=5),
        ),
    )
    publish(*records, front, Ranking(id="read", stories=("a8", "a2")))
    made = edition(SiteConfig(address=ADDRESS, feeds="full"))

    def read(recipe: str, target: str) -> str:
        output = proof(made.recipes[recipe], target, newsroom.NOW).output
        return output.body.decode() if output else ""

    return read


def _linked(**link: Any) -> Any:
    return Paragraph(text=(Run(text="Ein Satz mit "), Run(text="Verweis", **link)))


def _changed(record: Any, changes: dict[str, dict[str, Any]]) -> Any:
    is_story = isinstance(record, Story) and f"story:{record.id}" in changes
    return replace(record, **changes[f"story:{record.id}"]) if is_story else record


def test_an_advertorial_says_what_it_is_wherever_it_goes(read: Read) -> None:
    page = read("story", "story:a8")
    assert page.count("Anzeige: Meldung 8") == 3  # title, share card, JSON-LD
    assert page.index("<strong>Anzeige</strong>") < page.index("<h1")
    assert '"AdvertiserContentArticle"' in page
    for recipe, target in (("home", "home"), ("section", "section:s2")):
        for link in html.fromstring(read(recipe, target)).xpath(f'//article//a[@href="{PAID}"]'):
            label = link.xpath('ancestor::article[1]//p[@class="advertisement"]/strong/text()')
            assert label == ["Anzeige"], (recipe, target)
    for name in ("feed.xml", "feed.atom", "feed.json"):
        feed = read("feed", f"advertorials/{name}")
        assert feed.count("Anzeige: Meldung 8") == 1
        assert "Anzeige Bezahlt von Dachwerk GmbH" in feed
        assert ">Anzeige<" in feed or '"tags":["Wirtschaft","Anzeige"]' in feed or 'term="Anzeige"' in feed


def test_it_stays_out_of_everything_that_is_news(read: Read) -> None:
    outputs = [("sitemap_news", "/sitemap-news.xml"), ("latest", "/fragments/latest.html")]
    outputs += [("most_read", "/fragments/most-read.html"), ("month", "2026-11")]
    outputs += [("feed", f"{name}/feed.xml") for name in ("news", "section:s2", "person:p1", "topic:t1")]
    for recipe, target in outputs:
        output = read(recipe, target)
        assert "meldung-a2" in output or "meldung-a3" in output, (recipe, target)
        assert "Meldung 8" not in output, (recipe, target)
    related = html.fromstring(read("story", "story:a2")).xpath('//section[@class="strip related"]//a/@href')
    assert PAID not in related
    assert related


def test_a_link_in_a_text_says_that_it_leads_to_one(read: Read) -> None:
    """By its id, by its address, from a text block of a front, in a feed."""
    link = f'<span class="paid-link">Anzeige:</span> <a href="{PAID}" rel="sponsored">Verweis</a>'
    assert read("story", "story:a2").count(link) == 2
    assert 'Anzeige:</span> <a href="https://zeitung.example/wirtschaft/meldung-a8/?von=front"' in read(
        "home", "home"
    )
    assert "Anzeige: <a" in html.fromstring(read("feed", "news/feed.xml").encode()).text_content()


def test_every_link_out_of_it_is_marked_as_paid(read: Read) -> None:
    page = read("story", "story:a8")
    assert 'href="https://dachwerk.example/?a=1&amp;b=2" rel="sponsored external noopener"' in page
    assert '<a href="/politik/">Verweis</a>' in page
    assert 'rel="sponsored"' in html.fromstring(read("feed", "advertorials/feed.xml").encode()).text_content()
    tag = '<A HREF="https://x.example/"><a rel="nofollow sponsored" class="b" href="https://x.example">'
    assert labels.sponsored(tag.lower(), ADDRESS) == (
        '<a href="https://x.example/" rel="sponsored">'
        '<a class="b" href="https://x.example" rel="sponsored nofollow">'
    )
    own = f'<a href="{ADDRESS}/a/">'
    assert labels.sponsored(own, ADDRESS) == own


@pytest.mark.parametrize("word", ["", "Promotion", "{missing}"])
def test_no_catalogue_can_call_it_something_else(word: str) -> None:
    def texts(language: Language) -> catalogue.Catalogue:
        shipped = catalogue.load(language)
        return shipped.replaced(lambda key, said: word if key == "advertorial.label" else said)

    with pytest.raises(SiteError, match=r"advertorial\.label") as refused:
        House(SiteConfig(address=ADDRESS), texts)
    assert isinstance(refused.value, LabelMissing) or word == "{missing}"


HIDING = """
p { display: none !important; opacity: 0 !important; color: transparent !important; font-size: 0 !important }
* { font-size: 0 !important; text-indent: -99rem !important; visibility: hidden !important }
article > * { color: #fff !important; background: #fff !important; transform: scale(0) !important }
[class^=adv], [class^=adv] * { position: absolute !important; inset-inline-start: -99rem !important;
  block-size: 0 !important; overflow: hidden !important; -webkit-text-fill-color: transparent !important;
  clip-path: inset(50%) !important; filter: opacity(0) !important; content-visibility: hidden !important }
[class^=adv]::first-line, strong::first-line { font-size: 0 !important; color: transparent !important }
h1 { visibility: visible !important; font-size: 2rem !important; display: block !important }
"""
SEEN = """() => {
  const word = document.querySelector(".advertisement > strong");
  const box = word.getBoundingClientRect(), style = getComputedStyle(word);
  return [box.width > 40 && box.height > 12,
          word.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }),
          style.color, style.backgroundColor, style.fontSize, style.position, style.clipPath, style.filter];
}"""


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_no_style_of_a_theme_can_hide_the_label(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text("")
    (tmp_path / "theme.css").write_text(HIDING)
    page = (
        f"<!doctype html><style>{assets.style_sheet(theme.load(str(tmp_path)))}</style>"
        '<article><p class="advertisement" hidden><strong>Anzeige</strong> <span>Bezahlt von X</span></p>'
        "<h1>Dach</h1></article>"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(color_scheme="dark")
        tab.set_content(page)
        whole, visible, colour, ground, *rest = tab.evaluate(SEEN)
        browser.close()
    assert (whole, visible) == (True, True)
    assert colour != ground
    assert rest == ["13px", "static", "none", "none"]
