"""docs/reference/ says what the program does, and says it of everything."""

from __future__ import annotations

import re

import click
import pytest

from broadsheet.kernel.errors import BroadsheetError
from broadsheet.project.cli import broadsheet
from scripts import references
from tests.architecture.sources import ROOT

ROW = re.compile(r"^\| `")


@pytest.mark.parametrize("name", ["errors.md", "configuration.md", "commands.md"])
def test_a_reference_is_what_the_program_says(name: str) -> None:
    written = (references.FOLDER / name).read_text(encoding="utf-8")
    assert written == references.pages()[name], "The reference is out of date: run make fix."


@pytest.mark.parametrize("name", ["errors.md", "configuration.md", "commands.md"])
def test_every_row_ends_with_words(name: str) -> None:
    lines = (references.FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if ROW.match(line)]
    assert rows
    assert [line for line in rows if line.endswith("|  |")] == []


@pytest.mark.parametrize("error", references.error_classes(), ids=lambda each: each.__name__)
def test_every_error_is_documented(error: type[BroadsheetError]) -> None:
    is_root = error.code in references.ROOMS
    assert is_root or f"| `{error.code}` |" in _reference("errors.md")
    assert references.condition(error)


def test_every_key_is_documented() -> None:
    page = _reference("configuration.md")
    for table, struct in references.tables().items():
        assert f"## [{table}]\n" in page
        assert all(f"| `{field}` |" in page for field in struct.__struct_encode_fields__)


def test_every_command_is_documented() -> None:
    page = _reference("commands.md")
    for command, context in references.commands(
        broadsheet, click.Context(broadsheet, info_name="broadsheet")
    ):
        assert f"## {context.command_path}\n" in page
        assert command.help, f"{context.command_path} has no help"


def test_the_command_line_promises_what_the_architecture_does() -> None:
    page = _reference("commands.md")
    for words in (
        "init", "demo", "up", "serve", "work", "check", "migrate",
        "wire take", "wire list", "wire show", "wire retry",
        "desk publish", "desk schedule", "desk correct", "desk retract", "desk unpublish",
        "ledger log", "ledger show", "ledger verify",
        "press bake", "press status", "press why", "press verify",
    ):  # fmt: skip
        assert f"## broadsheet {words}\n" in page, words


def _reference(name: str) -> str:
    return (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
