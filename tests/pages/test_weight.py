"""What a page weighs on its way to the reader: budgets of the design, in bytes after Brotli."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.journeys.newsroom import Newsroom
from tests.pages.baked import Baked

pytestmark = pytest.mark.slow


class Screen(TypedDict, total=False):
    viewport: ViewportSize
    device_scale_factor: float
    is_mobile: bool
    has_touch: bool


STORY = 25_000
"""Page, style sheet, islands and the fragments that these fetch; without pictures and fonts."""
STORY_WITH_FONTS = 60_000
ISLANDS = 12_000
HOME = 150_000
"""With fonts and the pictures that one sees before scrolling."""


def test_a_story_weighs_no_more_than_25_kilobytes(baked: Baked) -> None:
    weights = {path: sum(map(baked.weight, parts(baked, path))) for path in baked.stories}
    assert weights
    assert {path: weight for path, weight in weights.items() if weight > STORY} == {}


def test_a_story_with_fonts_weighs_no_more_than_60_kilobytes(baked: Baked) -> None:
    fonts = sum(baked.weight(path) for path in baked.paths if path.endswith((".woff2", ".woff")))
    heaviest = max(sum(map(baked.weight, parts(baked, path))) for path in baked.stories)
    assert heaviest + fonts <= STORY_WITH_FONTS


def test_all_islands_together_weigh_no_more_than_12_kilobytes(baked: Baked) -> None:
    islands = [path for path in baked.paths if path.endswith(".js")]
    assert islands
    assert sum(map(baked.weight, islands)) <= ISLANDS


@pytest.fixture(scope="module")
def serving(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The readers' server alone."""
    newsroom = Newsroom(shutil.copytree(site_folder, tmp_path_factory.mktemp("serving") / "site"))
    with newsroom.started("serve") as process:
        newsroom.wait_until_answered(process, newsroom.readers)
        yield newsroom


@pytest.mark.browser
def test_home_with_the_pictures_of_its_first_screen_weighs_no_more_than_150_kilobytes(
    browser: Browser, serving: Newsroom
) -> None:
    for name, screen in SCREENS.items():
        weights = transferred(browser, serving.readers, screen)
        assert any(path.startswith("/media/") for path in weights), (name, weights)
        assert sum(weights.values()) <= HOME, (name, weights)


@pytest.mark.browser
def test_a_home_with_too_many_pictures_on_its_first_screen_is_told(
    browser: Browser, serving: Newsroom
) -> None:
    high: Screen = {**SCREENS["telephone"], "viewport": {"width": 360, "height": 8000}}
    assert sum(transferred(browser, serving.readers, high).values()) > HOME


SCREENS: dict[str, Screen] = {
    "telephone": {
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 3,
        "is_mobile": True,
        "has_touch": True,
    },
    "desk": {"viewport": {"width": 1280, "height": 800}},
}


def transferred(browser: Browser, home: str, screen: Screen) -> dict[str, int]:
    """Bytes on the wire, heads included, by path, for a browser with an empty cache.

    Browsers fetch lazy pictures long before they come into sight; those are left out.
    """
    context = browser.new_context(**screen)
    page = context.new_page()
    network = context.new_cdp_session(page)
    paths: dict[str, str] = {}
    weights: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        paths[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def finished(event: dict[str, Any]) -> None:
        path = paths[event["requestId"]]
        weights[path] = weights.get(path, 0) + int(event["encodedDataLength"])

    network.on("Network.responseReceived", answered)
    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    page.goto(home, wait_until="networkidle")
    shown = page.evaluate(FIRST_SCREEN)
    context.close()
    return {path: size for path, size in weights.items() if not path.startswith("/media/") or path in shown}


FIRST_SCREEN = """[...document.images]
    .filter((image) => image.getBoundingClientRect().top < innerHeight)
    .map((image) => new URL(image.currentSrc).pathname)"""


def test_whatever_is_text_is_packed(baked: Baked) -> None:
    """Files of less than a few hundred bytes gain nothing."""
    plain = [
        path
        for path in baked.paths
        if re.search(r"(/|\.(html|css|js|xml|json|atom|svg))$", path)
        and baked.file(path).stat().st_size > 1000
        and baked.weight(path) == baked.file(path).stat().st_size
    ]
    assert plain == []


def parts(baked: Baked, path: str) -> list[str]:
    page = baked.pages[path]
    linked = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href|//script/@src|//@data-fragment")
    return [path, *dict.fromkeys(map(str, linked))]
