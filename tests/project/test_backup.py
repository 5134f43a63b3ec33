"""A site as one file and back: the same bytes for readers, the same drafts for editors, and
nothing that was retracted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection

from tests.programs import ROOT
from tests.project.command import COMMAND, Answer, broadsheet, environment, eventually, in_one_line, stories

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="looks into SQLite's file; on PostgreSQL: test_moving.py"
)

LATER = "2031-01-01T06:00:00+00:00"
TOMBSTONES = Path("answers") / ".tombstones.jsonl"


def readers_files(site: Path) -> dict[str, bytes]:
    """Everything that readers get, encodings included."""
    found = [file for name in ("public", "answers") for file in (site / name).rglob("*") if file.is_file()]
    names = {file.relative_to(site) for file in found} - {TOMBSTONES}
    return {name.as_posix(): (site / name).read_bytes() for name in names}


def rows(site: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(site / "broadsheet.sqlite3")) as database:
        return database.execute(query).fetchall()


def several(site: Path, *commands: list[str]) -> list[list[dict[str, Any]]]:
    """What each command answered; one process for all of them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.project.several", json.dumps(commands)],
        env=environment(BROADSHEET_SITE=str(site)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]


class Saved(NamedTuple):
    """A site with a scheduled story, its backup, and what became of it since: one story retracted."""

    site: Path
    file: Path
    said: dict[str, Any]
    before: dict[str, bytes]
    """What readers got when the backup was made."""
    retracted: str
    incomplete: dict[str, Any]
    """What a second backup said, with the secret and without a file of media/ that was lost."""


