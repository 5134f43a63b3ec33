"""Every import contract is broken once on purpose, in a toy newsroom with the same rooms."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")
ROOMS = ("kernel", "ledger", "wire", "desk", "press", "site", "serve", "demo", "project")

VIOLATIONS = {
    "layers": [
        {"kernel/clock.py": "import broadsheet.ledger"},
        {"press/machine.py": "import broadsheet.desk"},
        {"ledger/journal.py": "import broadsheet.wire"},
        {"site/pages.py": "def page():\n    from broadsheet.serve import app"},
        {"utils/__init__.py": ""},
    ],
    "readers-side": [
        {"site/pages.py": "import broadsheet.desk"},
        {"serve/app.py": "import broadsheet.wire.inbox", "wire/inbox.py": ""},
        {"press/machine.py": "import broadsheet.kernel.clock", "kernel/clock.py": "import broadsheet.wire"},
    ],
    "desk": [
        {"desk/acts.py": "import broadsheet.press"},
        {"desk/acts.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import broadsheet.site"},
        {"desk/acts.py": "import broadsheet.serve"},
    ],
    "demo": [{"demo/content.py": "import broadsheet.project.settings", "project/settings.py": ""}],
    "wagtail": [
        {"press/machine.py": "import wagtail"},
        {"demo/content.py": "from wagtail.models import Page"},
    ],
    "ledger-tables": [
        {"press/machine.py": "from broadsheet.ledger import models"},
        {"desk/acts.py": "import broadsheet.ledger.models"},
    ],
    "wire-formats": [
        {
            "wire/formats/__init__.py": "",
            "wire/formats/ninjs.py": "import broadsheet.wire.formats.rss",
            "wire/formats/rss.py": "",
        }
    ],
    "no-cycles": [
        {
            "press/queue.py": "import broadsheet.press.store",
            "press/store.py": "import broadsheet.press.queue",
        },
        {
            "desk/models/__init__.py": "",
            "desk/models/pages.py": "import broadsheet.desk.models.people",
            "desk/models/people.py": "import broadsheet.desk.models.pages",
        },
    ],
}


def _toy_newsroom(folder: Path) -> Path:
    """A tree that keeps every contract."""
    package = folder / "broadsheet"
    for room in ("", *ROOMS):
        (package / room).mkdir()
        (package / room / "__init__.py").write_text("")
    (package / "ledger" / "models.py").write_text("")
    (package / "wire" / "formats").mkdir()
    (package / "wire" / "formats" / "__init__.py").write_text("")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(text[text.index("[tool.importlinter]") :], encoding="utf-8")
    return package


def _lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-logo", "--no-cache", *(f"--contract={each}" for each in contracts)],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def _contracts() -> list[str]:
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["id"] for contract in tables["tool"]["importlinter"]["contracts"]]


def test_every_contract_is_tried() -> None:
    assert set(VIOLATIONS) == set(_contracts())


def test_a_clean_newsroom_keeps_every_contract(tmp_path: Path) -> None:
    _toy_newsroom(tmp_path)
    run = _lint(tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{len(VIOLATIONS)} kept, 0 broken" in run.stdout


@pytest.mark.parametrize(
    ("contract", "files"),
    [(contract, files) for contract, all_files in VIOLATIONS.items() for files in all_files],
)
def test_a_violation_breaks_the_contract(contract: str, files: dict[str, str], tmp_path: Path) -> None:
    package = _toy_newsroom(tmp_path)
    for name, source in files.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(source + "\n")
    run = _lint(tmp_path, contract)
    assert run.returncode == 1, run.stdout + run.stderr
    # An exhaustive layers contract names the stray room instead of counting itself as broken.
    assert "0 kept, 1 broken" in run.stdout or "broadsheet.utils" in run.stdout
