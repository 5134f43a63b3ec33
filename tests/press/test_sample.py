"""A random look at a site at work finds what is wrong, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Section
from broadsheet.press import sample
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact, Dependency, Drift, Inspection
from broadsheet.press.sample import Inspector, Sample, Sampler
from tests.press.bulletin import press_in, publish, story, withdraw

pytestmark = pytest.mark.django_db

PAGE = "politik/story-3-0000000003/index.html"


@pytest.fixture
def press(tmp_path: Path, manual_clock: ManualClock) -> Press:
    press = press_in(tmp_path)
    publish(Section(id="1", path="/politik/", title="Politik", order=1), *map(story, range(1, 4)))
    press.bake_due()
    withdraw(1)
    press.bake_due()
    return press


def sampler_of(press: Press, config: PressConfig, seed: int = 1) -> Sampler:
    return Sampler(press, config, Random(seed))  # noqa: S311 - a sample is no secret


def looked(press: Press, seed: int = 1, pieces: int = 30) -> Sample:
    """So many pieces of so small a site that everything comes up."""
    sampler = sampler_of(press, PressConfig(), seed)
    for _ in range(pieces):
        sampler.take()
    return sampler.finish()


def found(press: Press) -> set[tuple[str, str]]:
    return {(each.file, each.how) for each in looked(press).differences}


def test_a_site_as_it_should_be_has_no_differences(press: Press) -> None:
    done = looked(press)
    assert (done.differences, done.artifacts, done.files > 0) == ([], 30, True)
    row = Inspection.objects.get()
    assert (row.artifacts, row.files, row.differences) == (30, done.files, 0)
    assert not Artifact.objects.filter(stale=True).exists()


def bytes_changed(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize(
    ("suffix", "damage", "how"),
    [
        ("", bytes_changed, "different"),
        (".gz", bytes_changed, "different"),
        (".br", Path.unlink, "missing"),
        ("", Path.unlink, "missing"),
    ],
)
def test_a_damaged_file_is_found_and_mended(
    press: Press, tmp_path: Path, suffix: str, damage: Callable[[Path], None], how: str
) -> None:
    file = tmp_path / "public" / f"{PAGE}{suffix}"
    right = file.read_bytes()
    damage(file)

    assert found(press) == {(f"public/{PAGE}{suffix}", how)}

    assert Artifact.objects.get(stale=True).name == "story:story:0000000003"
    assert press.bake_due().written == 1
    assert file.read_bytes() == right
    assert found(press) == set()


def test_a_damaged_answer_is_found(press: Press, tmp_path: Path) -> None:
    [answer] = (tmp_path / "answers").rglob("*.json")
    bytes_changed(answer)
    assert {how for _, how in found(press)} == {"different"}


def test_a_file_of_which_nobody_knows_is_found_and_left(press: Press, tmp_path: Path) -> None:
    strange = tmp_path / "public" / "politik" / "fremd.html"
    strange.write_bytes(b"?")
    assert found(press) == {("public/politik/fremd.html", "extra")}
    assert strange.exists()


def test_a_file_that_waits_to_be_removed_is_known(press: Press, tmp_path: Path) -> None:
    publish(story(2, slug="anders"))
    press.cycle()
    assert (tmp_path / "public/politik/story-2-0000000002/index.html").exists()
    assert found(press) == set()


@pytest.mark.parametrize(
    ("change", "how"),
    [({"digest": "0"}, "digest"), ({"trace": "0"}, "trace"), ({"path": "/x/"}, "place: /x/")],
)
def test_wrong_rows_are_found_and_mended(press: Press, change: dict[str, str], how: str) -> None:
    Artifact.objects.filter(name="story:story:0000000003").update(**change)
    assert ("story:story:0000000003", how) in found(press)
    press.bake_due()
    assert found(press) == set()


def test_a_lost_dependency_is_found_and_mended(press: Press) -> None:
    """Else a change would not reach the page."""
    mine = Dependency.objects.filter(artifact__name="story:story:0000000003")
    keys = set(mine.values_list("key", flat=True))
    mine.filter(key__endswith="#body").delete()
    assert found(press) == {("story:story:0000000003", "trace")}
    press.bake_due()
    assert set(mine.values_list("key", flat=True)) == keys


def test_what_waits_to_be_baked_is_not_compared(press: Press) -> None:
    publish(story(3, body="Neu."))
    done = looked(press)
    assert (done.artifacts, done.files, done.differences) == (0, 0, [])


def test_what_time_has_made_stale_is_not_compared(press: Press, manual_clock: ManualClock) -> None:
    manual_clock.advance(timedelta(days=60))
    assert found(press) == set()


def test_a_page_that_cannot_be_baked_any_more_is_named(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("word")

    monkeypatch.setattr("tests.press.bulletin.FrontRecipe.bake", fail)
    assert found(press) == {("front:", "failed: KeyError: 'word'")}


def test_what_was_found_stands_until_somebody_has_seen_it(press: Press, tmp_path: Path) -> None:
    for _ in range(2):
        bytes_changed(tmp_path / "public" / PAGE)
        looked(press)
        press.bake_due()
    assert [each.file for each in sample.open_drift()] == [f"public/{PAGE}"]
    assert sample.acknowledge("ada") == 1
    assert sample.open_drift() == []
    assert Drift.objects.get().seen_by == "ada"
    bytes_changed(tmp_path / "public" / PAGE)
    looked(press)
    assert len(sample.open_drift()) == 1


def test_a_seed_gives_the_same_sample_again(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def names(seed: int) -> list[str | None]:
        sampler = sampler_of(press, PressConfig(), seed)
        files: list[str | None] = []
        any_file = press.store.any_file
        monkeypatch.setattr(press.store, "any_file", lambda chance: files.append(any_file(chance)))
        for _ in range(12):
            sampler.take()
        monkeypatch.setattr(press.store, "any_file", any_file)
        return files

    assert names(7) == names(7)
    assert names(7) != names(8)


def test_the_inspector_takes_one_piece_at_a_time_and_then_rests(
    press: Press, manual_clock: ManualClock
) -> None:
    config = PressConfig(sample=3, sample_every_minutes=10)
    sampler = sampler_of(press, config)
    inspector = Inspector(sampler, config)
    inspector()
    assert sampler.sample.artifacts == 0
    manual_clock.advance(timedelta(minutes=10))
    inspector()
    assert sampler.sample.artifacts == 1
    for _ in range(5):
        inspector()
    assert (sampler.sample.artifacts, Inspection.objects.get().artifacts) == (0, 3)


@pytest.mark.parametrize("off", [{"sample": 0}, {"sample_every_minutes": 0}])
def test_the_inspector_can_be_turned_off(
    press: Press, manual_clock: ManualClock, off: dict[str, int]
) -> None:
    config = PressConfig(**off)
    sampler = sampler_of(press, config)
    inspector = Inspector(sampler, config)
    manual_clock.advance(timedelta(days=400))
    inspector()
    assert sampler.sample.artifacts == 0
