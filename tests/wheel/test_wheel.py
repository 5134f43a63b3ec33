"""The wheel alone, installed away from the clone, makes and serves a site."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from tests.programs import ROOT
from tests.project.command import environment, eventually
from tests.project.test_supervisor import free_port

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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built offline: hatchling is among the requirements."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it, and the dependencies that are here already.

    Their folder is named in a .pth file, so that nothing is downloaded. Python follows no
    .pth file that lies in a folder named by another: the one there that leads to the clone
    is not read, and this environment cannot import the clone.
    """
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    packages = Path(_of(python, "import sysconfig; print(sysconfig.get_path('purelib'))"))
    with ZipFile(wheel) as files:  # a pure wheel is installed by unpacking it
        files.extractall(packages)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def _of(python: Path, code: str) -> str:
    done = subprocess.run(
        [python, "-c", code], cwd="/", env=environment(), check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


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


def test_the_environment_holds_the_wheel_and_not_the_clone(python: Path) -> None:
    where = Path(_of(python, "import broadsheet; print(broadsheet.__file__)"))
    assert where.is_relative_to(python.parents[1])
    assert str(ROOT / "src") not in _of(python, "import sys; print(sys.path)")


@pytest.fixture
def command(python: Path) -> list[str]:
    """What the installed script does, for unpacking makes no scripts."""
    [script] = [each for each in entry_points(group="console_scripts") if each.name == "broadsheet"]
    return [str(python), "-c", f"from {script.module} import {script.attr}; {script.attr}()"]


@pytest.fixture
def address(command: list[str], tmp_path: Path) -> Iterator[str]:
    """Where the demo's readers' server listens."""
    site, readers = tmp_path / "news", f"127.0.0.1:{free_port()}"
    subprocess.run([*command, "demo", str(site)], cwd=tmp_path, env=environment(), check=True, timeout=1200)
    up = subprocess.Popen(
        [*command, "up", "--site", str(site)],
        cwd=tmp_path,
        env=environment(BROADSHEET_READERS=readers, BROADSHEET_DESK=f"127.0.0.1:{free_port()}"),
        stdout=subprocess.DEVNULL,
    )
    yield f"http://{readers}/"
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
