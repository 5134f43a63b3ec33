"""Programs that some tests need beside Python: skipped without them, except in continuous
integration, where a test that cannot run has failed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def program(name: str, package: str) -> str:
    """The program's path; `package` is what Debian calls it."""
    return shutil.which(name) or _without(f"{name} is not installed (Debian: {package})")


def module(file: Path, package: str) -> Path:
    """A program's module, as the Debian `package` puts it there."""
    return file if file.exists() else Path(_without(f"{file.name} is not installed (Debian: {package})"))


def node_module(path: str) -> Path:
    """A file below node_modules/, as `npm ci` puts it there."""
    found = ROOT / "node_modules" / path
    return found if found.exists() else Path(_without(f"node_modules/{path} is missing: run npm ci"))


def _without(reason: str) -> str:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
