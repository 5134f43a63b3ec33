"""Documents: short decisions, links that lead somewhere, commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
COMMAND = re.compile(
    r"(?:`|^ *\$? *|bin/)broadsheet ((?:wire|desk|ledger|press) [a-z-]+|[a-z-]+)\b", re.MULTILINE
)
PARTS = ("## Context", "## Options", "## Decision", "## Consequences")
MAX_WORDS = 300


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    assert numbers


@pytest.mark.parametrize("path", DECISIONS, ids=_name)
def test_a_decision_is_short_and_complete(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.split()) <= MAX_WORDS
    assert all(part in text for part in PARTS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = [target.split("#")[0] for target in LINK.findall(text) if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in targets if target and not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_targets_of_make_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`(?:[A-Z]+=\S+ )?make ([a-z-]+)", path.read_text(encoding="utf-8")))
    assert named <= known


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_commands_exist(path: Path) -> None:
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^## broadsheet ([a-z -]+)$", reference, re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    named = re.findall(
        r"(?:`|^ *\$? *|bin/)broadsheet ((?:wire|desk|ledger|press) [a-z-]+|[a-z-]+)\b", text, re.MULTILINE
    )
    assert [name for name in named if name not in known] == []


def test_the_index_leads_to_every_document() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / target.split("#")[0]).resolve() for target in LINK.findall(index)}
    below = {path.resolve() for path in DOCUMENTS if path.is_relative_to(ROOT / "docs")}
    decisions = {path.resolve() for path in DECISIONS}
    assert below - linked - decisions == {(ROOT / "docs" / "README.md").resolve()}
