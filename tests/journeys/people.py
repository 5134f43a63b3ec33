"""Who works at the demo newsroom's desk, and what they do there with mouse and keyboard."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, Locator, expect

from broadsheet.demo.accounts import PASSWORD
from tests.journeys.newsroom import PATIENCE, Newsroom

CHIEF = "chefredaktion"
POLITICS = "politik"
"""The section editor of Politik."""
REPORTER = "reporter"

EDITOR = re.compile(r"/pages/(\d+)/edit/")
_WORDS = ".public-DraftEditor-content"


class Person:
    """One of the demo's accounts in a browser of their own, logged in while the block lasts."""

    def __init__(self, browser: Browser, newsroom: Newsroom, name: str) -> None:
        self.newsroom = newsroom
        self.name = name
        self.context = browser.new_context(
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport={"width": 1280, "height": 900},
            # What fades in is pale for a moment.
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self.context.new_page()

    def __enter__(self) -> Self:
        self.page.goto(self.newsroom.desk)
        self.page.locator("[name=username]").fill(self.name)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.newsroom.desk}/")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()

    def open(self, path: str) -> int:
        """The answer's status."""
        answer = self.page.goto(self.newsroom.desk + path)
        assert answer is not None
        return answer.status

    def from_menu(self, name: str) -> None:
        """The menu's entry; a number of waiting things may stand behind it."""
        self.page.get_by_role("link", name=re.compile(rf"^{name}( \(\d+\+?\))?$")).click()

    def make_story(self, headline: str, section: str) -> None:
        """From the inbox, by its keys and its preview, to the editor."""
        self.from_menu("Meldungen")
        expect(self.page.get_by_role("button", name="Tasten")).to_be_visible()
        self.page.keyboard.press("/")
        self.page.keyboard.type(headline)
        expect(self.page.locator("[data-item]")).to_have_count(1)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("j")
        self.page.keyboard.press("o")
        preview = self.page.get_by_role("region", name="Vorschau")
        expect(preview.get_by_role("heading", name=headline)).to_be_visible()
        preview.get_by_label("Ressort").select_option(label=section)
        preview.get_by_role("button", name="Artikel daraus machen").click()
        self.page.wait_for_url("**/edit/")

    # ---- in the editor ------------------------------------------------------------------

    @property
    def story(self) -> str:
        """The number of the story in the editor."""
        found = EDITOR.search(self.page.url)
        assert found, self.page.url
        return found[1]

    def edit(self, story: str) -> None:
        assert self.open(f"/pages/{story}/edit/") == 200

    def write_headline(self, words: str) -> None:
        self.page.get_by_role("textbox", name="Überschrift").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def write_first(self, words: str) -> None:
        """At the beginning of the text."""
        self.page.locator(_WORDS).first.click()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.type(words)

    def add_topic(self, title: str) -> None:
        self.page.get_by_role("tab", name="Themen und Autoren").click()
        self.page.locator("#id_topic_links-ADD").click()
        added = self.page.locator("[id^=inline_child_topic_links-]:not(template *)").last
        added.get_by_role("button", name=re.compile("auswählen")).first.click()
        self.page.locator(".modal").get_by_role("link", name=title).click()
        expect(added).to_contain_text(title)

    def actions(self) -> Locator:
        """What the editor's menu offers, opened."""
        menu = self.page.locator("footer")
        menu.get_by_role("button", name="Mehr Aktionen").click()
        return menu

    def publish(self) -> None:
        """Presses the button, and no more: what comes of it is another matter."""
        self.actions().get_by_role("button", name="Veröffentlichen", exact=True).click()
        self.page.wait_for_url("**/stories/")

    def submit(self) -> None:
        self.page.locator("footer [name=action-submit]").click()

    def approve(self) -> None:
        """What was submitted for review."""
        self.actions().get_by_role("button", name="Freigeben und Veröffentlichen", exact=True).click()
        self.page.wait_for_load_state()

    def unpublish(self) -> None:
        self.open(f"/pages/{self.story}/unpublish/")
        self.page.get_by_role("main").get_by_role("button").first.click()
        self.page.wait_for_url("**/stories/")
