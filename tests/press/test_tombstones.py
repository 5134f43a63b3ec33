"""What was retracted is written down beside the artifacts, whole and for good."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal
from broadsheet.ledger.records import Notice
from broadsheet.press import queue, tombstones
from broadsheet.press.errors import StoreFull, TombstonesUnreadable
from broadsheet.press.machine import Press
from broadsheet.press.tombstones import Tombstone, Tombstones
from tests.conftest import START
from tests.press.bulletin import press_in, publish, story, withdraw

FIRST = Tombstone(asset="story:1", path="/a/", seq=3, at=START, reason="Erfunden.", headline="A", told=START)
SECOND = Tombstone(asset="story:2", path="/b/", seq=9, at=START + timedelta(days=1), reason="Falsch.")


@pytest.fixture
def kept(tmp_path: Path) -> Tombstones:
    return Tombstones(tmp_path / "answers")


def retract(number: int, reason: str = "Die Quelle war erfunden.") -> None:
    """As the desk does: a tombstone, and a notice a moment later."""
    asset, name = f"story:{number:010}", f"{number:010}"
    with transaction.atomic():
        journal.withdraw(asset, act="retract", by="test", why=reason)
        notice = Notice(id=name, about=asset, at=clock.now(), headline=f"Story {number}", text=reason)
        journal.append(notice, act="retract", by="test", why=reason)


# ---- the file ---------------------------------------------------------------------------


def test_what_is_kept_is_read_again(kept: Tombstones) -> None:
    assert kept.keep([FIRST]) == 1
    assert kept.keep([SECOND]) == 1
    assert tombstones.read(kept.file) == [FIRST, SECOND]


def test_keeping_twice_adds_nothing(kept: Tombstones) -> None:
    kept.keep([FIRST, SECOND])
    before = kept.file.read_bytes()
    assert kept.keep([FIRST, SECOND, SECOND]) == 0
    assert kept.file.read_bytes() == before


def test_a_file_that_is_absent_says_nothing(kept: Tombstones) -> None:
    assert tombstones.read(kept.file) == []


@pytest.mark.parametrize("cut", range(1, 160, 13))
def test_a_line_that_a_power_cut_tore_is_written_again_whole(kept: Tombstones, cut: int) -> None:
    kept.keep([FIRST, SECOND])
    os.truncate(kept.file, kept.file.stat().st_size - cut)
    assert len(tombstones.read(kept.file)) < 2
    kept.keep([FIRST, SECOND])
    assert tombstones.read(kept.file) == [FIRST, SECOND]


def test_a_full_disk_leaves_whole_lines_and_is_told(
    kept: Tombstones, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep([FIRST])
    write = os.pwrite

    def half(handle: int, data: bytes, offset: int) -> int:
        if len(data) < 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data[: len(data) // 2], offset)

    monkeypatch.setattr(os, "pwrite", half)
    with pytest.raises(StoreFull, match="No space left"):
        kept.keep([SECOND])
    assert tombstones.read(kept.file) == [FIRST]
    monkeypatch.undo()
    kept.keep([SECOND])
    assert tombstones.read(kept.file) == [FIRST, SECOND]


def test_a_short_write_is_finished(kept: Tombstones, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda handle, data, offset: write(handle, data[:7], offset))
    kept.keep([FIRST, SECOND])
    assert tombstones.read(kept.file) == [FIRST, SECOND]


@pytest.mark.parametrize("line", ["no json", "{}", '{"asset": "", "path": "", "seq": 1}', "[]"])
def test_a_line_that_is_no_tombstone_is_named(kept: Tombstones, line: str) -> None:
    kept.keep([FIRST])
    with kept.file.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(TombstonesUnreadable, match="Line 2 of"):
        tombstones.read(kept.file)


def test_keys_of_a_later_version_are_overlooked(kept: Tombstones) -> None:
    kept.keep([SECOND])
    line = kept.file.read_text(encoding="utf-8").replace("{", '{"colour": "grey", ', 1)
    kept.file.write_text(line, encoding="utf-8")
    assert tombstones.read(kept.file) == [SECOND]


# ---- the press --------------------------------------------------------------------------


@pytest.fixture
def press(tmp_path: Path, db: None, manual_clock: ManualClock) -> Press:
    return press_in(tmp_path)


def assets(press: Press) -> list[str]:
    return [each.asset for each in tombstones.read(press.store.tombstones.file)]


def test_the_press_writes_down_what_is_retracted_and_nothing_else(press: Press) -> None:
    publish(story(1), story(2))
    press.bake_due()
    withdraw(1)
    retract(2)
    press.bake_due()
    [kept] = tombstones.read(press.store.tombstones.file)
    head = journal.head()
    assert kept == Tombstone(
        asset="story:0000000002",
        path="/politik/story-2-0000000002/",
        seq=head - 1,
        at=clock.now(),
        reason="Die Quelle war erfunden.",
        headline="Story 2",
        told=clock.now(),
    )


def test_the_file_is_no_artifact(press: Press) -> None:
    publish(story(1))
    retract(1)
    press.bake_due()
    assert press.store.tombstones.file.exists()
    assert all(tombstones.NAME not in name for name, _ in press.store.files())


def test_a_retraction_is_written_down_before_it_counts_as_noted(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(story(1))
    press.bake_due()
    retract(1)
    noted = queue.noted()

    def dies(_edition: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(queue, "take_note", dies)
    with pytest.raises(KeyboardInterrupt):
        press.cycle()
    assert queue.noted() == noted
    assert assets(press) == ["story:0000000001"]
    monkeypatch.undo()
    press.bake_due()
    assert assets(press) == ["story:0000000001"]


def test_a_press_that_starts_late_writes_down_what_was_retracted_before(
    tmp_path: Path, db: None, manual_clock: ManualClock
) -> None:
    publish(story(1), story(2))
    retract(1)
    press = press_in(tmp_path)
    press.bake_due()
    assert assets(press) == ["story:0000000001"]


@pytest.mark.parametrize("again", ["start", "cycle"])
def test_a_lost_file_is_written_again(press: Press, again: str) -> None:
    publish(story(1), story(2))
    retract(1)
    press.bake_due()
    press.store.tombstones.file.unlink()
    getattr(press, again)()
    assert assets(press) == ["story:0000000001"]


def test_a_full_bake_adds_lines_that_were_lost(press: Press) -> None:
    publish(story(1), story(2))
    retract(1)
    retract(2)
    press.bake_due()
    file = press.store.tombstones.file
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[1])
    press.bake_full()
    assert sorted(assets(press)) == ["story:0000000001", "story:0000000002"]
