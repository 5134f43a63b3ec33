"""The wheel, built offline and unpacked into an environment of its own, away from the clone."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import entry_points
from pathlib import Path
from zipfile import ZipFile

from tests.programs import ROOT
from tests.project.command import environment


def build(folder: Path) -> Path:
    """Hatchling is among the requirements, so nothing is downloaded."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return wheel_in(folder)


def wheel_in(folder: Path) -> Path:
    [built] = folder.glob("*.whl")
    return built


def install(wheel: Path, folder: Path) -> None:
    """A fresh environment with the wheel in it, and the dependencies that are here already.

    Their folder is named in a .pth file, so that nothing is downloaded. Python follows no
    .pth file that lies in a folder named by another: the one there that leads to the clone
    is not read, and this environment cannot import the clone.
    """
    venv.create(folder, with_pip=False)
    packages = Path(output(folder, "import sysconfig; print(sysconfig.get_path('purelib'))"))
    with ZipFile(wheel) as files:  # a pure wheel is installed by unpacking it
        files.extractall(packages)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")


def output(folder: Path, code: str) -> str:
    """Of some Python in the environment."""
    run = subprocess.run(
        [python(folder), "-c", code], cwd="/", env=environment(), check=True, capture_output=True, text=True
    )
    return run.stdout.strip()


def python(folder: Path) -> Path:
    return folder / "bin" / "python"


def command(folder: Path) -> list[str]:
    """What the installed script does, for unpacking makes no scripts."""
    [script] = [each for each in entry_points(group="console_scripts") if each.name == "broadsheet"]
    return [str(python(folder)), "-c", f"from {script.module} import {script.attr}; {script.attr}()"]
