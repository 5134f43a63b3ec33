"""What journeys and pages begin with: the demo newsroom, made once for the whole run, and a browser."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.journeys.newsroom import Newsroom
from tests.pages.baked import Baked
from tests.programs import program
from tests.wheel.installed import build, command, install, wheel_in

__all__ = [
    "baked",
    "browser",
    "demo",
    "demo_folder",
    "empty",
    "installed",
    "once",
    "page",
    "running",
    "site_folder",
    "visitor",
    "wheel",
]

KEEP = "NEWSROOMS_IN"
"""An environment variable: where to keep what is made once from run to run, while tests are written."""

CHROMIUM = [
    "--no-sandbox",  # it refuses to run its sandbox as root, as containers do
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder once for all processes of the run: the others wait for the first.

    The maker must make the folder as the last thing it does, or by renaming. Nobody may
    change it afterwards.
    """
    own = tmp_path_factory.getbasetemp()
    run = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    shared = Path(os.environ.get(KEEP, run))

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                make(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def wheel(once: Once) -> Path:
    """The file."""
    return wheel_in(once("wheel", build))


@pytest.fixture(scope="session")
def installed(wheel: Path, once: Once) -> Path:
    """An environment that has the wheel and knows nothing of the clone."""
    return once("environment", lambda folder: install(wheel, folder))


@pytest.fixture(scope="session")
def demo_folder(installed: Path, once: Once) -> Path:
    """The demo newsroom as the wheel's command makes it; not to be changed."""
    return once("demo", lambda folder: Newsroom(folder).made_by(command(installed)))


@pytest.fixture
def demo(demo_folder: Path, tmp_path: Path) -> Newsroom:
    """The demo newsroom, a copy for each test to change as it likes; not started."""
    return Newsroom(shutil.copytree(demo_folder, tmp_path / "demo"))


@pytest.fixture
def empty(once: Once, tmp_path: Path) -> Newsroom:
    """A site as `init` leaves it, a copy for each test; not started."""
    return Newsroom(shutil.copytree(once("empty", Newsroom.founded), tmp_path / "site"))


@pytest.fixture(scope="session")
def site_folder(demo_folder: Path, once: Once) -> Path:
    """The demo, one of whose stories was retracted, one unpublished, one moved. Not to be changed."""

    def make(folder: Path) -> None:
        newsroom = Newsroom(shutil.copytree(demo_folder, folder.with_suffix(".making")))
        retracted, unpublished, moved = (_id(path) for path in Baked(newsroom.folder).stories[:3])
        newsroom.command("desk", "retract", "--story", retracted, "--reason", "Der Zeuge war erfunden.")
        newsroom.command("desk", "unpublish", "--story", unpublished)
        newsroom.command("desk", "publish", "--story", moved, "--section", "panorama")
        newsroom.command("press", "bake")
        newsroom.folder.rename(folder)

    return once("site", make)


def _id(path: str) -> str:
    return path.rstrip("/").rpartition("-")[2]


@pytest.fixture(scope="session")
def baked(site_folder: Path) -> Baked:
    return Baked(site_folder)


@pytest.fixture(scope="module")
def running(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The site with readers' server, desk and worker; its data is a copy of the module's own."""
    newsroom = Newsroom(shutil.copytree(site_folder, tmp_path_factory.mktemp("running") / "site"))
    with newsroom.up():
        yield newsroom


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Tests that use it are marked `browser`.

    Of a module, not of the session: while it runs, its event loop does, in this very
    thread, and Django refuses to ask the database there.
    """
    executable = program("chromium", "chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who was never here: no cookies, no storage. A request to another host fails the test."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    strangers: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            strangers.append(request.url)

    context.on("request", note)
    yield context
    context.close()
    assert strangers == []


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    return visitor.new_page()
