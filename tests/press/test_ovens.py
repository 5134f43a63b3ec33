"""Several ovens at once: the same pages, in the same order, and none lost with an oven."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest

from tests.press.test_processes import run

pytestmark = pytest.mark.slow


def test_an_oven_that_is_killed_is_reported_and_its_work_done_again(tmp_path: Path) -> None:
    run(tmp_path, "make", "60")
    assert run(tmp_path, "die").split() == ["press-oven-failed", "True"]
    run(tmp_path, "bake")
    assert run(tmp_path, "verify") == ""


def test_what_others_link_to_is_written_before_them(tmp_path: Path) -> None:
    run(tmp_path, "make", "60")
    written = run(tmp_path, "order").split()
    stories = [path for path in written if path.startswith("/politik/story-")]
    assert len(stories) == 60
    assert written.index("/") > max(map(written.index, stories))


def test_work_that_the_ledger_has_overtaken_is_not_done(tmp_path: Path) -> None:
    run(tmp_path, "make", "8")
    assert int(run(tmp_path, "late")) <= 4


def test_half_done_work_that_gives_way_holds_up_nothing(tmp_path: Path) -> None:
    run(tmp_path, "make", "2")
    began = monotonic()
    assert int(run(tmp_path, "overtaken")) == 0
    assert monotonic() - began < 30
