"""Pages in a real browser: with islands, without them, narrow, and under a strict content policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from broadsheet.ledger.records import Ranking
from tests import newsroom
from tests.site import in_a_browser

pytestmark = [pytest.mark.browser, in_a_browser.needs_chromium]

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'"
STORY = "/politik/meldung-a1/"
LATEST, MOST_READ = "fragments/latest.html", "fragments/most-read.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Path:
    records = [*newsroom.records(), Ranking(id="read", stories=("a3", "a1", "a2"))]
    return in_a_browser.write(tmp_path_factory.mktemp("islands"), records, django_db_blocker)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with in_a_browser.served(folder, POLICY) as address:
        yield address


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[Browser]:
    with in_a_browser.chromium() as found:
        yield found


@contextmanager
def without(file: Path) -> Iterator[None]:
    """As long as this lasts; what is put in its place meanwhile goes again."""
    body = file.read_bytes()
    file.unlink()
    yield
    file.write_bytes(body)


class Visit:
    """One page, and what the browser had to say of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if "Policy" in line.text else None)


Look = Callable[..., dict[str, Any]]


@pytest.fixture
def visit(browser: Browser, address: str) -> Look:
    """Opens a page and gives what the tests ask about."""

    def seen(path: str, *, width: int = 390, script: bool = True, now: str = "") -> dict[str, Any]:
        with browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script
        ) as context:
            found = Visit(context.new_page())
            if now:
                found.page.clock.set_fixed_time(now)
            found.page.goto(address + path)
            found.page.wait_for_load_state("networkidle")
            times = found.page.locator("time[data-relative]")
            box = found.page.locator(".latest")
            return {
                "title": found.page.title(),
                "box": box.inner_text() if box.count() else "",
                "most_read": found.page.locator(".most-read").all_inner_texts(),
                "most_read_is_shown": found.page.locator(".most-read").is_visible(),
                "times": times.all_inner_texts(),
                "titles": times.evaluate_all("all => all.map(each => each.title)"),
                "wider": _wider(found.page) if script else 0,
                "asked": found.asked,
                "complaints": found.complaints,
            }

    return seen


@pytest.fixture
def on_a_telephone(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The story with its gallery; the test's parameters are the context's."""
    size: ViewportSize = {"width": 390, "height": 800}
    with browser.new_context(viewport=size, **request.param) as context:
        page = context.new_page()
        page.goto(address + STORY)
        yield page


def _wider(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_the_fragment_replaces_the_box_without_the_story_that_is_read(visit: Look) -> None:
    box = visit(STORY)["box"]
    assert box.startswith("Neueste Nachrichten")
    assert "Meldung 2" in box
    assert "größten" not in box


def test_the_box_stays_as_it_was_if_the_fragment_cannot_be_had(visit: Look, folder: Path) -> None:
    with without(folder / LATEST):
        assert visit(STORY)["box"].startswith("Mehr aus Politik")


def test_without_script_the_page_is_whole(visit: Look) -> None:
    seen = visit(STORY, script=False)
    assert seen["box"].startswith("Mehr aus Politik")
    assert all("November 2026" in each for each in seen["times"])


def test_what_is_read_most_is_put_in_without_the_story_that_is_read(visit: Look) -> None:
    seen = visit(STORY)
    (box,) = seen["most_read"]
    assert box.startswith("Meistgelesen")
    assert box.index("Meldung 3") < box.index("Meldung 2")
    assert "größten" not in box
    assert visit(STORY, script=False)["most_read_is_shown"] is False


def test_without_counts_there_is_no_such_box(visit: Look, folder: Path) -> None:
    with without(folder / MOST_READ):
        (folder / MOST_READ).write_text("<h2>Meistgelesen</h2><ol></ol>")
        assert visit(STORY)["most_read_is_shown"] is False


def test_a_new_story_says_how_long_ago_and_keeps_the_moment_as_title(visit: Look) -> None:
    seen = visit("/", now="2026-11-24T12:10:00Z")
    assert "vor 5 Minuten" in seen["times"]
    assert "24. November 2026, 13:05 Uhr" in seen["titles"]


def test_an_old_story_keeps_its_date(visit: Look) -> None:
    seen = visit("/", now="2026-11-26T12:10:00Z")
    assert "24. November 2026, 13:05 Uhr" in seen["times"]


@pytest.mark.parametrize(
    "path", ["/", STORY, "/wirtschaft/", "/thema/hafen/", "/archiv/2026-11/", "/404.html"]
)
def test_a_narrow_page_fits_and_asks_nobody_else(visit: Look, address: str, path: str) -> None:
    seen = visit(path, width=320)
    assert seen["title"]
    assert seen["wider"] <= 0
    assert not [each for each in seen["asked"] if not each.startswith(address)]
    assert not seen["complaints"]


@pytest.mark.parametrize("on_a_telephone", [{"reduced_motion": "reduce"}], indirect=True)
def test_a_gallery_steps_by_buttons_and_keys_and_says_where_it_stands(on_a_telephone: Page) -> None:
    page = on_a_telephone
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


@pytest.mark.parametrize("on_a_telephone", [{"java_script_enabled": False}], indirect=True)
def test_a_gallery_without_script_is_a_list_that_scrolls(on_a_telephone: Page) -> None:
    page = on_a_telephone
    expect(page.locator(".gallery-position")).to_have_text("2 Bilder")
    expect(page.locator(".gallery button")).to_have_count(0)
    expect(page.locator(".gallery .credit")).to_have_count(2)
    assert page.locator(".gallery ul").get_attribute("tabindex") == "0"
