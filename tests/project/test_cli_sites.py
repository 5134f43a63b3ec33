"""Making a site, and being interrupted at it."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.project.command import COMMAND, broadsheet, environment, eventually, in_one_line


@pytest.mark.deep
@pytest.mark.slow
def test_an_interrupted_demo_is_no_site_and_a_second_call_works(tmp_path: Path) -> None:
    folder, building = tmp_path / "news", tmp_path / ".news.new"
    making = subprocess.Popen([*COMMAND, "demo", str(folder)], env=environment(), stderr=subprocess.DEVNULL)
    assert eventually((building / "broadsheet.sqlite3").exists, 120)
    making.kill()
    assert making.wait() == -signal.SIGKILL
    assert not folder.exists()
    refused = broadsheet("wire", "list", site=folder)
    assert refused.status == 1
    assert in_one_line(refused.err)
    made = broadsheet("init", folder, "--json")
    assert made.status == 0, made.err
    assert made.objects[0].keys() == {"site", "login", "password"}
    assert not building.exists()
    assert broadsheet("ledger", "log", site=folder).status == 0
    assert (folder / "public" / "index.html").is_file()
    assert (folder / "secret.key").stat().st_mode & 0o077 == 0


def test_a_site_is_never_made_over_another(furnished: Path) -> None:
    for command in ("init", "demo"):
        answer = broadsheet(command, furnished)
        assert answer.status == 1
        assert in_one_line(answer.err)
        assert "[project-folder-in-use]" in answer.err


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("dear diary", encoding="utf-8")
    answer = broadsheet("init", tmp_path)
    assert answer.status == 1
    assert "is not empty" in answer.err
    assert [file.name for file in tmp_path.iterdir()] == ["diary.txt"]


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    answer = broadsheet("init", tmp_path / "file" / "news")
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert "[project-folder-unusable]" in answer.err
