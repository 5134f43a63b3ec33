"""What recipes read for each other: lists ahead, and answers that many need alike."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.kernel import clock
from broadsheet.ledger import lists, state
from broadsheet.ledger.records import Section
from broadsheet.ledger.vault import Vault
from broadsheet.press import stretches
from broadsheet.press.models import Artifact, Dependency
from broadsheet.press.reader import Reader, Shelf
from broadsheet.press.recipe import Edition, Output
from broadsheet.press.stretches import Stretches
from tests.press.bulletin import STORY_SECTION, TITLE, BulletinRecipe, press_in, publish, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]


def test_what_was_read_ahead_is_what_the_list_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was asked before, at every place and at the list's ends."""
    monkeypatch.setattr(stretches, "_AROUND", 4)
    monkeypatch.setattr(stretches, "_LISTS", 2)
    publish(*map(story, range(1, 31)))
    sorts = [place.sort for place in state.places(lists.NEWS, newest=False)]
    assert len(sorts) == 30
    bounds = ["", *sorts, *(f"{sort} " for sort in sorts), "0"]
    chance, ahead = Random(1), Stretches()  # noqa: S311 - a test's own
    for _ in range(300):
        below, limit = chance.choice(bounds), chance.choice([1, 3, 6])
        name = chance.choice([lists.NEWS, lists.section("1"), lists.section("none")])
        assert ahead.newest(name, below, limit) == state.places(name, below=below or None, limit=limit)


def test_a_row_of_pages_asks_few_questions() -> None:
    publish(*map(story, range(1, 41)))
    places, ahead = state.places(lists.NEWS, newest=False), Stretches()
    with CaptureQueriesContext(connection) as asked:
        for place in places:
            ahead.newest(lists.NEWS, place.sort, 6)
    assert len(asked) == 4


def test_what_is_read_together_is_what_is_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_TOGETHER", 7)
    publish(*map(story, range(1, 31)))
    names = [lists.NEWS, lists.section("1"), lists.section("none")]
    bound = state.places(lists.NEWS)[4].sort
    newest = state.newest_of_each(names, below=bound, limit=3)
    assert newest == {name: state.places(name, below=bound, limit=3) for name in names}
    assert state.members_of_each(names) == {name: state.places(name, newest=False) for name in names}
    assets = [place.asset for place in state.places(lists.NEWS)] + ["story:none"]
    assert state.get_each(assets) == {asset: state.get(asset) for asset in assets}
    assert state.newest_of_each([], below="", limit=3) == {}


def test_what_is_expected_is_read_once_and_noted_when_it_is_read(tmp_path: Path) -> None:
    publish(*map(story, range(1, 11)))
    assets = [place.asset for place in state.places(lists.NEWS)]
    reader = Reader(Shelf(), Vault(tmp_path), clock.now())
    with CaptureQueriesContext(connection) as asked:
        reader.expect(assets)
        reader.expect(assets)
        assert reader.trace().keys == ()
        titles = [reader.read(STORY_SECTION, asset) for asset in assets]
    assert len(asked) == 1
    assert None not in titles
    assert len(reader.trace().keys) == len(assets)


def test_lists_that_a_part_of_the_work_needs_are_read_with_it() -> None:
    publish(*map(story, range(1, 11)))
    names, shelf = [lists.NEWS, lists.section("1"), lists.section("none")], Shelf()
    with CaptureQueriesContext(connection) as asked:
        shelf.fetch([], names)
        found = [shelf.part(name, "", "", None) for name in names]
    assert len(asked) == 1
    assert found == [state.places(name, newest=False) for name in names]


def test_what_was_asked_once_is_noted_for_everybody(tmp_path: Path) -> None:
    publish(Section(id="1", path="/politik/", title="Politik", order=1), story(1))
    now, shelf, asked = clock.now(), Shelf(), list[str]()

    def ask(reader: Reader) -> str | None:
        asked.append("once")
        reader.newest(lists.NEWS, 3)
        reader.passed(now + timedelta(hours=1))
        reader.passed(now - timedelta(hours=1))
        return reader.read(TITLE, "section:1")

    readers = [Reader(shelf, Vault(tmp_path), now) for _ in range(2)]
    assert [reader.shared("title", ask) for reader in readers] == ["Politik", "Politik"]
    alone = Reader(Shelf(), Vault(tmp_path), now)
    ask(alone)
    assert asked == ["once", "once"]
    assert [reader.trace() for reader in readers] == [alone.trace(), alone.trace()]


class Reads(BulletinRecipe):
    """As many facets as its page has to note."""

    name = "reads"
    tier = 1
    many = 450

    def standing(self) -> list[str]:
        return ["all", "none"]

    def bake(self, target: str, reader: Reader) -> Output | None:
        for number in range(self.many if target == "all" else 0):
            reader.read(STORY_SECTION, f"story:{number}")
        return Output(f"/{target}/", b"x")


def test_a_trace_of_any_length_is_written_down(tmp_path: Path) -> None:
    press = press_in(tmp_path, Edition([Reads()], [STORY_SECTION]))
    press.start()
    assert press.bake_due().written == 2
    keys = {row.name: Dependency.objects.filter(artifact=row).count() for row in Artifact.objects.all()}
    assert keys == {"reads:all": Reads.many, "reads:none": 0}
