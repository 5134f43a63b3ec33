"""WCAG 2.2 AA, as far as a machine can tell: every kind of page, for readers and for editors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.newsroom import Newsroom
from tests.journeys.people import CHIEF, Person
from tests.pages.axe import COLOURS, violations
from tests.pages.baked import Baked
from tests.pages.kinds import representatives
from tests.pages.looks import Scheme, visit
from tests.pages.specimen_pages import ADDRESS, KINDS, THEMES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAGTAILS = (
    # The rich text editor (Draftail) in a block has no name: Wagtail's label points to its hidden input.
    ".public-DraftEditor-content",
    # A block of one line of text (our subhead) is named by its block's heading, which is no label.
    "[data-streamfield-child] input[id$='-value'][type='text']",
)
"""What is Wagtail's own and cannot be mended from here."""


@pytest.mark.parametrize(("scheme", "rules"), [("light", []), ("dark", COLOURS)], ids=["light", "dark"])
def test_readers_meet_no_barrier(
    browser: Browser, running: Newsroom, baked: Baked, scheme: Scheme, rules: list[str]
) -> None:
    page = browser.new_page(color_scheme=scheme, locale="de-DE", reduced_motion="reduce")
    found = {}
    for path in representatives(baked):
        page.goto(running.readers + path)
        found[path] = violations(page, only=rules)
    page.context.close()
    assert {path: lines for path, lines in found.items() if lines} == {}


OPEN = """() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const button of document.querySelectorAll(".gallery-forth, [data-consent=once]")) button.click();
    for (const media of document.querySelectorAll("video, audio")) media.focus();
}"""
"""What a reader can open, opened; galleries one step on, players with their controls."""


@pytest.mark.parametrize(
    ("theme", "scheme", "kinds"),
    [
        ("berliner", "light", ("home", "story", "containers")),
        *(pytest.param(*each, KINDS, marks=pytest.mark.deep) for each in product(THEMES, ("light", "dark"))),
    ],
)
def test_no_barrier_in_either_theme_with_everything_opened(
    browser: Browser, specimens: Path, theme: str, scheme: Scheme, kinds: Iterable[str]
) -> None:
    context = visit(browser, specimens / theme, scheme)
    page = context.new_page()
    found = {}
    for kind in kinds:
        page.goto(ADDRESS + KINDS[kind])
        page.evaluate(OPEN)
        found[kind] = violations(page)
    context.close()
    assert {kind: lines for kind, lines in found.items() if lines} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_no_kind_of_page_is_wider_than_320_pixels(browser: Browser, specimens: Path, theme: str) -> None:
    context = visit(browser, specimens / theme)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 800})
    widths = {}
    for kind, path in KINDS.items():
        page.goto(ADDRESS + path)
        page.evaluate(OPEN)
        widths[kind] = page.evaluate("document.documentElement.scrollWidth")
    page.add_style_tag(content="h1 { min-inline-size: 330px }")
    assert page.evaluate("document.documentElement.scrollWidth") > 320, "a page too wide would not be found"
    context.close()
    assert {kind: width for kind, width in widths.items() if width > 320} == {}


VIEWS = {
    "desk": "/",
    "inbox": "/inbox/",
    "item": "/inbox/{item}/",
    "stories": "/stories/",
    "new story": "/stories/new/",
    "editor": "/pages/{story}/edit/",
    "correct": "/story/{story}/correct/",
    "retract": "/story/{story}/retract/",
    "schedule": "/story/{story}/schedule/",
    "move": "/story/{story}/move/",
    "unpublish": "/pages/{story}/unpublish/",
    "topics": "/topics/",
    "new topic": "/topics/add/",
    "people": "/people/",
    "new person": "/people/add/",
    "pictures": "/images/",
    "sections": "/sections/",
    "section": "/sections/{section}/",
    "fronts": "/fronts/",
    "front": "/fronts/home/",
    "identity": "/house/identity/",
    "house pages": "/house/pages/",
    "house page": "/house/pages/edit/{page}/",
    "quarantine": "/quarantine/",
}


@pytest.fixture(scope="module")
def desk(browser: Browser, running: Newsroom) -> Iterator[Page]:
    """The editor-in-chief, logged in."""
    with Person(browser, running, CHIEF) as chief:
        yield chief.page


@pytest.fixture(scope="module")
def numbers(desk: Page, running: Newsroom) -> dict[str, str]:
    """One thing of each kind, by the number that its address has: the first that its list shows."""
    lists = {
        "item": ("/inbox/", r"^/inbox/(\w{10})/$"),
        "story": ("/stories/", r"^/pages/(\d+)/edit/$"),
        "section": ("/sections/", r"^/sections/(\d+)/$"),
        "page": ("/house/pages/", r"^/house/pages/edit/(\d+)/$"),
    }
    return {name: first_link(desk, running.desk + path, shape) for name, (path, shape) in lists.items()}


def first_link(page: Page, address: str, shape: str) -> str:
    page.goto(address)
    hrefs = page.locator("main a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return next(found[1] for href in hrefs if (found := re.match(shape, href)))


def test_editors_meet_no_barrier_of_ours(desk: Page, running: Newsroom, numbers: dict[str, str]) -> None:
    found = {}
    for view, path in VIEWS.items():
        answer = desk.goto(running.desk + path.format_map(numbers))
        assert answer is not None
        assert answer.ok, view
        found[view] = violations(desk, without=WAGTAILS)
    assert {view: lines for view, lines in found.items() if lines} == {}


def test_the_form_for_external_content_asks_what_people_know(
    desk: Page, running: Newsroom, numbers: dict[str, str]
) -> None:
    """What was found out at the address travels along unseen."""
    desk.goto(running.desk + VIEWS["editor"].format_map(numbers))
    desk.locator(".c-sf-add-button").first.click()
    desk.get_by_role("option", name="Fremdinhalt").click()
    form = desk.locator("[data-streamfield-child]", has=desk.locator("input[name$='-value-key']"))
    labels = [text.strip(" *\n") for text in form.locator("label:visible").all_inner_texts()]
    assert labels == ["Adresse", "Titel", "Autor", "Text", "Standbild"]
    assert violations(desk, without=WAGTAILS) == []


def test_the_login_is_without_barriers(browser: Browser, running: Newsroom) -> None:
    page = browser.new_page(locale="de-DE")
    page.goto(running.desk)
    assert violations(page) == []
    page.context.close()


def test_a_barrier_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<html lang='de'><title>x</title><main><img src='x.png'><p style='color:#bbb'>grau</p></main>"
    )
    rules = {line.partition(":")[0] for line in violations(page)}
    assert {"image-alt", "color-contrast"} <= rules
    assert {line.partition(":")[0] for line in violations(page, only=COLOURS)} == {"color-contrast"}
    page.context.close()
