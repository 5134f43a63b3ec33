"""Advertisements as readers get them: served with the real header fields, seen in a browser, counted."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from broadsheet.ledger.campaigns import AdPlace, Campaign, MarkupCreative, TagCreative, TextCreative
from broadsheet.serve.advertising import counts_in
from broadsheet.serve.app import ReadersApplication
from broadsheet.serve.folder import Folder
from broadsheet.serve.readings import Counting
from broadsheet.serve.shelf import Shelf
from broadsheet.site import assets, theme
from broadsheet.site.config import AdsConfig, SiteConfig
from broadsheet.site.edition import edition
from tests import newsroom
from tests.site.proof import ADDRESS, proof, publish

_CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(_CHROMIUM is None, reason="Chromium is not installed"),
]
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SERVER = "ads.invalid"
STORY = "/politik/meldung-a1/"
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const add = (list) => { for (const entry of list.getEntries()) sum += entry.value; };
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


def _campaign(name: str, creative: Any, place: AdPlace, **changes: Any) -> Campaign:
    values: dict[str, Any] = {"advertiser": "Werft", "starts": newsroom.NOW, "href": "https://werft.invalid/"}
    return Campaign(id=name, creative=creative, places=(place,), **{**values, **changes})


CAMPAIGNS = [
    _campaign("plain", TextCreative(headline="Neue Boote", text="Am Kai."), "top"),
    _campaign("heavy", TextCreative(headline="Alte Boote"), "rail", weight=99, sections=("s1",)),
    _campaign("other", TextCreative(headline="Anderswo"), "rail", weight=99, sections=("s2",)),
    _campaign("house", TextCreative(headline="Abo"), "rail", is_house=True),
    _campaign(
        "markup", MarkupCreative(markup="<style>b{color:red}</style><b>Bunt</b>", title="Bunt"), "text"
    ),
    _campaign(
        "tag", TagCreative(url=f"https://{SERVER}/x", provider=SERVER, name="Netz", title="Netz"), "end"
    ),
]


class Site:
    """The readers' application over what the edition bakes."""

    def __init__(self, folder: Path) -> None:
        self.counts = counts_in(folder / "ad-counts", UTC)
        self.counting = Counting(self.counts)
        public = Folder(folder / "public")
        self.app = ReadersApplication(
            public, Folder(folder / "answers"), Shelf(9_000_000), None, None, self.counting
        )

    def counted(self) -> dict[str, int]:
        self.counting.write()
        return dict(self.counts.since(datetime(2020, 1, 1, tzinfo=UTC)))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    publish(*newsroom.records(), *CAMPAIGNS)
    ads = AdsConfig(
        top="320x100", text="300x250", rail="300x250", end="300x250", after_blocks=1, servers=SERVER
    )
    made = edition(SiteConfig(address=ADDRESS), ads=ads)
    targets = [("story", "story:a1"), ("ad_markup", "campaign:markup")]
    targets += [("ads", place) for place in ("top", "text", "rail", "end")]
    outputs = [proof(made.recipes[recipe], target, newsroom.NOW).output for recipe, target in targets]
    files = {output.path: output.body for output in outputs if output}
    files |= {asset.path: asset.body for asset in assets.load(theme.load("broadsheet")).values()}
    for path, body in files.items():
        file = tmp_path / "public" / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    return Site(tmp_path)


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = site.app.answer(self.command, self.path, self.headers.get)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *_args: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _shown(page: Page) -> list[str]:
    return [each.get_attribute("data-campaign") or "" for each in page.locator("aside.ad > article").all()]


def test_they_come_without_a_shift_are_counted_and_ask_no_other_host(address: str, site: Site) -> None:
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        page.route(f"https://{SERVER}/**", lambda route: route.fulfill(body="<p>Netz</p>"))
        page.goto(address + STORY, wait_until="networkidle")
        assert _shown(page) == ["plain", "markup", "tag", "heavy"]
        assert page.evaluate(SHIFT) == 0
        assert page.locator(".ad .advertisement strong").all_inner_texts() == ["Anzeige"] * 4
        assert page.frame_locator('iframe[title="Bunt"]').locator("b").inner_text() == "Bunt"
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0

        assert not [url for url in asked if not url.startswith(address)]
        page.get_by_role("button", name="Zeigen", exact=True).click()
        page.locator('iframe[title="Netz"]').wait_for()
        assert f"https://{SERVER}/x" in asked
        page.get_by_role("button", name="Ändern").click()
        assert page.locator('iframe[title="Netz"]').count() == 0
        page.get_by_role("button", name="Nicht zeigen").click()
        assert "tag" not in _shown(page)

        page.evaluate("document.querySelector('.ad-link').target = '_blank'")
        page.locator(".ad-link").first.scroll_into_view_if_needed()
        page.wait_for_timeout(1300)
        with page.context.expect_page():
            page.locator(".ad-link").first.click(modifiers=["Control"])
        page.wait_for_timeout(200)
        assert page.evaluate("Object.keys(localStorage).concat(document.cookie)") == [
            "broadsheet-consent",
            "",
        ]

        plain = browser.new_context(java_script_enabled=False).new_page()
        plain.goto(address + STORY, wait_until="networkidle")
        framed = plain.frame_locator('aside[data-place="rail"] iframe')
        assert framed.locator("article:visible").inner_text().startswith("Anzeige In eigener Sache")
        browser.close()
    counted = site.counted()
    assert counted["plain/top/seen"] >= 1
    assert counted["plain/top/clicked"] == 1
    assert not [key for key in counted if key.startswith("other/")]