@pytest.fixture(scope="module")
def saved(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    folder = tmp_path_factory.mktemp("saved")
    site, file = folder / "site", folder / "news.tar.gz"
    shutil.copytree(furnished, site)
    with closing(sqlite3.connect(site / "broadsheet.sqlite3")) as database:
        database.execute("INSERT INTO django_session VALUES ('logged-in', 'canary', '2031-01-01 00:00:00')")
        database.commit()
    ids = stories(site)
    lost = next(each for each in (site / "media").rglob("*") if each.is_file())
    _, [said], _, _, _, [incomplete] = several(
        site,
        ["desk", "schedule", "--story", ids["ready"], "--at", LATER],
        ["backup", str(file)],
        ["desk", "retract", "--story", ids["published"], "--reason", "Die Quelle war erfunden."],
        ["press", "bake"],
        ["lose", str(lost)],
        ["backup", str(folder / "second.tar.gz"), "--with-secret"],
    )
    assert incomplete["missing"] == [lost.relative_to(site).as_posix()]
    before = readers_files(furnished)
    return Saved(site, file, said, before, ids["published"], incomplete)


@pytest.fixture(scope="module")
def restored(saved: Saved, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    folder = tmp_path_factory.mktemp("clean") / "machine"
    answer = broadsheet("restore", saved.file, "--json", site=folder)
    assert answer.status == 0, answer.out + answer.err
    return folder, answer


# ---- backup -----------------------------------------------------------------------------


def test_a_backup_holds_what_the_site_is_made_from_and_neither_secret_nor_logins(saved: Saved) -> None:
    with tarfile.open(saved.file) as tar:
        names = tar.getnames()
        database = tar.extractfile("broadsheet.sqlite3")
        assert database is not None
        data = database.read()
    assert names[0] == "manifest.json"
    assert names[-1] == "SHA256SUMS"
    assert {"broadsheet.toml", "broadsheet.sqlite3"} <= set(names)
    assert {name.partition("/")[0] for name in names if "/" in name} <= {"vault", "media", "wire"}
    assert "secret.key" not in names
    assert b"canary" in (saved.site / "broadsheet.sqlite3").read_bytes()
    assert b"canary" not in data
    assert saved.file.stat().st_mode & 0o077 == 0
    assert saved.said["missing"] == []
    assert saved.said["files"] == len(names)


def test_its_sums_can_be_checked_with_the_tools_of_any_machine(saved: Saved, tmp_path: Path) -> None:
    subprocess.run(["tar", "xzf", saved.file, "-C", tmp_path], check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True)


def test_a_backup_is_not_written_over_unasked(saved: Saved) -> None:
    before = saved.file.read_bytes()
    answer = broadsheet("backup", saved.file, site=saved.site)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert "[project-backup-exists]" in answer.err
    assert saved.file.read_bytes() == before


def test_a_database_that_cannot_be_reached_is_told_and_nothing_is_left(site: Path, tmp_path: Path) -> None:
    elsewhere = {"DATABASE_URL": "postgres://news@127.0.0.1:1/news"}
    answer = broadsheet("backup", tmp_path / "b.tar.gz", site=site, more=elsewhere)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert "[project-database-unusable]" in answer.err
    assert [file.name for file in tmp_path.iterdir()] == [site.name]


def test_what_the_database_names_and_nobody_has_is_said_and_the_rest_is_saved(saved: Saved) -> None:
    assert saved.incomplete["status"] == 1
    [name] = saved.incomplete["missing"]
    with tarfile.open(saved.incomplete["file"]) as tar:
        assert "secret.key" in tar.getnames()
        assert name not in tar.getnames()
        manifest = tar.extractfile("manifest.json")
        assert manifest is not None
        assert json.load(manifest)["missing"] == [name]
    assert saved.said["status"] == 0


# ---- restore ----------------------------------------------------------------------------


def test_readers_get_the_same_bytes_from_a_clean_machine(saved: Saved, restored: tuple[Path, Answer]) -> None:
    folder, answer = restored
    assert readers_files(folder) == saved.before
    assert any(name.endswith(".br") for name in saved.before)
    [said] = answer.objects
    assert said["bake"]["failed"] == 0
    assert said["retracted"] == []
    assert said["new_secret"] is True
    assert said["head"] == saved.said["head"] == rows(folder, "SELECT seq FROM ledger_head")[0][0]
    assert [each.name for each in folder.parent.iterdir()] == [folder.name]


def test_drafts_stay_drafts_and_what_waits_goes_on_waiting(
    saved: Saved, restored: tuple[Path, Answer]
) -> None:
    folder, _ = restored
    ids = stories(saved.site)
    live = "SELECT story_id FROM desk_storypage JOIN wagtailcore_page ON id = page_ptr_id WHERE live"
    assert rows(folder, live) == [(ids["published"],)]
    waiting = "SELECT approved_go_live_at FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL"
    assert rows(folder, waiting) == rows(saved.site, waiting) == [("2031-01-01 06:00:00",)]
    drafts = "SELECT object_id, content FROM wagtailcore_revision ORDER BY id"
    assert len(rows(folder, drafts)) > 3
    assert rows(folder, drafts) == rows(saved.site, drafts)


def test_logins_end_and_the_secret_is_new(saved: Saved, restored: tuple[Path, Answer]) -> None:
    folder, _ = restored
    assert rows(folder, "SELECT * FROM django_session") == []
    assert (folder / "secret.key").read_bytes() != (saved.site / "secret.key").read_bytes()
    assert (folder / "secret.key").stat().st_mode & 0o077 == 0


def test_a_backup_older_than_a_retraction_does_not_bring_the_story_back(saved: Saved, tmp_path: Path) -> None:
    """The clean machine still has the readers' files, and with them the tombstones."""
    folder = tmp_path / "machine"
    for name in ("public", "answers"):
        shutil.copytree(saved.site / name, folder / name)
    now = readers_files(saved.site)
    assert now != saved.before
    refused = broadsheet("restore", saved.file, site=folder)
    assert refused.status == 1
    assert "--force" in refused.err
    answer = broadsheet("restore", saved.file, "--force", "--json", site=folder)
    assert answer.status == 0, answer.out + answer.err
    asset = f"story:{saved.retracted}"
    assert answer.objects[0]["retracted"] == [asset]
    assert readers_files(folder) == now
    query = "SELECT act, why FROM ledger_entry WHERE by = 'restore' AND record IS NULL AND asset = '{}'"
    assert rows(folder, query.format(asset)) == [("retract", "Die Quelle war erfunden.")]
    live = "SELECT live FROM desk_storypage JOIN wagtailcore_page ON id = page_ptr_id WHERE story_id = '{}'"
    assert rows(folder, live.format(saved.retracted)) == [(0,)]
    first = (saved.site / TOMBSTONES).read_bytes()
    assert (folder / TOMBSTONES).read_bytes().startswith(first)


def test_a_folder_with_something_else_in_it_is_left_alone(saved: Saved, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("dear diary", encoding="utf-8")
    answer = broadsheet("restore", saved.file, "--force", site=tmp_path)
    assert answer.status == 1
    assert "[project-folder-in-use]" in answer.err
    assert [file.name for file in tmp_path.iterdir()] == ["diary.txt"]


# ---- at any moment ----------------------------------------------------------------------


@pytest.fixture
def publishing(site: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process publishes without end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.project.several", "publish"],
        env=environment(BROADSHEET_SITE=str(site)),
        cwd=ROOT,
    )
    head = rows(site, "SELECT seq FROM ledger_head")
    assert eventually(lambda: rows(site, "SELECT seq FROM ledger_head") > head, 120)
    yield process
    process.kill()
    process.wait()


@pytest.mark.deep
def test_each_backup_of_a_busy_site_is_one_state_of_it(
    site: Path, tmp_path: Path, publishing: subprocess.Popen[bytes]
) -> None:
    heads = []
    for number in range(int(os.environ.get("BROADSHEET_TEST_ROUNDS", "10"))):
        file, folder = tmp_path / f"{number}.tar.gz", tmp_path / str(number)
        assert broadsheet("backup", file, site=site).status == 0
        folder.mkdir()
        subprocess.run(["tar", "xzf", file, "-C", folder], check=True)
        manifest = json.loads((folder / "manifest.json").read_bytes())
        assert rows(folder, "PRAGMA integrity_check") == [("ok",)]
        assert rows(folder, "SELECT seq, digest FROM ledger_head") == [(manifest["head"], manifest["digest"])]
        assert rows(folder, "SELECT max(seq), count(*) FROM ledger_entry") == [(manifest["head"],) * 2]
        heads.append(manifest["head"])
    assert heads == sorted(set(heads))
    assert publishing.poll() is None


def _is_longer(file: Path, size: int) -> bool:
    return file.exists() and file.stat().st_size > size


@pytest.mark.deep
def test_a_backup_that_is_killed_leaves_nothing_under_its_name(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "news.tar.gz"
    (site / "vault" / "00").mkdir(parents=True, exist_ok=True)
    (site / "vault" / "00" / "large").write_bytes(os.urandom(60_000_000))
    for number in range(int(os.environ.get("BROADSHEET_TEST_ROUNDS", "10"))):
        shutil.rmtree(tmp_path / ".news.tar.gz.new", ignore_errors=True)
        process = subprocess.Popen([*COMMAND, "backup", str(file), "--site", str(site)], env=environment())
        half = tmp_path / ".news.tar.gz.new" / file.name
        assert eventually(partial(_is_longer, half, number * 5_000_000))
        process.kill()
        assert process.wait() == -signal.SIGKILL
        assert half.exists()
        assert not file.exists()
    assert broadsheet("backup", file, site=site).status == 0
    assert [each.name for each in tmp_path.glob(".news*")] == []
