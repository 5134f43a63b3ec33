"""The press dies at every boundary of a bake, and again while it mends: nothing is torn, lost or left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from django.db import transaction

from broadsheet.ledger.records import Section
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact, Purge, Removal
from broadsheet.press.store import FolderStore
from tests.press.boundaries import Boundaries, Killed, watched
from tests.press.bulletin import press_in, publish, story, withdraw
from tests.press.test_faults import differences, files
from tests.press.test_purge import changed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)
Files = dict[str, bytes]


class Site:
    """A toy site with a history that is not baked yet: published, edited, moved, taken back."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self._folder = folder
        self._scratch = scratch
        press = press_in(folder, purging=True)
        publish(POLITICS, *map(story, range(1, 5)))
        press.bake_due()
        Purge.objects.all().delete()
        self.before = files(press)
        publish(story(5))
        publish(story(4, body="Ein neuer Stand."))
        publish(story(3, slug="anders"))
        withdraw(2)

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """As it is now; whatever is done to folder and database is undone."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        shutil.copytree(self._folder, self._scratch)
        with transaction.atomic():
            yield self._scratch
            transaction.set_rollback(True)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site", tmp_path / "scratch")


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is durable is another matter: boundaries are passed in order on any disk."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


def bake(folder: Path, batch: int) -> Press:
    press = press_in(folder, batch=batch, purging=True)
    press.bake_due()
    return press


def die(folder: Path, death: int, batch: int) -> None:
    boundaries = Boundaries(death)
    with suppress(Killed), watched(boundaries):
        bake(folder, batch)
    # The statement that was not executed any more leaves nothing to be rolled back.
    transaction.set_rollback(False)


class Undisturbed:
    """A bake to whose end nobody died: what it gives, and what readers might get on the way."""

    def __init__(self, site: Site, batch: int) -> None:
        self._seen: dict[str, set[bytes]] = {}
        with site.copy() as folder:
            store = FolderStore(folder / "public", folder / "answers", PressConfig())
            boundaries = Boundaries(look=lambda: self._look(store))
            with watched(boundaries):
                press = bake(folder, batch)
            self.after = files(press)
            self.count = len(boundaries.passed)
            assert differences(press) == []

    def _look(self, store: FolderStore) -> None:
        for name, file in store.files():
            self._seen.setdefault(name, set()).add(file.read_bytes())

    def torn(self, before: Files) -> set[str]:
        """Files that were neither an old nor a new one at some boundary, from end to end."""
        return {
            name
            for name, seen in self._seen.items()
            if seen - {before.get(name, b""), self.after.get(name, b"")}
        }


def assert_mended(press: Press, site: Site, after: Files) -> None:
    assert files(press) == after
    assert not Removal.objects.exists()
    assert not Artifact.objects.filter(stale=True).exists()
    assert not list((press.vault._folder.parent / "public").glob(".staging/*"))
    owed = set(Purge.objects.values_list("path", flat=True))
    assert owed >= changed(site.before, after)


def test_no_file_is_torn_at_any_boundary(site: Site) -> None:
    undisturbed = Undisturbed(site, 2)
    assert undisturbed.count > 100
    assert undisturbed.torn(site.before) == set()


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.deep)])
def test_a_bake_that_dies_at_any_boundary_is_finished_by_the_next(site: Site, step: int) -> None:
    """At every fourth of them; `make soak` tries all."""
    undisturbed = Undisturbed(site, 50)
    assert undisturbed.count > 70
    for death in range(0, undisturbed.count, step):
        with site.copy() as folder:
            die(folder, death, 50)
            assert_mended(bake(folder, 50), site, undisturbed.after)


@pytest.mark.deep
@pytest.mark.parametrize("batch", [1, 2])
def test_small_batches_have_more_boundaries_and_die_as_well(site: Site, batch: int) -> None:
    undisturbed = Undisturbed(site, batch)
    for death in range(undisturbed.count):
        with site.copy() as folder:
            die(folder, death, batch)
            assert_mended(bake(folder, batch), site, undisturbed.after)


@pytest.mark.parametrize("histories", [5, pytest.param(300, marks=pytest.mark.deep)])
def test_whoever_dies_while_mending_is_mended_too(site: Site, histories: int) -> None:
    """With news in between: what was half written may be wrong by now."""
    random = Random(7)  # noqa: S311 - which boundaries is no secret
    count = Undisturbed(site, 2).count
    for number in range(histories):
        with site.copy() as folder:
            die(folder, random.randrange(count), 2)
            publish(story(5, body=f"Stand {number}."))
            die(folder, random.randrange(count), 2)
            withdraw(random.choice([1, 4, 5]))
            press = bake(folder, 2)
            assert differences(press) == []
            assert_mended(press, site, files(press))
