"""An act is done when nothing is outstanding; until then the desk says what is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from broadsheet.desk import outstanding
from broadsheet.ledger import journal, state
from broadsheet.ledger.records import Notice
from broadsheet.press.outstanding import Outstanding
from tests.desk import newsroom


class Press:
    """What of the last acts has not reached readers, as a test says."""

    def __init__(self) -> None:
        self.left: list[Outstanding] = []
        self.asked: list[tuple[int, int]] = []

    def outstanding(self, first: int, last: int) -> list[Outstanding]:
        self.asked.append((first, last))
        return self.left


@pytest.fixture
def press() -> Iterator[Press]:
    before, press = list(outstanding._slot), Press()
    outstanding.install(press.outstanding)
    yield press
    outstanding._slot[:] = before


def retract(chief: Client, **words: str) -> int:
    story = newsroom.published()
    chief.post(f"/story/{story.pk}/retract/", {"reason": "Falsch."} | words)
    return int(story.pk)


def page(chief: Client, address: str) -> str:
    return chief.get(address).content.decode()


def test_a_retracted_story_says_what_is_outstanding_and_when_nothing_is(chief: Client, press: Press) -> None:
    pk = retract(chief)
    press.left = [Outstanding("purge", "/politik/hafen/", "http://cache did not answer")]
    for address in (f"/pages/{pk}/edit/", "/outstanding/"):
        shown = page(chief, address)
        assert "Wird aus dem Zwischenspeicher geworfen" in shown
        assert "/politik/hafen/" in shown
        assert "http://cache did not answer" in shown
    press.left = []
    assert "Die Zurücknahme ist überall angekommen" in page(chief, f"/pages/{pk}/edit/")
    assert "Es ist nichts offen." in page(chief, "/outstanding/")


def test_a_corrected_story_says_so_too_while_it_lasts(chief: Client, press: Press) -> None:
    story = newsroom.published()
    chief.post(f"/story/{story.pk}/correct/", {"text": "Es waren 80."})
    press.left = [Outstanding("page", "/")]
    assert "Wird neu erzeugt" in page(chief, f"/pages/{story.pk}/edit/")
    press.left = []
    assert "Noch offen:" not in page(chief, f"/pages/{story.pk}/edit/")


def test_a_story_that_was_merely_published_says_nothing(chief: Client, press: Press) -> None:
    press.left = [Outstanding("page", "/")]
    assert "Wird neu erzeugt" not in page(chief, f"/pages/{newsroom.published().pk}/edit/")
    assert "Es ist nichts offen." in page(chief, "/outstanding/")


def test_the_whole_act_is_asked_for(chief: Client, press: Press) -> None:
    """Of a retraction: the tombstone, the pictures that go with it, the notice."""
    story = newsroom.published(picture=newsroom.picture("Bild"))
    head = journal.head()
    chief.post(f"/story/{story.pk}/retract/", {"reason": "Falsch."})
    page(chief, "/outstanding/")
    first, last = press.asked[-1]
    assert first <= head + 1
    assert last == journal.head() >= head + 3


def test_the_notice_can_stand_under_another_heading(chief: Client) -> None:
    retract(chief, heading="Ein Beitrag wurde entfernt")
    notices = [each.headline for each in state.all_of("notice") if isinstance(each, Notice)]
    assert notices == ["Ein Beitrag wurde entfernt"]


def test_the_list_is_for_those_who_write(client: Client, reporter: Client) -> None:
    assert reporter.get("/outstanding/").status_code == 200
    assert client.get("/outstanding/").status_code == 302
