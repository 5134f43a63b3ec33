from __future__ import annotations

from pathlib import Path

import pytest

from tests.serve.client import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.make(tmp_path)
