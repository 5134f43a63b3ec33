"""What no file of the project may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, own_files

# Put together, so that this file does not hold what it forbids.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b")
MACHINE_PATHS = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/tmp/br" + "ief", "/ho" + "me/[a-z]+/"]))
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".woff2", ".mo", ".ico", ".pdf", ".gz", ".br", ".zip"}


def _texts() -> list[tuple[str, str]]:
    files = [path for path in own_files() if path.suffix not in BINARY]
    return [(path.relative_to(ROOT).as_posix(), _read(path)) for path in files]


def _read(path: Path) -> str:
    """Wire samples are in encodings of all sorts, some of them broken on purpose."""
    return path.read_text(encoding="utf-8", errors="replace")


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in _texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_marked_as_unfinished() -> None:
    assert _found(UNFINISHED) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert _found(MACHINE_PATHS) == []


@pytest.mark.parametrize("word", ["TO" + "DO: later", "# FIX" + "ME"])
def test_the_rule_finds_what_is_marked_as_unfinished(word: str) -> None:
    assert UNFINISHED.search(word)


def test_the_rule_finds_a_path_of_somebodys_machine() -> None:
    assert MACHINE_PATHS.search("see /ho" + "me/ada/broadsheet")


def test_no_file_is_larger_than_a_megabyte() -> None:
    assert [path.name for path in own_files() if path.stat().st_size > 1_000_000] == []
