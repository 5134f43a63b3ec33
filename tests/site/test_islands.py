"""Pages in a real browser: with islands, without them, narrow, and under a strict content policy."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from broadsheet.ledger.records import Ranking
from broadsheet.site import assets, theme
from tests import newsroom
from tests.site.conftest import pages
from tests.site.proof import publish

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(_CHROMIUM is None, reason="Chromium is not installed"),
]

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
STORY = "/politik/meldung-a1/"


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small newsroom's pages as files, without pictures."""
    records = newsroom.records()
    publish(*records, Ranking(id="read", stories=("a3", "a1", "a2")))
    files = {path: text.encode() for path, text in pages(records).items()}
    files |= {asset.path: asset.body for asset in assets.load(theme.load("broadsheet")).values()}
    for path, body in files.items():
        file = tmp_path / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Visit:
    """One page, and what the browser had to say of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if "Policy" in line.text else None)


def visit(address: str, path: str, *, width: int = 390, script: bool = True, now: str = "") -> dict[str, Any]:
    """Opens a page and gives what the tests ask about."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=QUIET)
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        found = Visit(context.new_page())
        if now:
            found.page.clock.set_fixed_time(now)
        found.page.goto(address + path)
        found.page.wait_for_load_state("networkidle")
        box = found.page.locator(".latest")
        result = {
            "title": found.page.title(),
            "box": box.inner_text() if box.count() else "",
            "most_read": found.page.locator(".most-read").all_inner_texts(),
            "most_read_is_shown": found.page.locator(".most-read").is_visible(),
            "times": found.page.locator("time[data-relative]").all_inner_texts(),
            "titles": [
                each.get_attribute("title") for each in found.page.locator("time[data-relative]").all()
            ],
            "wider": _wider(found.page) if script else 0,
            "asked": found.asked,
            "complaints": found.complaints,
        }
        browser.close()
        return result


def _wider(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_the_fragment_replaces_the_box_without_the_story_that_is_read(address: str) -> None:
    box = visit(address, STORY)["box"]
    assert box.startswith("Neueste Nachrichten")
    assert "Meldung 2" in box
    assert "größten" not in box


def test_the_box_stays_as_it_was_if_the_fragment_cannot_be_had(address: str, folder: Path) -> None:
    (folder / "fragments/latest.html").unlink()
    assert visit(address, STORY)["box"].startswith("Mehr aus Politik")


def test_without_script_the_page_is_whole(address: str) -> None:
    seen = visit(address, STORY, script=False)
    assert seen["box"].startswith("Mehr aus Politik")
    assert all("November 2026" in each for each in seen["times"])


def test_what_is_read_most_is_put_in_without_the_story_that_is_read(address: str) -> None:
    seen = visit(address, STORY)
    (box,) = seen["most_read"]
    assert box.startswith("Meistgelesen")
    assert box.index("Meldung 3") < box.index("Meldung 2")
    assert "größten" not in box
    assert visit(address, STORY, script=False)["most_read_is_shown"] is False


def test_without_counts_there_is_no_such_box(address: str, folder: Path) -> None:
    (folder / "fragments/most-read.html").write_text("<h2>Meistgelesen</h2><ol></ol>")
    assert visit(address, STORY)["most_read_is_shown"] is False


def test_a_new_story_says_how_long_ago_and_keeps_the_moment_as_title(address: str) -> None:
    seen = visit(address, "/", now="2026-11-24T12:10:00Z")
    assert "vor 5 Minuten" in seen["times"]
    assert "24. November 2026, 13:05 Uhr" in seen["titles"]


def test_an_old_story_keeps_its_date(address: str) -> None:
    seen = visit(address, "/", now="2026-11-26T12:10:00Z")
    assert "24. November 2026, 13:05 Uhr" in seen["times"]


@pytest.mark.parametrize(
    "path", ["/", STORY, "/wirtschaft/", "/thema/hafen/", "/archiv/2026-11/", "/404.html"]
)
def test_a_narrow_page_fits_and_asks_nobody_else(address: str, path: str) -> None:
    seen = visit(address, path, width=320)
    assert seen["title"]
    assert seen["wider"] <= 0
    assert not [each for each in seen["asked"] if not each.startswith(address)]
    assert not seen["complaints"]


def test_a_gallery_steps_by_buttons_and_keys_and_says_where_it_stands(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
        page.goto(address + STORY)
        position, pictures = page.locator(".gallery-position"), page.locator(".gallery ul")
        back, forth = page.locator(".gallery-back"), page.locator(".gallery-forth")
        expect(position).to_have_text("1 von 2")
        expect(back).to_have_attribute("aria-disabled", "true")
        forth.click()
        expect(position).to_have_text("2 von 2")
        expect(forth).to_be_focused()
        expect(forth).to_have_attribute("aria-disabled", "true")
        expect(page.get_by_role("button", name="Vorheriges Bild")).to_be_enabled()
        pictures.press("ArrowLeft")
        expect(position).to_have_text("1 von 2")
        pictures.press("End")
        expect(position).to_have_text("2 von 2")
        page.emulate_media(media="print")
        expect(forth).to_be_hidden()
        assert page.evaluate("document.querySelector('.gallery ul').scrollLeft") >= 0
        shown = [each.bounding_box() for each in page.locator(".gallery li").all()]
        assert all(box and box["x"] >= -1 and box["x"] + box["width"] <= 391 for box in shown)
        browser.close()


def test_a_gallery_without_script_is_a_list_that_scrolls(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
        page.goto(address + STORY)
        expect(page.locator(".gallery-position")).to_have_text("2 Bilder")
        expect(page.locator(".gallery button")).to_have_count(0)
        expect(page.locator(".gallery .credit")).to_have_count(2)
        assert page.locator(".gallery ul").get_attribute("tabindex") == "0"
        browser.close()
