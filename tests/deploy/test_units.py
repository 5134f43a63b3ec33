"""The units and the container files, as far as they can be asked without systemd and an engine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.servers import DEPLOY
from tests.programs import ROOT, program

UNITS = sorted((DEPLOY / "systemd").iterdir())
MOST_EXPOSED = 2.0
"""Of ten, by systemd's own reckoning; an unprotected service has 9.6."""


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """As shipped, but for a program and a user that this machine has."""
    folder = tmp_path_factory.mktemp("units")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        text = re.sub(r"/opt/broadsheet/\.venv/bin/broadsheet", sys.executable, text)
        (folder / unit.name).write_text(re.sub("(User|Group)=.*", r"\1=root", text), encoding="utf-8")
    return [str(folder / unit.name) for unit in UNITS]


def test_systemd_has_nothing_against_the_units(units: list[str]) -> None:
    done = subprocess.run(
        [program("systemd-analyze", "systemd"), "verify", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_service_is_hardened(units: list[str]) -> None:
    services = [unit for unit in units if unit.endswith(".service")]
    assert len(services) == 5
    for service in services:
        asked = subprocess.run(
            [program("systemd-analyze", "systemd"), "security", "--offline=true", service],
            capture_output=True, text=True, check=True, env={"LC_ALL": "C", "SYSTEMD_COLORS": "0"},
        )  # fmt: skip
        found = re.search(r"exposure level for \S+: ([\d.]+)", asked.stdout)
        assert found, asked.stdout
        assert float(found[1]) <= MOST_EXPOSED, service


def test_the_readers_server_sees_nothing_of_the_newsroom() -> None:
    text = (DEPLOY / "systemd/broadsheet-readers.service").read_text(encoding="utf-8")
    [hidden] = re.findall("^InaccessiblePaths=(.*)$", text, re.MULTILINE)
    assert {Path(each.lstrip("-")).name for each in hidden.split()} == {
        "secret.key", "broadsheet.sqlite3", "vault", "media", "wire", "larder",
    }  # fmt: skip


def test_the_container_is_built_from_files_that_are_here() -> None:
    recipe = (DEPLOY / "container/Containerfile").read_text(encoding="utf-8")
    sources = [line.split()[:-1] for line in re.findall("^COPY (?!--from)(.*)$", recipe, re.MULTILINE)]
    assert [name for line in sources for name in line if not (ROOT / name).exists()] == []
    assert "--require-hashes" in recipe
    compose = (DEPLOY / "container/compose.yaml").read_text(encoding="utf-8")
    commands = re.findall(r"command: \[(.*)\]", compose)
    shipped = {line.split(" --site")[0].rpartition("bin/broadsheet ")[2] for line in _commands()}
    assert {command.replace(",", "").split(" --site")[0] for command in commands} == shipped


def _commands() -> list[str]:
    """What the units start, but for the backup."""
    texts = [unit.read_text(encoding="utf-8") for unit in UNITS if "backup" not in unit.name]
    return [line for text in texts for line in re.findall("^ExecStart=(.*)$", text, re.MULTILINE)]
