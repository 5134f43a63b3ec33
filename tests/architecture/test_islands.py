"""The compiled scripts, readers' and desk's, are those of their sources."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, ROOT
from tests.programs import node_module, program

SITE = ("tsconfig.json", PACKAGE / "site" / "islands", PACKAGE / "site" / "static")
DESK = ("tsconfig.desk.json", PACKAGE / "desk" / "scripts", PACKAGE / "desk" / "static" / "desk" / "fronts")

INBOX = (
    "tsconfig.inbox.json",
    PACKAGE / "desk" / "scripts" / "inbox",
    PACKAGE / "desk" / "static" / "desk" / "inbox",
)

every = pytest.mark.parametrize(
    ("project", "sources", "compiled"), [SITE, DESK, INBOX], ids=["site", "desk", "inbox"]
)


@every
def test_every_script_is_short(project: str, sources: Path, compiled: Path) -> None:
    found = [*sources.glob("*.ts")]
    assert found
    assert [path.name for path in found if len(path.read_text(encoding="utf-8").splitlines()) > 100] == []


@every
def test_every_script_has_a_source(project: str, sources: Path, compiled: Path) -> None:
    assert {path.stem for path in compiled.glob("*.js")} == {path.stem for path in sources.glob("*.ts")}


@every
def test_compiled_scripts_are_up_to_date(project: str, sources: Path, compiled: Path, tmp_path: Path) -> None:
    compiler = node_module("typescript/bin/tsc")
    node = program("node", "nodejs")
    run = subprocess.run(
        [node, compiler, "--project", project, "--outDir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    fresh = {path.name: path.read_bytes() for path in tmp_path.glob("*.js")}
    assert fresh == {path.name: path.read_bytes() for path in compiled.glob("*.js")}, "run: npm run build"
