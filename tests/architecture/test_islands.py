"""The compiled islands are those of their sources."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.architecture.sources import PACKAGE, ROOT
from tests.programs import node_module, program

SOURCES = PACKAGE / "site" / "islands"
COMPILED = PACKAGE / "site" / "static"


def test_every_island_is_short() -> None:
    assert [
        path.name for path in SOURCES.glob("*.ts") if len(path.read_text(encoding="utf-8").splitlines()) > 100
    ] == []


def test_every_script_has_a_source() -> None:
    assert {path.stem for path in COMPILED.glob("*.js")} == {path.stem for path in SOURCES.glob("*.ts")}


def test_compiled_islands_are_up_to_date(tmp_path: Path) -> None:
    compiler = node_module("typescript/bin/tsc")
    node = program("node", "nodejs")
    run = subprocess.run(
        [node, compiler, "--outDir", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
    fresh = {path.name: path.read_bytes() for path in tmp_path.glob("*.js")}
    assert fresh == {path.name: path.read_bytes() for path in COMPILED.glob("*.js")}, "run: npm run build"
