"""What `press why` says, for each kind of reason to bake and each thing that was read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Section
from broadsheet.press.explain import Explanation, status, why
from broadsheet.press.machine import Press
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from tests.press import bulletin
from tests.press.bulletin import press_in, publish, story, withdraw

pytestmark = pytest.mark.django_db

STORY = "/politik/story-1-0000000001/"


@pytest.fixture
def press(tmp_path: Path, manual_clock: ManualClock) -> Press:
    press = press_in(tmp_path)
    publish(Section(id="1", path="/politik/", title="Politik", order=1), *map(story, range(1, 5)))
    press.bake_due()
    return press


def explain(address: str) -> Explanation:
    (found,) = why(address)
    return found


def words(address: str) -> list[str]:
    return [reason.words for reason in explain(address).reasons]


def test_it_names_the_entry_that_made_a_page_stale(press: Press) -> None:
    publish(story(1, body="Anders."))
    press.bake_due()
    found = explain(STORY)
    assert (found.cause, found.built, found.stale) == ("entry 6: publish story:0000000001", 6, False)


def test_it_names_the_first_and_last_of_many_entries(press: Press) -> None:
    publish(*(story(1, body=f"Stand {number}.") for number in range(30)))
    press.bake_due()
    assert explain(STORY).cause == "entries 6 to 35"


def test_it_says_that_a_page_is_there_since_the_beginning(tmp_path: Path, manual_clock: ManualClock) -> None:
    press_in(tmp_path).bake_due()
    assert explain("/").cause == "first bake"


def test_it_says_that_time_made_a_page_stale_and_when_it_will_again(
    press: Press, manual_clock: ManualClock
) -> None:
    manual_clock.advance(timedelta(days=1))
    press.bake_due()
    found = explain("/")
    assert found.cause == "its time had come"
    assert found.until is not None
    assert found.until.astimezone(bulletin.ZONE).isoformat() == "2026-11-16T00:00:00+01:00"


def test_it_says_that_code_made_a_page_stale(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulletin.FrontRecipe, "version", "2")
    press.start()
    assert explain("/").stale
    press.bake_due()
    assert explain("/").cause == "template, text or setting changed"


def test_it_says_that_everything_was_baked(press: Press) -> None:
    press.bake_full()
    assert explain("/").cause == "full bake"


def test_it_explains_facets_lists_addresses_and_code(press: Press) -> None:
    withdraw(1)
    publish(story(999))
    press.bake_due()
    assert words(STORY) == [
        f"another asset takes or leaves the address {STORY}",
        "the path of story:0000000001 changes, appears or goes",
        "its template, texts, settings or the compressor change",
    ]
    front = words("/")
    assert "the card of story:0000000999 changes, appears or goes" in front
    assert any(each.startswith("something enters, leaves or moves in the list news from ") for each in front)
    assert "anything enters, leaves or moves in the list news" in words("/recent.txt")


def test_it_explains_what_has_failed_and_still_stands(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, target: str, reader: Reader) -> Output:
        raise KeyError("no such text")

    monkeypatch.setattr(bulletin.FrontRecipe, "bake", fail)
    publish(story(5))
    press.bake_due()
    found = explain("https://zeitung.example/")
    assert (found.status, found.stale, found.error) == (200, True, "KeyError: 'no such text'")
    assert status().failures[0].path == "/"
