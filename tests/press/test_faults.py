"""Disks that are full or broken, and a press that dies: every old file stays whole, nothing is lost."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from broadsheet.ledger.records import Section
from broadsheet.press import staging, traces
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import PressBusy, StoreFailed, StoreFull
from broadsheet.press.explain import status
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact, Removal
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.press.store import Place
from broadsheet.press.verify import verify
from tests.press import bulletin
from tests.press.bulletin import press_in, publish, story, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)


@pytest.fixture
def press(tmp_path: Path) -> Press:
    press = press_in(tmp_path)
    publish(POLITICS, *map(story, range(1, 8)))
    press.bake_due()
    return press


def files(press: Press) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in press.store.files()}


def differences(press: Press) -> list[str]:
    verdict = verify(press.edition, press.store, press.vault, PressConfig())
    return [f"{each.file} {each.how}" for each in verdict.differences]


class Killed(BaseException):
    """As SIGKILL: nothing after it is done."""


def failing(call: Callable[..., Any], after: int, error: BaseException) -> Callable[..., Any]:
    """The call works `after` times, then raises."""
    left = [after]

    def run(*arguments: Any, **options: Any) -> Any:
        if left[0] <= 0:
            raise error
        left[0] -= 1
        return call(*arguments, **options)

    return run


# ---- disks ------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [0, 1, 4])
@pytest.mark.parametrize(
    ("owner", "name", "number", "condition"),
    [
        (os, "write", errno.ENOSPC, StoreFull),
        (os, "write", errno.EDQUOT, StoreFull),
        (os, "fsync", errno.EIO, StoreFailed),
        (os, "replace", errno.EIO, StoreFailed),
        (staging, "_make_folder", errno.EROFS, StoreFailed),
    ],
)
def test_a_disk_that_fails_leaves_whole_files_and_is_tried_again(
    press: Press,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    number: int,
    condition: type[StoreFailed],
    after: int,
) -> None:
    publish(story(6, slug="anders"), story(7, body="Ein neuer Stand."))
    withdraw(1)
    before = files(press)
    with monkeypatch.context() as broken:
        broken.setattr(owner, name, failing(getattr(owner, name), after, OSError(number, "broken")))
        with pytest.raises(condition):
            press.bake_due()
    now = files(press)
    press.bake_due()
    after_all = files(press)
    assert all(now[each] in {before.get(each), after_all.get(each)} for each in now)
    assert differences(press) == []
    assert not list((press.vault._folder.parent / "public").glob(".staging/*"))


def test_a_short_write_is_continued(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data)[:7]))
    publish(story(7, body="Ein neuer Stand."))
    press.bake_due()
    assert differences(press) == []


def test_a_write_that_takes_nothing_counts_as_a_full_disk(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(story(7, body="Ein neuer Stand."))
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", lambda _handle, _data: 0)
        with pytest.raises(StoreFull):
            press.bake_due()
    assert not list((press.vault._folder.parent / "public").glob(".staging/*"))


def test_a_lock_that_cannot_be_opened_is_a_condition_of_its_own(tmp_path: Path, press: Press) -> None:
    (tmp_path / ".press.lock").unlink()
    (tmp_path / ".press.lock").mkdir()
    with pytest.raises(PressBusy):
        press.cycle()


def test_every_new_folder_is_made_durable_in_its_parent(
    press: Press, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(staging, "make_durable", synced.append)
    publish(story(9))
    press.bake_due()
    public = tmp_path / "public"
    assert {f"{public}/politik", f"{public}/politik/story-9-0000000009"} <= set(synced)


# ---- deaths -----------------------------------------------------------------------------


def die_before_recording(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(traces, "record", failing(traces.record, 0, Killed()))
        with pytest.raises(Killed):
            press.bake_due()


def test_a_page_that_was_written_but_not_recorded_goes_if_it_is_taken_back_meanwhile(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(story(8))
    die_before_recording(press, monkeypatch)
    assert "public/politik/story-8-0000000008/index.html" in files(press)
    withdraw(8)
    press.bake_due()
    assert "public/politik/story-8-0000000008/index.html" not in files(press)
    assert differences(press) == []


def test_a_page_that_was_written_but_not_recorded_is_mended_if_the_edit_is_undone_meanwhile(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(story(7, body="Falsch."))
    die_before_recording(press, monkeypatch)
    publish(story(7))
    press.bake_due()
    assert differences(press) == []


def test_what_was_written_before_a_death_is_not_written_again(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(story(7, body="Ein neuer Stand."))
    die_before_recording(press, monkeypatch)
    report = press.bake_due()
    assert (report.baked, report.written) == (1, 0)
    assert not Removal.objects.exists()


def test_removals_that_a_death_has_done_already_do_not_end_the_bake(tmp_path: Path) -> None:
    """The press died after it had taken the first file away: a whole batch finds nothing to delete."""
    press = press_in(tmp_path, batch=1)
    publish(POLITICS, *map(story, range(1, 8)))
    press.bake_due()
    withdraw(1)
    withdraw(2)
    while Removal.objects.count() != 2 or Artifact.objects.filter(stale=True).exists():
        press.cycle()
    gone = Removal.objects.order_by("id")[0]
    press.store.remove(Place(gone.path, gone.plain))
    press.bake_due()
    assert not Removal.objects.exists()
    assert differences(press) == []


# ---- what one page does to others -------------------------------------------------------


def test_an_address_that_no_file_can_have_fails_alone(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def bake_nowhere(self: object, target: str, reader: Reader) -> Output:
        return Output(f"/{'x' * 300}/", b"too long a name")

    monkeypatch.setattr(bulletin.RecentRecipe, "bake", bake_nowhere)
    publish(story(8))
    press.bake_full()
    assert "no address that a file can stand for" in status().failures[0].error
    assert "public/politik/story-8-0000000008/index.html" in files(press)


def test_a_page_waits_for_the_one_that_leaves_its_address_in_a_later_batch(tmp_path: Path) -> None:
    """Story 2 takes the slug of story 1 within one bake; each is a batch of its own."""
    press = press_in(tmp_path, batch=1)
    first, second = "/politik/eins/", "/politik/zwei/"
    at = {number: story(number) for number in (1, 2)}
    publish(POLITICS, replace(at[1], path=first), replace(at[2], path=second))
    press.bake_due()
    publish(replace(at[1], path="/politik/drei/"))
    publish(replace(at[2], path=first))
    assert press.bake_due().failed == 0
    assert differences(press) == []


def test_a_full_bake_mends_what_somebody_changed(press: Press, tmp_path: Path) -> None:
    (tmp_path / "public/index.html").write_bytes(b"tampered")
    (tmp_path / "public/politik/story-7-0000000007/index.html.br").unlink()
    assert press.bake_full().written == 2
    assert differences(press) == []


# ---- other editions ---------------------------------------------------------------------


def test_the_pages_of_a_recipe_that_is_no_more_go_once(press: Press, tmp_path: Path) -> None:
    smaller = bulletin.edition()
    del smaller.recipes["front"]
    again = press_in(tmp_path, smaller)
    report = again.bake_due()
    assert (report.baked, report.deleted) == (1, 1)
    assert differences(again) == []
    assert press_in(tmp_path, smaller).bake_due().baked == 0


def test_a_new_recipe_finds_what_was_published_before_it(press: Press, tmp_path: Path) -> None:
    larger = bulletin.edition()

    class Extra(bulletin.StoryRecipe):
        name = "extra"

        def bake(self, target: str, reader: Reader) -> Output | None:
            card = reader.read(bulletin.CARD, target)
            return Output(f"{card.path}extra.txt", b"more") if card else None

    larger.recipes["extra"] = Extra()
    again = press_in(tmp_path, larger)
    assert again.bake_due().written == 7
    assert differences(again) == []


def test_a_page_that_failed_is_tried_at_once_by_another_version(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bulletin.FrontRecipe, "bake", failing(lambda: None, 0, KeyError("text")))
        publish(story(8))
        assert press.bake_due().failed == 1
    monkeypatch.setattr(bulletin.FrontRecipe, "version", "2")
    press.start()
    assert press.bake_due().failed == 0
    assert differences(press) == []


# ---- who goes first ---------------------------------------------------------------------


def test_news_goes_before_what_is_merely_baked_again(tmp_path: Path) -> None:
    press = press_in(tmp_path, batch=1)
    publish(POLITICS, *map(story, range(1, 8)))
    press.bake_due()
    Artifact.objects.update(stale=True, urgent=False, cause="full bake")
    publish(story(1, body="Eilig."))
    press.cycle()
    assert not Artifact.objects.get(name="story:story:0000000001").stale


def test_a_retracted_page_does_not_wait_for_what_is_merely_baked_again(press: Press) -> None:
    withdraw(1)
    press.cycle()
    Artifact.objects.filter(stale=False).update(stale=True, urgent=False, cause="full bake")
    while Artifact.objects.filter(stale=True, urgent=True).exists():
        press.cycle()
    press.cycle()
    assert "public/politik/story-1-0000000001/index.html" not in files(press)
    assert Artifact.objects.filter(stale=True).exists() or press.bake_due().baked == 0


def test_a_retracted_page_does_not_wait_for_the_pages_of_another_version(tmp_path: Path) -> None:
    press = press_in(tmp_path, batch=2)
    publish(POLITICS, *map(story, range(1, 8)))
    press.bake_due()
    Artifact.objects.update(code="an older version", stale=True, urgent=False, cause="template changed")
    withdraw(1)
    press.cycle()
    while Artifact.objects.filter(stale=True, urgent=True).exists():
        press.cycle()
    press.cycle()
    assert "public/politik/story-1-0000000001/index.html" not in files(press)
    assert Artifact.objects.filter(stale=True, urgent=False).exists()


def test_a_batch_ends_when_its_time_is_over(
    press: Press, monkeypatch: pytest.MonkeyPatch, manual_clock: Any
) -> None:
    slow = bulletin.StoryRecipe.bake

    def bake(self: bulletin.StoryRecipe, target: str, reader: Reader) -> Output | None:
        manual_clock._monotonic += 0.3
        return slow(self, target, reader)

    monkeypatch.setattr(bulletin.StoryRecipe, "bake", bake)
    Artifact.objects.filter(recipe="story").update(stale=True)
    assert press.cycle().baked == 2
