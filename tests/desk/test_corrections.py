"""Where corrections stand, what counts as a small change, which earlier states readers may compare."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from broadsheet.desk.acts import AmendCorrection, Correct, OpenHistory, Unpublish
from broadsheet.desk.comparing import amount
from broadsheet.desk.models import StoryPage
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal
from broadsheet.ledger.records import Paragraph, Passage, Run, Story
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.ledger.records import story

pytestmark = pytest.mark.django_db


def body(*paragraphs: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{words}</p>") for words in paragraphs]


def passages(page: StoryPage) -> list[tuple[Passage, ...]]:
    return [each.passages for each in newsroom.record_of(page).corrections]


def test_a_correction_stands_where_the_text_was_changed_and_moves_with_it(manual_clock: ManualClock) -> None:
    page = newsroom.published(body=body("Eins.", "Zwei Becken.", "Drei."))
    changed = newsroom.edited(page, lead="Anders.", body=body("Eins.", "Vier Becken.", "Drei."))
    Correct(page, "Es sind vier.", by=TESTER, revision=changed).execute()
    assert passages(page) == [("lead", 1)]

    manual_clock.advance(timedelta(hours=1))
    newsroom.publish(
        page, revision=newsroom.edited(page, body=body("Neu.", "Eins.", "Vier Becken.", "Drei."))
    )
    assert passages(page) == [("lead", 2)]
    Correct(page, "Mehr.", by=TESTER, nature="update", passages=[0, 9]).execute()
    assert passages(page) == [("lead", 2), (0,)]

    newsroom.publish(page, revision=newsroom.edited(page, body=body("Neu.", "Eins.")))
    assert passages(page) == [("lead",), (0,)]
    first = page.corrections.first()
    assert first is not None
    before = newsroom.record_of(page)
    AmendCorrection(first, "Es sind fünf.", by=TESTER, nature="correction", passages=[1]).execute()
    after = newsroom.record_of(page)
    assert (after.corrections[0].text, after.corrections[0].passages) == ("Es sind fünf.", (1,))
    assert (after.corrections[0].at, after.updated) == (before.corrections[0].at, before.updated)


BODY = "Der Rat hat am Dienstag den Haushalt beschlossen. Die Opposition stimmte geschlossen dagegen."


@pytest.mark.parametrize(
    ("after", "is_small"),
    [
        (BODY.replace("Opposition", "Oposition"), True),
        (BODY.replace("geschlossen dagegen", "dagegen"), True),
        (BODY, True),
        (BODY.replace("Dienstag", "Mittwoch"), False),
        (BODY.replace("beschlossen", "nicht beschlossen"), False),
        (BODY.replace("am Dienstag", "am 3. Dienstag"), False),
        (BODY + " Das Geld reicht trotzdem vorerst.", False),
    ],
)
def test_a_slip_of_the_pen_is_a_small_change_and_a_fact_is_not(after: str, is_small: bool) -> None:
    def with_text(words: str) -> Story:
        return replace(story(), body=(Paragraph(text=(Run(text=words),)),))

    assert amount(with_text(BODY), with_text(after)).is_small is is_small


@pytest.mark.parametrize(("told", "is_new"), [(None, False), (False, True), (True, False)])
def test_the_editor_has_the_last_word_on_what_a_change_is(
    told: bool | None, is_new: bool, manual_clock: ManualClock
) -> None:
    page = newsroom.published(body=body("Die Oposition stimmte zu."))
    manual_clock.advance(timedelta(hours=1))
    fields: dict[str, Any] = {"body": body("Die Opposition stimmte zu."), "minor_change": told}
    newsroom.publish(page, revision=newsroom.edited(page, **fields))
    assert (newsroom.record_of(page).updated is not None) is is_new
    assert newsroom.reread(page).minor_change is None


def earlier(page: StoryPage) -> list[tuple[str, bool]]:
    """The words of each earlier state that the record names, and whether it is withheld."""
    found = []
    for each in newsroom.record_of(page).earlier:
        was = journal.version(f"story:{page.story_id}", each.version)
        assert isinstance(was, Story)
        found.append((was.lead, each.withheld))
    return found


def test_only_opened_states_between_substantial_changes_are_named(manual_clock: ManualClock) -> None:
    page = newsroom.published(lead="Erste.")

    def publish(lead: str, **fields: Any) -> None:
        manual_clock.advance(timedelta(hours=1))
        newsroom.publish(page, revision=newsroom.edited(page, lead=lead, **fields))

    publish("Erste, ohne Namen.", minor_change=True)
    publish("Zweite.", minor_change=False)
    assert newsroom.record_of(page).earlier == ()
    OpenHistory(page, by=TESTER).execute()
    assert earlier(page) == [("Erste, ohne Namen.", False)]

    publish("Dritte.", minor_change=False, withhold_previous=True)
    assert earlier(page) == [("Erste, ohne Namen.", False), ("Zweite.", True)]
    assert not newsroom.reread(page).withhold_previous
    first, _ = newsroom.record_of(page).earlier
    OpenHistory(page, by=TESTER, withheld={first.version: "Aus rechtlichen Gründen."}).execute()
    assert earlier(page) == [("Erste, ohne Namen.", True), ("Zweite.", False)]
    assert newsroom.record_of(page).earlier[0].reason == "Aus rechtlichen Gründen."

    manual_clock.advance(timedelta(hours=1))
    Correct(page, "Es war falsch.", by=TESTER, withhold=True).execute()
    assert earlier(page)[-1] == ("Dritte.", True)
    Unpublish(page, by=TESTER).execute()
    newsroom.publish(page)
    assert earlier(page) == []
    publish("Vierte.", minor_change=False)
    assert [lead for lead, _ in earlier(page)] == ["Dritte."]
    OpenHistory(page, by=TESTER, is_open=False).execute()
    assert newsroom.record_of(page).earlier == ()
