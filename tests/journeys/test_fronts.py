"""A front from an empty board to the readers and back, by mouse and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.newsroom import Newsroom, moments
from tests.journeys.people import CHIEF, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOME = "/fronts/home/"


def test_a_front_is_curated_seen_launched_and_taken_back(browser: Browser, demo: Newsroom) -> None:
    with demo.up(), Person(browser, demo, CHIEF) as chief, Person(browser, demo, CHIEF) as other:
        page = chief.page
        assert (chief.open(HOME), other.open(HOME)) == (200, 200)
        page.get_by_role("button", name="Block hinzufügen").click()
        page.get_by_role("button", name="Block hinzufügen").click()
        name_it(page, 1, "Von Hand gewählt")
        lower = page.locator("[data-container]").nth(1)
        upper = page.locator("[data-container]").nth(0)

        first, second = published(page, 0), published(page, 1)
        by_mouse(page, first, upper)
        by_keyboard(page, second, lower)
        said(page, "Platz 1 von 1 in Block 2.")

        up = lower.get_by_role("button", name=f"„{second}“ nach oben")
        up.focus()
        page.keyboard.press("Alt+ArrowUp")
        said(page, f"{second}: Platz 2 von 2 in Block 1.")
        moved = upper.get_by_role("button", name=f"„{second}“ nach oben")
        expect(moved).to_be_focused()
        page.keyboard.press("Enter")
        said(page, f"{second}: Platz 1 von 2 in Block 1.")
        expect(moved).to_be_focused()

        shown = page.frame_locator("iframe[name=front-preview]")
        expect(shown.get_by_role("heading", name="Von Hand gewählt")).to_be_attached()
        expect(shown.locator(".teaser-headline a").first).to_have_text(second)
        page.get_by_role("button", name="Telefon").click()
        expect(page.locator("iframe[name=front-preview]")).to_have_js_property("clientWidth", 360)

        page.get_by_role("button", name="Freischalten").click()
        expect(page.get_by_text("ist freigeschaltet")).to_be_visible()
        text = demo.wait_for("/", "Von Hand gewählt")
        assert text.index(second) < text.index(first)

        too_late(other)
        page.reload()
        page.get_by_role("button", name="Letzte Freischaltung zurücknehmen").click()
        expect(page.get_by_text("Die Front davor ist wieder freigeschaltet.")).to_be_visible()
        wait_until_gone(demo, "Zu spät gekommen")
        assert "Von Hand gewählt" in demo.read("/")[1]


def too_late(other: Person) -> None:
    """Began before the launch: is refused, sees both fronts, has lost nothing, and launches again."""
    other.page.get_by_role("button", name="Block hinzufügen").click()
    name_it(other.page, 1, "Zu spät gekommen")
    other.page.get_by_label("Auffüllen mit").select_option("newest")
    other.page.get_by_role("button", name="Freischalten").click()
    compared = other.page.get_by_role("region", name=re.compile("^Ihre Fassung"))
    expect(compared.locator("ins").filter(has_text="Zu spät gekommen")).to_be_visible()
    expect(compared.locator("ins").filter(has_text="Von Hand gewählt")).to_be_visible()
    assert "Zu spät gekommen" not in other.newsroom.read("/")[1]
    expect(other.page.get_by_label("Titel")).to_have_value("Zu spät gekommen")
    other.page.get_by_role("button", name="Freischalten").click()
    other.newsroom.wait_for("/", "Zu spät gekommen")


def name_it(page: Page, number: int, title: str) -> None:
    page.get_by_label("Titel").nth(number - 1).fill(title)


def published(page: Page, number: int) -> str:
    """The headline of one of the published stories that the search shows."""
    lines = page.locator("[data-found] [data-story]:not(.desk-story--hidden)")
    return lines.nth(number).locator("[data-title]").inner_text()


def found(page: Page, headline: str) -> Locator:
    page.get_by_role("searchbox").fill(headline)
    line = page.locator("[data-found] [data-story]")
    expect(line).to_have_count(1)
    return line


def by_mouse(page: Page, headline: str, container: Locator) -> None:
    found(page, headline).locator("[data-title]").drag_to(container.locator("[data-stories]"))
    expect(container.locator("[data-story]")).to_have_count(1)


def by_keyboard(page: Page, headline: str, container: Locator) -> None:
    """Into the container in which the focus was last."""
    container.get_by_label("Titel").focus()
    button = found(page, headline).get_by_role("button", name=f"„{headline}“ hinzufügen")
    button.focus()
    page.keyboard.press("Enter")
    expect(container.locator("[data-story]")).to_have_count(1)


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(words)


def wait_until_gone(newsroom: Newsroom, words: str) -> None:
    for _ in moments():
        if words not in newsroom.read("/")[1]:
            return
    raise AssertionError(f"{words!r} stayed")
