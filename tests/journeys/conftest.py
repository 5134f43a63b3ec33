"""What journeys begin with: newsrooms made once, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.newsroom import Newsroom
from tests.programs import program


@pytest.fixture(scope="session")
def _demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Newsroom.demo(tmp_path_factory.mktemp("made") / "demo").folder


@pytest.fixture
def demo(_demo_folder: Path, tmp_path: Path) -> Newsroom:
    """The demo newsroom, a copy for each test to change as it likes; not started."""
    return Newsroom(Path(shutil.copytree(_demo_folder, tmp_path / "demo")))


@pytest.fixture(scope="session")
def _empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Newsroom.founded(tmp_path_factory.mktemp("made") / "site").folder


@pytest.fixture
def empty(_empty_folder: Path, tmp_path: Path) -> Newsroom:
    """A site as `init` leaves it, a copy for each test; not started."""
    return Newsroom(Path(shutil.copytree(_empty_folder, tmp_path / "site")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Tests that use it are marked `browser`."""
    executable = program("chromium", "chromium")
    with sync_playwright() as playwright:
        # Chromium refuses to run its sandbox as root, as containers do.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who was never here: no cookies, no storage. A request to another host fails the test."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    strangers: list[str] = []
    context.on(
        "request",
        lambda request: (
            strangers.append(request.url)
            if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:"))
            else None
        ),
    )
    yield context
    context.close()
    assert strangers == []


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    return visitor.new_page()
