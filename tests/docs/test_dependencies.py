"""docs/dependencies.md lists every direct dependency with the licence that its own files state."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from typing import Any

import pytest

from tests.architecture.sources import ROOT

ROW = re.compile(r"^\| ([\w.-]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def _project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return found[0].lower().replace("_", "-") if found else ""


def _declared() -> set[str]:
    tables = _project()
    groups = [item for group in tables["dependency-groups"].values() for item in group]
    extras = [item for extra in tables["project"]["optional-dependencies"].values() for item in extra]
    words = [*tables["project"]["dependencies"], *extras, *(item for item in groups if isinstance(item, str))]
    return {_name(each) for each in words} | {"uv"}


def _rows() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    python = text[text.index("## Python") : text.index("## Node")]
    found = {name: (licence.strip(), reason.strip()) for name, licence, reason in ROW.findall(python)}
    return {name: row for name, row in found.items() if name not in {"package", "-"}}


def test_the_list_is_what_the_project_declares() -> None:
    assert set(_rows()) == _declared()


def test_node_packages_are_listed() -> None:
    import msgspec

    declared = msgspec.json.decode((ROOT / "package.json").read_bytes())["devDependencies"]
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert [name for name in declared if f"| {name} |" not in text[text.index("## Node") :]] == []


@pytest.mark.parametrize("name", sorted(_declared()))
def test_a_licence_is_what_the_package_states(name: str) -> None:
    licence, reason = _rows()[name]
    stated = _stated(name)
    assert _family(licence) & stated, f"{name} states {sorted(stated)}"
    assert reason.endswith(".")


def _stated(name: str) -> set[str]:
    about = metadata.metadata(name)
    words = " ".join(
        [about["License-Expression"] or "", about["License"] or "", *(about.get_all("Classifier") or [])]
    )
    return _family(words)


def _family(words: str) -> set[str]:
    """Licences named in `words`, whatever the spelling."""
    spellings = {
        "MIT": r"\bMIT\b",
        "BSD": r"\bBSD\b",
        "Apache-2.0": r"Apache",
        "MPL-2.0": r"MPL|Mozilla",
        "LGPL-3.0": r"LGPL|Lesser General",
        "PSF": r"\bPSF\b|Python Software Foundation",
        "HPND": r"HPND|Historical Permission|MIT-CMU",
    }
    return {licence for licence, spelling in spellings.items() if re.search(spelling, words)}


def test_hashes_stand_beside_every_locked_package() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8"))
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == [], path.name


def test_run_is_locked_as_dev_is() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9._-]+==\S+)", text, re.MULTILINE))

    assert pins("run.txt") <= pins("dev.txt")


WITHOUT_HEIF = """
import io, os, sys
sys.modules["pillow_heif"] = None  # an import of it raises ImportError, as if it were not installed
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from PIL import Image as Picture
from willow.image import Image
import broadsheet.project.cli, broadsheet.site.darkroom
file = io.BytesIO()
Picture.new("RGB", (40, 30)).save(file, "PNG")
file.seek(0)
print(Image.open(file).resize((20, 15)).get_size())
"""


@pytest.mark.slow
def test_broadsheet_does_without_the_wheel_that_bundles_x265() -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_HEIF], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stdout == "(20, 15)\n", run.stderr
