"""A site that was made by the command line itself, once per run; a copy for each test."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from broadsheet.press.recipe import fingerprint_of
from tests.postgresql import make_database
from tests.project.command import broadsheet, furnish

_ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"
_FURNISHED = "furnished"
_DATABASE = "\n[database]\n"


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by all test processes: whoever comes first makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    site = shared / "furnished"
    with (shared / "furnished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (site / "stories.json").exists():
            there = {"DATABASE_URL": make_database(_FURNISHED)} if _ON_POSTGRESQL else {}
            made = broadsheet("init", site, "--json", more=there)
            assert made.status == 0, made.err
            _stays_at(site, there)
            furnish(site)
            baked = broadsheet("press", "bake", "--json", site=site)
            assert baked.status == 0, baked.err
    return site


@pytest.fixture
def site(furnished: Path, tmp_path: Path) -> Path:
    """A copy of one's own."""
    folder = tmp_path / "site"
    shutil.copytree(furnished, folder)
    if _ON_POSTGRESQL:
        _stays_at(folder, {"DATABASE_URL": make_database(fingerprint_of(str(folder)), _FURNISHED)})
    return folder


def _stays_at(site: Path, there: Mapping[str, str]) -> None:
    """The commands find their database by the site's own configuration."""
    for address in there.values():
        file = site / "broadsheet.toml"
        text, _, _ = file.read_text(encoding="utf-8").partition(_DATABASE)
        file.write_text(f"{text}{_DATABASE}url = {json.dumps(address)}\n", encoding="utf-8")
