"""Agency copy through the command, good and bad."""

from __future__ import annotations

import json
import os
import resource
from pathlib import Path
from typing import Any

import pytest

from tests.project.command import broadsheet, in_one_line
from tests.wire import noa

KEYS = {"path", "status", "item", "version", "headline", "embargo", "twin", "error"}


def written(folder: Path, name: str, document: dict[str, Any] | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
    return path


def test_a_file_is_taken_listed_and_shown(site: Path, tmp_path: Path) -> None:
    answer = broadsheet("wire", "take", written(tmp_path, "a.json", noa.ninjs2()), "--json", site=site)
    assert answer.status == 0, answer.err
    [outcome] = answer.objects
    assert outcome.keys() == KEYS
    assert (outcome["status"], outcome["version"], outcome["headline"]) == ("taken", 1, noa.HEADLINE)
    [line] = broadsheet("wire", "list", "--json", site=site).objects
    assert (line["item"], line["state"]) == (outcome["item"], "new")
    [shown] = broadsheet("wire", "show", outcome["item"], "--json", site=site).objects
    assert shown["item"]["headline"] == noa.HEADLINE
    again = broadsheet("wire", "take", tmp_path / "a.json", "--json", site=site)
    assert (again.status, again.objects[0]["status"]) == (0, "duplicate")


def test_bad_files_go_to_quarantine_and_stop_nobody(site: Path, tmp_path: Path) -> None:
    folder, good = tmp_path / "in", json.dumps(noa.ninjs2()).encode()
    bad = {
        "a-empty.json": b"",
        "b-truncated.json": good[: len(good) // 2],
        "c-latin1.json": json.dumps(noa.ninjs2(headline="Übergröße"), ensure_ascii=False).encode("latin-1"),
        "d-deep.json": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "e-large.json": b'{"x": "' + b"x" * 52_000_000 + b'"}',
        "f-page.html": b"<html>No news</html>",
    }
    for name, data in bad.items():
        written(folder, name, data)
    written(folder, "z-good.json", good)
    answer = broadsheet("wire", "take", folder, "--json", site=site)
    assert answer.status == 1
    assert "Traceback" not in answer.err
    outcomes = {Path(each["path"]).name: each for each in answer.objects}
    assert outcomes.keys() == {*bad, "z-good.json"}
    assert {name for name, each in outcomes.items() if each["status"] == "quarantined"} == bad.keys()
    assert all(outcomes[name]["error"] for name in bad)
    assert outcomes["z-good.json"]["status"] == "taken"
    cases = broadsheet("wire", "list", "--quarantine", "--json", site=site).objects
    assert {Path(each["name"]).name for each in cases} == bad.keys()
    retried = broadsheet("wire", "retry", cases[0]["id"], "--json", site=site)
    assert (retried.status, retried.objects[0]["status"]) == (1, "quarantined")


@pytest.mark.parametrize("words", [["wire", "show", "nothing"], ["wire", "retry", "nothing"]], ids=" ".join)
def test_an_unknown_id_is_told_in_one_line(site: Path, words: list[str]) -> None:
    answer = broadsheet(*words, site=site)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert "broadsheet wire list" in answer.err


def test_a_file_that_is_not_there_is_told(site: Path) -> None:
    answer = broadsheet("wire", "take", "/nowhere/at-all.json", "--json", site=site)
    assert answer.status == 1
    [outcome] = answer.objects
    assert (outcome["status"], outcome["path"]) == ("quarantined", "/nowhere/at-all.json")
    assert "Nothing was stored" in outcome["error"]


def test_a_disk_without_room_keeps_nothing_half_and_says_what_to_do(site: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands in for a full disk: the archive cannot be written."""
    path = written(tmp_path, "a.json", noa.ninjs2(usageterms="x" * 3_000_000))
    limit = 2_000_000

    def shrink() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    answer = broadsheet("wire", "take", path, "--json", site=site, before=shrink)
    assert answer.status == 1
    [outcome] = answer.objects
    assert outcome["status"] == "quarantined"
    assert "Make room" in outcome["error"]
    assert [file for file in (site / "wire").rglob("*") if file.is_file()] == []
    assert broadsheet("wire", "list", "--json", site=site).objects == []
    there_is_room = broadsheet("wire", "take", path, "--json", site=site)
    assert (there_is_room.status, there_is_room.objects[0]["status"]) == (0, "taken")


def test_a_connector_is_tried_then_polled_and_its_health_is_told(site: Path) -> None:
    settings = site / "broadsheet.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(
        before + '\n[wire.connectors.drop]\nkind = "folder"\npath = "incoming"\n', encoding="utf-8"
    )
    path = written(site / "incoming", "a.json", noa.ninjs2(uri="urn:newsml:noa.example:20261114:99"))
    os.utime(path, (1, 1))
    tried = broadsheet("wire", "poll", "drop", "--dry-run", "--json", site=site)
    assert (tried.objects[0]["status"], path.exists()) == ("taken", True)
    polled = broadsheet("wire", "poll", "--json", site=site)
    assert (polled.status, polled.objects[0]["status"], path.exists()) == (0, "taken", False)
    [line] = broadsheet("wire", "connectors", "--json", site=site).objects
    assert (line["name"], line["kind"], line["problem"], line["failures"]) == ("drop", "folder", "", 0)
    assert line["brought"] is not None
    settings.write_text(before, encoding="utf-8")
