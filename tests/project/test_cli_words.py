"""What the command line says before it touches a database."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from broadsheet.project.cli import broadsheet as program
from tests.project.command import Answer, broadsheet, in_one_line

WITHOUT_SITE = {"init", "demo"}
WITHOUT_JSON = {"up", "serve", "work", "desk serve", "metrics"}


def _commands(group: click.Group = program, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


COMMANDS = dict(_commands())


def configured(folder: Path, text: str, **environment: str) -> Answer:
    folder.mkdir(exist_ok=True)
    (folder / "broadsheet.toml").write_text(text, encoding="utf-8")
    return broadsheet("wire", "list", site=folder, more=environment)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_explains_itself(path: str) -> None:
    answer = CliRunner().invoke(program, [*path.split(), "--help"])
    assert answer.exit_code == 0
    assert re.search(r"^  [A-Z].{20,}", answer.output, re.MULTILINE)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_takes_a_site_and_answers_as_json(path: str) -> None:
    options = {option for parameter in COMMANDS[path].params for option in parameter.opts}
    assert ("--site" in options) is (path not in WITHOUT_SITE)
    assert ("--json" in options) is (path not in WITHOUT_JSON)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_is_explained(path: str) -> None:
    options = [each for each in COMMANDS[path].params if isinstance(each, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["wire", "take"],
        ["desk", "publish"],
        ["desk", "publish", "--item", "a", "--story", "b"],
        ["desk", "publish", "--section", "politik"],
        ["demo", "x", "--stories", "-1"],
        ["init", "x", "--language", "fr"],
    ],
)
def test_a_command_that_cannot_be_meant_fails_with_its_usage(words: list[str]) -> None:
    answer = CliRunner().invoke(program, words)
    assert answer.exit_code == 2
    assert "Usage:" in answer.output


def test_a_folder_that_is_no_site_is_named_with_what_to_do(tmp_path: Path) -> None:
    answer = broadsheet("wire", "list", site=tmp_path)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert str(tmp_path) in answer.err
    assert "broadsheet init" in answer.err


def test_an_error_is_one_object_with_json(tmp_path: Path) -> None:
    answer = broadsheet("check", "--json", site=tmp_path)
    assert answer.status == 1
    assert answer.err == ""
    [said] = answer.objects
    assert said["error"] == "configuration"
    assert str(tmp_path) in said["message"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[site]\nlanguage = 'fr'\n", ["language", "'fr'", "'de', 'en'", "broadsheet.toml"]),
        ("[site]\ntime_zone = 'Berlin'\n", ["time_zone", "'Berlin'", "Europe/Berlin", "broadsheet.toml"]),
        ("[site]\naddress = 'news'\n", ["address", "'news'", "https://", "broadsheet.toml"]),
        ("[addresses]\ndesk = '8001'\n", ["desk", "'8001'", "127.0.0.1:8000", "broadsheet.toml"]),
        ("[addresses]\nraeders = 'x:1'\n", ["raeders", "Did you mean 'readers'", "broadsheet.toml"]),
        ("[wrie]\n", ["[wrie]", "Did you mean 'wire'", "broadsheet.toml"]),
        ("[wire]\nmax_megabytes = 'many'\n", ["max_megabytes", "'many'", "integer", "broadsheet.toml"]),
        ("[site\n", ["not valid TOML", "broadsheet.toml"]),
    ],
)
def test_a_wrong_configuration_names_key_value_and_file(tmp_path: Path, text: str, named: list[str]) -> None:
    answer = configured(tmp_path, text)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert [word for word in named if word not in answer.err] == []


def test_a_wrong_environment_variable_is_named(tmp_path: Path) -> None:
    answer = configured(tmp_path, "", BROADSHEET_WIRE_MAX_MEGABYTES="many")
    assert answer.status == 1
    assert "BROADSHEET_WIRE_MAX_MEGABYTES" in answer.err
    assert "'many'" in answer.err


def test_the_version_is_the_packages_own() -> None:
    answer = broadsheet("--version")
    assert answer.status == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", answer.out)


def test_help_needs_neither_django_nor_wagtail() -> None:
    """Or it would take seconds."""
    code = "import sys, broadsheet.project.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"django", "wagtail", "PIL", "lxml", "granian"} & set(loaded.stdout.split())
