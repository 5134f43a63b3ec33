"""Fixtures of the pages: those of the journeys, and a paper of specimens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.fixtures import *  # noqa: F403  # pytest looks for fixtures here
from tests.journeys.fixtures import Once
from tests.pages import specimen_pages


@pytest.fixture(scope="session")
def specimens(once: Once) -> Path:
    """A folder for each theme: tests/pages/specimen_pages.py. Not to be changed."""
    return once("specimens", specimen_pages.make)
