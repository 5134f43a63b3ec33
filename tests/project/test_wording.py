"""What `press why` says, as somebody reads it who does not know ids."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Section
from broadsheet.press.explain import why
from broadsheet.press.machine import Press
from broadsheet.project.wording import FACETS, name_of, sentences
from broadsheet.site.facets import FACETS as OF_THE_SITE
from tests.press.bulletin import press_in, publish, story, withdraw

pytestmark = pytest.mark.django_db

STORY = "/politik/story-991-0000000991/"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def press(tmp_path: Path, manual_clock: ManualClock) -> Press:
    press = press_in(tmp_path)
    publish(Section(id="1", path="/politik/", title="Politik", order=1), *map(story, range(991, 999)))
    press.bake_due()
    return press


def said(address: str) -> str:
    return "\n".join(line for found in why(address) for line in sentences(found, BERLIN))


def test_every_facet_of_the_site_has_words() -> None:
    keys = {f"{facet.kind}#{facet.name}" for facet in OF_THE_SITE}
    assert keys == set(FACETS)


def test_a_page_is_called_by_name_and_time_is_the_sites(press: Press) -> None:
    text = said(STORY)
    assert text.startswith(f"{STORY} is the page of the story “Story 991”.\n")
    assert "Made on 14 November 2026, 10:30:00, because of “publish” of the story" in text
    assert "because it was the first bake of the site." in said("/")
    assert "of the section “Politik”" in text
    assert "0000000991#" not in text


def test_the_entry_that_caused_it_is_told_with_who_and_when(press: Press, manual_clock: ManualClock) -> None:
    manual_clock.advance(timedelta(hours=1))
    publish(story(991, body="Anders."))
    press.bake_due()
    expected = (
        "because of “publish” of the story “Story 991” by test on 14 November 2026, 11:30:00 (entry 10)"
    )
    assert expected in said(STORY)


def test_many_are_counted_and_intervals_are_moments(press: Press) -> None:
    text = said("/recent.txt")
    assert "of the stories “Story 991”, “Story 992”, “Story 993”, “Story 994” and 4 more" in text
    assert "the list of all stories from 14 November 2026, 06:30:00 on" in said("/")
    assert "and on 15 November 2026, 00:00:00, whatever happens" in said("/")


def test_what_is_gone_keeps_its_name(press: Press) -> None:
    withdraw(991)
    press.bake_due()
    text = said(STORY)
    assert "Readers are told that what stood here is gone." in text
    assert name_of("story:0000000991") in text


def test_a_redirect_says_where_it_leads(press: Press) -> None:
    publish(story(991, slug="anders"))
    press.bake_due()
    assert "Readers are led to /politik/anders-0000000991/." in said(STORY)


def test_a_page_that_fails_says_so(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("no such text")

    monkeypatch.setattr("tests.press.bulletin.FrontRecipe.bake", fail)
    publish(story(999))
    press.bake_due()
    assert "The last try failed, so readers keep what was there: KeyError: 'no such text'" in said("/")
