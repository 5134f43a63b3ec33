"""External content in a real browser: nothing foreign before a yes, after a no, after a yes taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from broadsheet.ledger.records import AnyRecord, Block, Embed, Paragraph, Run
from broadsheet.serve import headers
from broadsheet.serve.media_types import HTML
from broadsheet.site.embeds import WORDS
from tests import newsroom
from tests.site import in_a_browser
from tests.site.outside import NOTHING, reader

pytestmark = [pytest.mark.browser, in_a_browser.needs_chromium]

STORY = "/politik/meldung-a1/"
PRIVACY = "/datenschutz/"
VIDEO = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
OTHER_VIDEO = "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa"
POST = "https://norden.social/@wetter/112233445566778899/embed"
ONCE, ALWAYS, CHANGE = "Einmal laden", "Immer von YouTube laden", "Ändern"


def youtube(key: str) -> Embed:
    return Embed("youtube", f"https://www.youtube.com/watch?v={key}", "Die Taufe", key=key, poster="b2")


BODY: tuple[Block, ...] = (
    Paragraph(text=(Run(text="Ein Satz davor."),)),
    youtube("dQw4w9WgXcQ"),
    youtube("aaaaaaaaaaa"),
    Embed(
        "mastodon",
        "https://norden.social/@wetter/112233445566778899",
        "Sturm",
        text="Es wird windig.",
        key="@wetter/112233445566778899/embed",
    ),
    Embed("zdf", "https://www.zdf.de/x", "Nur ein Link"),
    Paragraph(text=(Run(text="Ein Satz danach."),)),
)


def records() -> list[AnyRecord]:
    return [newsroom.story(1, body=BODY) if record.id == "a1" else record for record in newsroom.records()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Path:
    return in_a_browser.write(tmp_path_factory.mktemp("site"), records(), django_db_blocker)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    [policy] = [
        value for name, value in headers.fixed(HTML, headers.PAGE) if name == "content-security-policy"
    ]
    with in_a_browser.served(site, policy) as address:
        yield address


@pytest.fixture(scope="module")
def browser(site: Path) -> Iterator[Browser]:
    with in_a_browser.chromium() as found:
        yield found


def boxes(page: Page) -> Any:
    return page.locator(".embed[data-frame]")


def press(page: Page, number: int, name: str) -> None:
    """By the keyboard, as whoever sees nothing would."""
    button = boxes(page).nth(number).get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")


def frames(page: Page) -> list[str]:
    return [str(each.get_attribute("src")) for each in page.locator("iframe").all()]


@pytest.mark.django_db
def test_a_page_allows_the_frames_of_its_placeholders_and_no_others(site: Path) -> None:
    found = {path: html.fromstring(path.read_text(encoding="utf-8")) for path in site.rglob("index.html")}
    policy = "//meta[@http-equiv='Content-Security-Policy']/@content"
    said = {str(path.relative_to(site).parent): page.xpath(policy) for path, page in found.items()}
    assert said.pop(STORY.strip("/")) == [
        "frame-src https://norden.social https://www.youtube-nocookie.com",
    ]
    assert len(said) > 10
    assert {path: policies for path, policies in said.items() if policies != ["frame-src 'none'"]} == {}


def test_a_reader_allows_once_and_always_changes_the_mind_and_is_obeyed(
    browser: Browser, address: str
) -> None:
    with reader(browser, address) as anna:
        page = anna.open(STORY)
        heights = page.evaluate("[...document.querySelectorAll('.embed')].map((e) => e.offsetHeight)")
        assert (frames(page), anna.asked, anna.stored(page)) == ([], [], NOTHING)

        press(page, 0, ONCE)
        assert (frames(page), anna.asked, anna.stored(page)) == ([VIDEO], [VIDEO], NOTHING)
        frame = page.locator("iframe")
        assert frame.get_attribute("title") == "YouTube: Die Taufe"
        assert "allow-same-origin" in str(frame.get_attribute("sandbox"))
        assert "allow-top-navigation" not in str(frame.get_attribute("sandbox"))
        expect(boxes(page).nth(0)).to_be_focused()
        expect(boxes(page).nth(0).get_by_role("status")).to_have_text(
            "Inhalt von YouTube, auf Ihren Wunsch geladen."
        )

        press(page, 0, CHANGE)
        assert (frames(page), anna.stored(page)) == ([], NOTHING)
        expect(boxes(page).nth(0)).to_be_focused()
        expect(boxes(page).nth(0).get_by_role("status")).to_have_text(
            "Der Inhalt von YouTube ist nicht mehr geladen."
        )

        press(page, 0, ALWAYS)
        assert frames(page) == [VIDEO, OTHER_VIDEO]
        [[name, value]] = anna.stored(page)["local"]
        [decision] = json.loads(value)
        assert (name, decision["provider"], decision["yes"], decision["text"]) == (
            "broadsheet-consent",
            "youtube",
            True,
            WORDS,
        )
        assert len(decision["day"]) == len(decision["until"]) == len("2026-11-22")
        assert heights == page.evaluate("[...document.querySelectorAll('.embed')].map((e) => e.offsetHeight)")

        other = anna.open(STORY)
        assert frames(other) == [VIDEO, OTHER_VIDEO]
        press(other, 2, ONCE)
        assert frames(other) == [VIDEO, OTHER_VIDEO, POST]
        press(other, 1, CHANGE)
        expect(page.locator("iframe")).to_have_count(0)
        assert (frames(other), anna.stored(other)) == ([POST], NOTHING)
        expect(page.get_by_role("button", name=ONCE)).to_have_count(3)

        anna.asked.clear()
        again = anna.open(STORY)
        assert (frames(again), anna.asked, anna.complaints) == ([], [], [])


def test_what_is_remembered_is_listed_on_the_privacy_page_and_taken_back_there(
    browser: Browser, address: str
) -> None:
    with reader(browser, address, locale="de-DE") as anna:
        page, privacy = anna.open(STORY), anna.open(PRIVACY)
        expect(privacy.get_by_text("Nichts: Auf diesem Gerät")).to_be_visible()
        press(page, 0, ALWAYS)
        line = privacy.locator(".remembered li")
        expect(line).to_contain_text("Externe Inhalte von YouTube erlaubt am")
        expect(privacy.get_by_text("Nichts: Auf diesem Gerät")).to_be_hidden()
        line.get_by_role("button", name="Zurücknehmen").focus()
        privacy.keyboard.press("Enter")
        expect(line).to_have_count(0)
        expect(privacy.locator(".remembered")).to_be_focused()
        expect(privacy.locator(".remembered").get_by_role("status")).to_have_text("Zurückgenommen.")
        expect(page.locator("iframe")).to_have_count(0)
        assert anna.stored(privacy) == NOTHING


def test_an_answer_runs_out_and_holds_for_the_words_it_was_given_to(browser: Browser, address: str) -> None:
    kept = {"purpose": "embeds", "provider": "youtube", "name": "YouTube", "text": WORDS, "yes": True}
    answers = {
        "run out": [{**kept, "day": "2025-01-01", "until": "2026-01-01"}],
        "other words": [{**kept, "text": "0", "day": "2026-01-01", "until": "2999-01-01"}],
        "for advertisements": [{**kept, "purpose": "ads", "day": "2026-01-01", "until": "2999-01-01"}],
        "refused": [{**kept, "yes": False, "day": "2026-01-01", "until": "2999-01-01"}],
        "no list": {"youtube": True},
        "not ours": ["x", None],
    }
    keep = """stored => {
      localStorage.setItem("broadsheet-consent", stored);
      broadsheet.consent.refresh();
    }"""
    with reader(browser, address) as anna:
        page = anna.open(STORY)
        for case, stored in answers.items():
            page.evaluate(keep, json.dumps(stored))
            assert (case, frames(page), anna.asked) == (case, [], [])
        page.evaluate(keep, json.dumps([{**kept, "day": "2026-01-01", "until": "2998-01-01"}]))
        assert len(frames(page)) == 2
        page.clock.set_fixed_time("2999-01-01T00:00:00Z")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
        assert frames(page) == []
        assert anna.complaints == []


def test_where_nothing_can_be_stored_an_answer_holds_for_the_page(browser: Browser, address: str) -> None:
    with reader(browser, address) as anna:
        anna.context.add_init_script("Storage.prototype.setItem = () => { throw new Error('refused') }")
        page = anna.open(STORY)
        press(page, 0, ALWAYS)
        assert frames(page) == [VIDEO, OTHER_VIDEO]
        press(page, 1, CHANGE)
        assert frames(page) == []


def test_without_scripts_the_placeholder_says_all_and_has_no_idle_buttons(
    browser: Browser, address: str
) -> None:
    with reader(browser, address, java_script_enabled=False) as anna:
        page = anna.open(STORY)
        box = page.locator(".embed").first
        for words in (
            "Externer Inhalt von YouTube",
            "YouTube gehört zu Google",
            "Ihre IP-Adresse",
            "Die Taufe",
        ):
            expect(box).to_contain_text(words)
        assert page.get_by_role("button", name=ONCE).count() == 0
        link = box.get_by_role("link", name="Bei YouTube ansehen")
        assert link.get_attribute("href") == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
        assert anna.asked == []


def test_a_remembered_yes_moves_nothing_in_the_page(browser: Browser, address: str) -> None:
    shift = """new PerformanceObserver((list) => {
      for (const each of list.getEntries()) window.shifted = (window.shifted ?? 0) + each.value
    }).observe({ type: "layout-shift", buffered: true })"""
    with reader(browser, address, viewport={"width": 360, "height": 3000}) as anna:
        page = anna.open(STORY)
        press(page, 0, ALWAYS)
        anna.context.add_init_script(shift)
        page.reload(wait_until="networkidle")
        assert len(frames(page)) == 2
        assert page.evaluate("window.shifted ?? 0") == 0
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


_FONT = "@font-face{font-family:F;src:url(https://font.example/f.woff2)}body{font-family:F}"
PLANTED = {
    "font": f"<style>{_FONT}</style>",
    "pixel": '<img src="https://pixel.example/p.gif" alt="">',
    "script": '<script src="https://script.example/s.js"></script>',
    "frame": '<iframe src="https://frame.example/"></iframe>',
}


def test_what_is_planted_is_caught(browser: Browser, address: str, site: Path) -> None:
    """Under our policy the browser refuses it; without one, these tests see what it asks."""
    page = (site / STORY.strip("/") / "index.html").read_text(encoding="utf-8")
    planted = page.replace("</main>", "".join(PLANTED.values()) + "</main>")
    (site / "planted.html").write_text(planted, encoding="utf-8")
    with reader(browser, address) as anna:
        anna.open("/planted.html")
        assert anna.asked == []
        refused = " ".join(anna.complaints)
        assert [word for word in ("style", "img-src", "script-src", "frame-src") if word not in refused] == []
    with reader(browser, address, bypass_csp=True) as anna:
        anna.open("/planted.html")
        assert {urlsplit(url).hostname for url in anna.asked} == {f"{plant}.example" for plant in PLANTED}
