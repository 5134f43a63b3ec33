"""Which pictures are developed ahead, and what becomes of the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from broadsheet.desk.fresh_pictures import FRESH
from broadsheet.desk.models import Picture
from broadsheet.kernel import clock
from broadsheet.press.larder import Larder
from broadsheet.project import darkroom
from broadsheet.project.darkroom import Darkroom
from broadsheet.site import ahead
from broadsheet.site import darkroom as chemistry
from tests.desk import newsroom
from tests.exactness import paper

pytestmark = pytest.mark.django_db


class Process:
    """Does its work here and at once; or dies of it, as one that the system ends."""

    dies = False

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self.name, self.exitcode = name, -9 if self.dies else 0
        if not self.dies:
            work()

    def is_alive(self) -> bool:
        return False

    def terminate(self) -> None: ...

    join = terminate


@pytest.fixture(autouse=True)
def time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[clock.ManualClock]:
    monkeypatch.setattr(darkroom, "_forked", Process)
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
    time = clock.ManualClock(clock.now())
    with clock.using(time), paper.desk_in(tmp_path):
        yield time


@pytest.fixture
def room(tmp_path: Path, time: clock.ManualClock) -> Callable[[], dict[str, set[str]]]:
    """Lets the worker look in for three seconds; gives each picture's files in the larder."""
    errand = Darkroom(Larder(tmp_path / "larder"))

    def look_in() -> dict[str, set[str]]:
        for _ in range(6):
            time.advance(timedelta(seconds=0.5))
            errand()
        names = [file.name for file in (tmp_path / "larder").glob("*")]
        return {ahead.picture_of(each): {n for n in names if n.startswith(each[:11])} for each in names}

    return look_in


Room = Callable[[], dict[str, set[str]]]


def test_an_upload_is_developed_and_taken_by_the_press(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = paper.press_in(tmp_path)
    picture = newsroom.picture()
    developed = room()[picture.picture_id]
    assert not list((tmp_path / "public").rglob("*"))
    newsroom.published(picture=picture)
    assert room()[picture.picture_id] == developed  # the press has not taken it yet
    with monkeypatch.context() as patch:
        patch.setattr(chemistry, "develop", None)
        assert press.bake_due().failed == 0
    assert developed <= {file.name for file in (tmp_path / "public/media").iterdir()}
    assert room() == {}
    assert paper.differences(press) == []


def test_only_what_is_fresh_is_kept_and_another_credit_is_developed_anew(
    room: Room, time: clock.ManualClock
) -> None:
    picture, other = newsroom.picture(), newsroom.picture("Kai", shade=50)
    before = room()
    assert before.keys() == {picture.picture_id, other.picture_id}
    Picture.objects.filter(pk=picture.pk).update(credit="Foto: Kim Kern")
    assert room()[picture.picture_id] > before[picture.picture_id]
    other.delete()
    assert room().keys() == {picture.picture_id}
    time.advance(FRESH)
    assert room() == {}


def test_what_brings_its_process_down_does_so_once(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    poison = newsroom.picture()
    with monkeypatch.context() as patch:
        patch.setattr(Process, "dies", True)
        assert room() == {}
    assert "ended with status -9" in caplog.text
    assert poison.title not in caplog.text
    assert room() == {}
    harmless = newsroom.picture("Kai", shade=50)
    assert room().keys() == {harmless.picture_id}


def test_a_damaged_file_and_a_full_disk_are_left_to_the_press(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = newsroom.picture()
    Path(damaged.file.path).write_bytes(b"no picture")
    assert room() == {}
    newsroom.picture("Kai", shade=50)
    monkeypatch.setattr(Larder, "put", _full)
    assert room() == {}
    assert caplog.text.count("is left to the press") == 2


def _full(*_arguments: Any) -> None:
    raise OSError(28, "No space left on device")
