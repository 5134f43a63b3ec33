"""The wheel alone, installed away from the clone, makes and serves a site."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from tests.journeys.newsroom import Newsroom
from tests.programs import ROOT
from tests.project.command import eventually
from tests.wheel.installed import command, output

pytestmark = pytest.mark.slow

# Of each kind one that the program cannot do without: what git ignores is easily forgotten.
NEEDED = (
    "broadsheet/py.typed",
    "broadsheet/desk/locale/de/LC_MESSAGES/django.mo",
    "broadsheet/desk/migrations/0001_initial.py",
    "broadsheet/desk/static/",
    "broadsheet/desk/templates/desk/",
    "broadsheet/demo/content/newsroom.toml",
    "broadsheet/demo/content/wire/",
    "broadsheet/ledger/migrations/0001_initial.py",
    "broadsheet/site/islands/",
    "broadsheet/site/static/",
    "broadsheet/site/styles/",
    "broadsheet/site/templates/",
    "broadsheet/site/translations/",
    "broadsheet/wire/formats/ninjs/schemas/",
)


def test_whatever_the_program_needs_is_in_the_wheel(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert [each for each in NEEDED if not any(name.startswith(each) for name in names)] == []
    tracked = subprocess.run(
        ["git", "ls-files", "src/broadsheet"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    there = [line for line in tracked.stdout.splitlines() if (ROOT / line).exists()]
    assert there
    assert {line.removeprefix("src/") for line in there} - set(names) == set()
    assert [name for name in names if name.endswith((".pyc", ".sqlite3")) or "/tests/" in name] == []


def test_the_environment_holds_the_wheel_and_not_the_clone(installed: Path) -> None:
    where = Path(output(installed, "import broadsheet; print(broadsheet.__file__)"))
    assert where.is_relative_to(installed)
    assert str(ROOT / "src") not in output(installed, "import sys; print(sys.path)")


@pytest.fixture
def address(installed: Path, demo: Newsroom) -> Iterator[str]:
    """Where the readers' server of the demo listens, which the wheel made."""
    up = subprocess.Popen(
        [*command(installed), "up", "--site", str(demo.folder)],
        cwd=demo.folder.parent,
        env=demo.environment(),
        stdout=subprocess.DEVNULL,
    )
    yield f"{demo.readers}/"
    up.terminate()
    assert up.wait(timeout=60) == 0


def test_the_wheel_makes_a_demo_and_serves_it(address: str) -> None:
    def home() -> str:
        try:
            with urlopen(address, timeout=20) as answer:  # noqa: S310 - our own address
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            return ""

    assert eventually(lambda: "Luhmekurier" in home(), 120)
