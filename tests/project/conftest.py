"""A site that was made by the command line itself, once per run; a copy for each test."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests.project.command import broadsheet, furnish


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by all test processes: whoever comes first makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    site = shared / "furnished"
    with (shared / "furnished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (site / "stories.json").exists():
            made = broadsheet("init", site, "--json")
            assert made.status == 0, made.err
            furnish(site)
            baked = broadsheet("press", "bake", "--json", site=site)
            assert baked.status == 0, baked.err
    return site


@pytest.fixture
def site(furnished: Path, tmp_path: Path) -> Path:
    """A copy of one's own."""
    folder = tmp_path / "site"
    shutil.copytree(furnished, folder)
    return folder
