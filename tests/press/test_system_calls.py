"""A press that the kernel fails or kills at a system call: strace puts the fault there.

The in-process tests die at every boundary of our own code; this goes below, into SQLite's
files and the pipes between ovens, and leaves no process that could tidy up.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.press.test_processes import ROOT, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs the Debian package strace"),
]

RENAME = "rename,renameat,renameat2"
KILLS = {RENAME: 9, "pwrite64": 40}
ERRORS = {
    "write:error=ENOSPC": 6,
    "write:error=EIO": 9,
    "write:retval=7": 7,
    "fsync:error=EIO": 5,
    f"{RENAME}:error=EROFS": 4,
    "pwrite64:error=ENOSPC": 30,
    "fdatasync:error=EIO": 2,
}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("furnished")
    run(folder, "make", "30")
    run(folder, "bake")
    return folder


@pytest.fixture
def site(furnished: Path, tmp_path: Path) -> Path:
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    return tmp_path


def work(site: Path, seed: int, fault: str, number: int) -> int:
    """Edits and bakes; the fault happens at the so-manieth of these calls. Gives the exit status."""
    calls = fault.partition(":")[0]
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}"]
    inject = ["-e", f"inject={fault}:when={number}"]
    child = [sys.executable, "-m", "tests.press.child", str(site), "work", str(seed)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, *inject, *child], cwd=ROOT, env=environment, capture_output=True, check=False, timeout=120
    )
    assert b"strace:" not in done.stderr, done.stderr
    return done.returncode


def assert_mended(site: Path) -> None:
    assert run(site, "verify") == ""
    assert not list(site.rglob(".staging/*"))


def test_a_press_that_is_killed_at_a_system_call_loses_nothing(site: Path) -> None:
    for seed, (calls, number) in enumerate(KILLS.items()):
        assert work(site, seed, f"{calls}:signal=SIGKILL", number) != 0
    assert_mended(site)


def test_a_disk_that_fails_a_press_loses_nothing(site: Path) -> None:
    fault = "write:retval=7"  # the kernel says that seven bytes were written, and wrote none
    assert work(site, 1, fault, ERRORS[fault]) != 0
    assert_mended(site)


@pytest.mark.deep
@pytest.mark.parametrize(
    ("calls", "numbers"),
    [
        (RENAME, range(1, 40, 6)),
        ("fsync", range(1, 60, 8)),
        ("fdatasync", range(1, 8)),
        ("pwrite64", range(1, 200, 24)),
        ("write", range(1, 80, 12)),
        ("unlink,unlinkat", range(1, 12, 2)),
    ],
)
def test_killed_at_many_system_calls(site: Path, calls: str, numbers: range) -> None:
    died = 0
    for number in numbers:
        died += work(site, number, f"{calls}:signal=SIGKILL", number) != 0
        assert_mended(site)
    assert died > 0


@pytest.mark.deep
@pytest.mark.parametrize("fault", ERRORS)
def test_many_calls_that_fail(site: Path, fault: str) -> None:
    failed = 0
    for number in range(1, 36, 7):
        failed += work(site, number, fault, number) != 0
        assert_mended(site)
    assert failed > 0
