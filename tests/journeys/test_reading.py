"""Readers: without scripts, on paper, on a telephone, at night, and while everything else is down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys import slowly
from tests.journeys.newsroom import Newsroom
from tests.pages.baked import NOT_FOUND, Baked
from tests.pages.kinds import representatives

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHAT_IS_KEPT = """async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def path_of(page: Page, newsroom: Newsroom) -> str:
    return page.url.removeprefix(newsroom.readers)


def test_without_scripts_every_kind_of_page_is_a_click_away(
    plain: Page, running: Newsroom, baked: Baked
) -> None:
    plain.goto(running.readers)
    plain.get_by_role("navigation", name="Ressorts").first.get_by_role("link", name="Politik").click()
    assert path_of(plain, running) == "/politik/"

    shown = [path for path in baked.stories if path in links(baked, "/politik/")]
    story = next(path for path in shown if {"/thema", "/autor"} <= {each[:6] for each in links(baked, path)})
    plain.locator(f"main a[href='{story}']").first.click()
    assert path_of(plain, running) == story

    plain.locator("main a[href^='/thema/']").first.click()
    assert path_of(plain, running).startswith("/thema/")
    plain.go_back()
    plain.locator("main a[rel=author]").first.click()
    assert path_of(plain, running).startswith("/autor/")

    plain.get_by_role("link", name="Archiv", exact=True).click()
    plain.locator("main a").first.click()
    assert re.fullmatch(r"/archiv/\d{4}-\d\d/", path_of(plain, running))
    plain.locator("main a[href^='/politik/'], main a[href^='/wirtschaft/']").first.click()
    assert path_of(plain, running) in baked.stories

    plain.get_by_role("link", name="Impressum").click()
    assert plain.get_by_role("heading", level=1).inner_text() == "Impressum"


def links(baked: Baked, path: str) -> list[str]:
    return list(map(str, baked.pages[path].xpath("//main//a/@href")))


@pytest.mark.deep
def test_nothing_is_kept_on_the_reader_s_device(
    visitor: BrowserContext, page: Page, running: Newsroom, baked: Baked
) -> None:
    """And nothing is asked of another host: the fixture `visitor` sees to that."""
    for path in representatives(baked):
        page.goto(running.readers + path, wait_until="networkidle")
        kept = page.evaluate(WHAT_IS_KEPT)
        assert not any(kept.values()), (path, kept)
        assert visitor.cookies() == [], path


def test_a_wrong_address_leads_home(page: Page, running: Newsroom) -> None:
    answer = page.goto(f"{running.readers}/politik/gibt-es-nicht-0000000000/")
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("main").get_by_role("link").first.click()
    assert path_of(page, running) == "/"


def test_an_old_address_leads_to_the_new_one(page: Page, running: Newsroom, baked: Baked) -> None:
    assert baked.moved
    for old, new in baked.moved.items():
        page.goto(running.readers + old)
        assert path_of(page, running) == new


def test_what_was_taken_back_says_so(page: Page, running: Newsroom, baked: Baked) -> None:
    words = []
    for path in baked.gone:
        answer = page.goto(running.readers + path)
        assert answer is not None
        assert answer.status == 410
        words.append(page.get_by_role("main").inner_text())
    assert sum("Der Zeuge war erfunden." in each for each in words) == 1


def test_at_night_pages_are_dark(page: Page, running: Newsroom, baked: Baked) -> None:
    page.goto(running.readers + baked.stories[0])
    by_day = brightness(page, "backgroundColor"), brightness(page, "color")
    page.emulate_media(color_scheme="dark")
    by_night = brightness(page, "backgroundColor"), brightness(page, "color")
    assert by_day[0] > 200 > 100 > by_day[1]
    assert by_night[0] < 60 < 150 < by_night[1]


def brightness(page: Page, what: str) -> float:
    """0 to 255, of the page's text or ground."""
    colour = str(page.evaluate("what => getComputedStyle(document.documentElement)[what]", what))
    ground = str(page.evaluate("what => getComputedStyle(document.body)[what]", what))
    parts = [float(number) for number in re.findall(r"[\d.]+", colour if "0, 0, 0, 0" in ground else ground)]
    return sum(parts[:3]) / 3


def test_on_paper_the_story_is_whole_and_the_navigation_gone(
    page: Page, running: Newsroom, baked: Baked
) -> None:
    path = max(baked.stories, key=lambda each: len(baked.read(each)))
    page.goto(running.readers + path)
    page.emulate_media(media="print")
    printed = " ".join(page.locator("body").inner_text().split())
    for paragraph in baked.pages[path].xpath("//article//h1|//article//div[@class='prose']/p"):
        assert " ".join(paragraph.text_content().split()) in printed
    assert not page.get_by_role("navigation").first.is_visible()
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 2


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_its_screen(
    visitor: BrowserContext, page: Page, running: Newsroom, baked: Baked, width: int
) -> None:
    """320 pixels: a small telephone, and any screen at 400 % (WCAG 1.4.10)."""
    page.set_viewport_size({"width": width, "height": 800})
    too_wide = {}
    for path in representatives(baked):
        page.goto(running.readers + path)
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            too_wide[path] = found
    assert too_wide == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_the_layout_holds_still(page: Page, baked: Baked, width: int) -> None:
    """Cumulative layout shift while a page arrives in pieces and its islands work; at 0.1 readers notice."""
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(each => {"
        " window.shift += each.value })).observe({ type: 'layout-shift', buffered: true })"
    )
    longest = max(baked.stories, key=lambda path: len(baked.read(path)))
    with slowly.sent(baked) as address:
        for path in ["/", "/politik/", longest, next(path for path in baked.stories if "sparkasse" in path)]:
            page.goto(address + path, wait_until="networkidle")
            assert page.evaluate("window.shift") < 0.01, path


def test_readers_keep_every_page_when_desk_worker_and_database_are_gone(
    demo: Newsroom,
) -> None:
    before = Baked(demo.folder)
    (demo.folder / "broadsheet.sqlite3").rename(demo.folder / "gone.sqlite3")
    with demo.started("serve") as process:
        demo.wait_until_answered(process, demo.readers)
        for path in before.paths:
            if path != NOT_FOUND:
                with urlopen(demo.readers + path) as answer:  # noqa: S310 - our own loopback address
                    assert answer.read() == before.read(path), path
        assert demo.read("/gibt-es-nicht/")[0] == 404
