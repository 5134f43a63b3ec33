"""A browser whose every request to another host is noted, and answered from here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

FRAME: Final = "<!doctype html><title>Fremd</title><button>Abspielen</button>"
_STORED: Final = """async () => ({
  local: Object.entries(localStorage), session: Object.entries(sessionStorage), cookies: document.cookie,
  databases: (await indexedDB.databases()).map((each) => each.name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING: Final = {"local": [], "session": [], "cookies": "", "databases": [], "caches": [], "workers": 0}


class Reader:
    """A person with a browser of its own; `asked` is what went out to hosts other than `home`."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.context = context
        self.home = home
        self.asked: list[str] = []
        self.complaints: list[str] = []
        context.route(lambda url: not self._is_home(url), self._answer)

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("console", lambda line: self.complaints.append(line.text) if "Policy" in line.text else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.home + path)
        page.wait_for_load_state("networkidle")
        return page

    def stored(self, page: Page) -> dict[str, Any]:
        """All that the page's own origin keeps on the device; cookies of every host stand with it."""
        found: dict[str, Any] = page.evaluate(_STORED)
        return {**found, "cookies": found["cookies"] or "".join(str(each) for each in self.context.cookies())}

    def _is_home(self, url: str) -> bool:
        return urlsplit(url).netloc == urlsplit(self.home).netloc or url.startswith(("data:", "about:"))

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body=FRAME)


@contextmanager
def reader(browser: Browser, home: str, **options: Any) -> Iterator[Reader]:
    context = browser.new_context(**{"viewport": {"width": 1000, "height": 900}, **options})
    try:
        yield Reader(context, home)
    finally:
        context.close()
