"""A vault of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broadsheet.desk import config


@pytest.fixture(autouse=True)
def desk_config(tmp_path: Path, settings: Any) -> Iterator[config.DeskConfig]:
    before = config.active()
    settings.MEDIA_ROOT = tmp_path / "media"
    made = config.DeskConfig(
        vault=tmp_path / "vault",
        archive=tmp_path / "wire",
        language="de",
        time_zone=ZoneInfo("Europe/Berlin"),
    )
    config.install(made)
    yield made
    config.install(before)
