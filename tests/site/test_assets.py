"""Style sheet and islands: shortened without harm, named by content, compiled as committed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest

from broadsheet.site import assets, theme
from tests import newsroom
from tests.site.conftest import pages
from tests.site.proof import publish

_ROOT = Path(__file__).parents[2]
_ISLANDS = _ROOT / "src/broadsheet/site/islands"


def test_shortening_keeps_what_counts() -> None:
    sheet = (
        '/* a */ a::before {\n  content: "  { ; }  ";\n  inset: calc(1px + 2px) ;\n}\n\n'
        "@media (x) { b , c { d: e; } }"
    )
    assert assets.shorten(sheet) == (
        'a::before{content: "  { ; }  ";inset: calc(1px + 2px)}@media (x){b,c{d: e}}'
    )


def test_every_asset_is_named_by_its_content() -> None:
    loaded = assets.load(theme.load("broadsheet"))
    assert {"site.css", "latest.js", "relative-time.js", "icon.svg"} <= loaded.keys()
    for asset in loaded.values():
        assert re.fullmatch(r"/assets/[a-z-]+-[0-9a-f]{12}\.(css|js|svg)", asset.path)


def test_the_style_sheet_declares_its_layers_first_and_uses_each() -> None:
    sheet = assets.style_sheet(theme.load("broadsheet"))
    assert sheet.startswith("@layer label,tokens,base,layout,blocks,theme,print;")
    assert sheet.count("@layer") == 8
    assert sheet.count("{") == sheet.count("}")
    assert "url(" not in sheet


@pytest.mark.django_db
def test_a_story_is_light() -> None:
    """HTML, style sheet and islands of the fullest story, compressed, without pictures: 25 KB at most."""
    records = newsroom.records()
    publish(*records)
    story = next(text for path, text in pages(records).items() if path.endswith("-a1/"))
    parts = [story.encode(), *(asset.body for asset in assets.load(theme.load("broadsheet")).values())]
    assert sum(len(brotli.compress(part, quality=5)) for part in parts) < 25_000


def test_islands_are_short() -> None:
    for island in _ISLANDS.glob("*.ts"):
        assert len(island.read_text(encoding="utf-8").splitlines()) <= 100, island.name


@pytest.mark.skipif(
    not (_ROOT / "node_modules/.bin/tsc").exists() or shutil.which("node") is None,
    reason="the TypeScript compiler is not installed: npm ci",
)
def test_what_is_committed_is_what_the_compiler_makes(tmp_path: Path) -> None:
    subprocess.run(
        [str(_ROOT / "node_modules/.bin/tsc"), "--project", str(_ROOT), "--outDir", str(tmp_path)], check=True
    )
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.js")}
    assert made.keys() == {path.with_suffix(".js").name for path in _ISLANDS.glob("*.ts")}
    for name, text in made.items():
        assert text == (_ISLANDS.parent / "static" / name).read_text(encoding="utf-8"), name
