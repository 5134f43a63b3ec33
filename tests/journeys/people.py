"""Who works at the demo newsroom's desk, and how they get there."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from broadsheet.demo.accounts import PASSWORD
from tests.journeys.newsroom import Newsroom

CHIEF = "chefredaktion"
POLITICS = "politik"
"""The section editor of Politik."""
REPORTER = "reporter"


def at_the_desk(browser: Browser, newsroom: Newsroom, name: str) -> Page:
    """A browser of their own, on the desk's first page after the login. Whoever calls closes its context."""
    context = browser.new_context(
        locale="de-DE", timezone_id="Europe/Berlin", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(newsroom.desk)
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{newsroom.desk}/")
    return page
