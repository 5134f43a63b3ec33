"""The readers' folder on a disk of its own that is too small, then large enough."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.command import COMMAND, broadsheet, environment, eventually, in_one_line


def _mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(site: Path) -> Iterator[Path]:
    """`public/` empty on 64 KB."""
    public = site / "public"
    shutil.rmtree(public)
    public.mkdir()
    if os.geteuid() != 0 or not _mount(public, "size=64k"):
        pytest.skip("only root may mount a small disk")
    yield public
    subprocess.run(["umount", "--lazy", str(public)], check=True)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and ".staging" not in file.parts
    }


def test_a_full_disk_leaves_whole_files_and_the_bake_goes_on_when_there_is_room(
    furnished: Path, site: Path, small_disk: Path
) -> None:
    whole = files(furnished / "public")
    answer = broadsheet("press", "bake", "--full", site=site)
    assert answer.status == 1
    assert in_one_line(answer.err)
    assert "[press-store-full]" in answer.err
    assert all(data in whole.values() for data in files(small_disk).values())
    assert _mount(small_disk, "remount,size=64m")
    assert broadsheet("press", "bake", site=site).status == 0
    assert files(small_disk).keys() == whole.keys()


@pytest.mark.slow
def test_a_worker_waits_for_room_and_goes_on_by_itself(site: Path, small_disk: Path, tmp_path: Path) -> None:
    assert broadsheet("press", "bake", "--full", site=site).status == 1
    log = tmp_path / "worker.log"
    with log.open("w") as err:
        worker = subprocess.Popen([*COMMAND, "work", "--site", str(site)], env=environment(), stderr=err)
    try:
        assert eventually(lambda: "waits and tries again" in log.read_text(), 120)
        assert not (small_disk / "index.html").exists()
        assert _mount(small_disk, "remount,size=64m")
        assert eventually((small_disk / "index.html").exists)
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
