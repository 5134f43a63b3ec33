"""A state agency's claim, as a reader meets it: who said it, what was wrong, and nothing loaded unasked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.journeys.newsroom import Newsroom
from tests.journeys.people import CHIEF, Person
from tests.journeys.test_reading import WHAT_IS_KEPT
from tests.pages.baked import Baked

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIM = "karpress-meldet-marineauftrag"
CONTRACT: Final = Path(__file__).parents[2] / "docs/contracts/consent.md"


RUNS_OUT: Final = """localStorage["broadsheet-consent"] =
    localStorage["broadsheet-consent"].replace(/"until":"[^"]*"/, '"until":"2026-01-01"')"""


class Reader:
    """Somebody with a fresh browser; providers answer from here, and are counted."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.asked: list[str] = []
        context.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        target = urlsplit(route.request.url)
        if target.hostname == "127.0.0.1" or target.scheme in {"data", "blob"}:
            route.continue_()
        else:
            self.asked.append(f"{target.scheme}://{target.hostname}")
            route.fulfill(body="<title>Video</title>", content_type="text/html")

    def kept(self, page: Page) -> object:
        return page.evaluate(WHAT_IS_KEPT)


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    yield Reader(context)
    context.close()


@pytest.fixture
def story(running: Newsroom, baked: Baked) -> str:
    return running.readers + next(path for path in baked.stories if CLAIM in path)


def embed(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Externer Inhalt von YouTube")


def test_nothing_is_loaded_unasked_and_every_answer_can_be_changed(
    reader: Reader, story: str, running: Newsroom
) -> None:
    """Row by row what the contract's table says that a browser asks for and keeps."""
    page = reader.context.new_page()
    seen: list[tuple[str, ...]] = []

    def note() -> None:
        hosts = ", ".join(dict.fromkeys(reader.asked)).replace("https://", "") or "none"
        kept = reader.kept(page)
        assert isinstance(kept, dict)
        things = ", ".join(f"{name}: {number}" for name, number in kept.items() if number) or "nothing"
        seen.append((hosts, things))
        reader.asked.clear()

    page.goto(story)
    expect(embed(page)).to_contain_text("erfährt YouTube Ihre IP-Adresse")
    page.mouse.wheel(0, 20_000)
    note()

    embed(page).get_by_role("button", name="Einmal laden").click()
    expect(embed(page).locator("iframe")).to_have_count(1)
    note()
    page.reload()
    expect(embed(page).locator("iframe")).to_have_count(0)
    note()

    embed(page).get_by_role("button", name="Immer von YouTube laden").click()
    expect(embed(page).locator("iframe")).to_have_count(1)
    note()
    page.reload()
    expect(embed(page).locator("iframe")).to_have_count(1)
    note()
    assert json.loads(page.evaluate("localStorage['broadsheet-consent']"))[0]["provider"] == "youtube"

    page.evaluate(RUNS_OUT)
    reader.asked.clear()
    page.reload()
    expect(embed(page).locator("iframe")).to_have_count(0)
    note()

    embed(page).get_by_role("button", name="Immer von YouTube laden").click()
    expect(embed(page).locator("iframe")).to_have_count(1)
    other = reader.context.new_page()
    other.goto(f"{running.readers}/datenschutz/")
    other.get_by_role("button", name="Zurücknehmen").click()
    expect(embed(page).locator("iframe")).to_have_count(0)
    reader.asked.clear()
    note()
    page.reload()
    note()
    assert seen == [row[1:] for row in contract()]


def contract() -> list[tuple[str, ...]]:
    """The rows of the table of states."""
    lines = CONTRACT.read_text(encoding="utf-8").partition("| state |")[2].splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in takewhile(bool, lines)]


def test_a_reader_sees_who_said_it_and_what_was_wrong(reader: Reader, story: str) -> None:
    page = reader.context.new_page()
    page.goto(story)
    line = page.locator(".source-line", has_text="Karpress")
    expect(line).to_contain_text("Nicht unabhängig bestätigt")
    line.get_by_role("link").click()
    box = page.locator(page.evaluate("location.hash"))
    expect(box).to_be_in_viewport()
    expect(box).to_contain_text("staatliche Nachrichtenagentur der Republik Karsowien")
    expect(box).to_contain_text("Meridian Ledger")

    page.get_by_role("link", name="Was falsch war").click()
    expect(page.locator(page.evaluate("location.hash"))).to_contain_text("zwei Ziffern vertauscht")
    page.get_by_role("link", name=re.compile("Fassung")).first.click()
    assert page.url.endswith("/fassungen/")
    expect(page.locator("del, ins").first).to_be_visible()
    assert reader.asked == []


def test_an_editor_sees_and_chooses_what_a_quotation_rests_on(browser: Browser, running: Newsroom) -> None:
    """What the form is filled with stays in it: a list without the value would lose it at the next saving."""
    with Person(browser, running, CHIEF) as chief:
        chief.open("/stories/?state=corrected")
        chief.page.get_by_role("link", name=re.compile("Marineauftrag")).first.click()
        fields = chief.page.locator('[name^="body-"][name$="-value-source"]')
        expect(fields).to_have_count(2)
        assert [each.input_value() for each in fields.all()] == ["c1", "c2"]
        choice = chief.page.get_by_label("beruht auf").and_(chief.page.locator("select")).first
        expect(choice).to_have_value("c1")
        choice.select_option(index=3)
        expect(fields.first).to_have_value("c3")


def test_around_it_stands_more_to_read_and_advertising_says_so_first(
    reader: Reader, story: str, running: Newsroom
) -> None:
    page = reader.context.new_page()
    page.goto(story)
    expect(page.get_by_role("heading", name="Mehr zum Thema")).to_be_visible()
    expect(page.get_by_text("Fokus", exact=True).first).to_be_visible()
    expect(page.get_by_role("heading", name="Meistgelesen")).to_be_visible()
    links = "links => links.map(link => new URL(link.href).pathname)"
    found = page.locator("article:not(:has(h1)) :is(h2, h3) a").evaluate_all(links)
    stories = [each for each in found if re.fullmatch(r"/[a-z-]+/[a-z0-9-]+-[0-9a-z]{10}/", each)]
    assert len(stories) >= 12
    assert len({each.split("/")[1] for each in stories}) >= 5

    page.goto(running.readers)
    paid = page.locator("article", has=page.locator(".advertisement"))
    expect(paid.nth(1)).to_be_visible()  # an advertorial and a banner
    for number in range(paid.count()):
        words = paid.nth(number).inner_text().split()
        assert words[0].upper() == "ANZEIGE"
