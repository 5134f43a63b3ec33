"""One site for all tests of pages: the demo newsroom, after a few acts that leave pages of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.fixtures import *  # noqa: F403  # pytest looks for fixtures here
from tests.journeys.fixtures import Once
from tests.journeys.newsroom import Newsroom
from tests.pages.baked import Baked


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
