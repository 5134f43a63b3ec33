"""Alarms on the desk's first page and in its menu; the alarms themselves are the project's affair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from broadsheet.desk import alarms
from broadsheet.desk.acts import Schedule
from broadsheet.desk.alarms import CLOCKS_DISAGREE, Alarm, Provider
from broadsheet.desk.schedule import release_due
from broadsheet.kernel.clock import ManualClock
from tests.conftest import START
from tests.desk import newsroom
from tests.desk_admin.cast import Cast, told


class Bell:
    """A provider with two alarms of which the second waits for a person."""

    def __init__(self) -> None:
        self.standing = [
            Alarm(code=CLOCKS_DISAGREE, message="Die Uhr spinnt.", since=START),
            Alarm(code="press-drift", message="Eine Datei ist <anders>."),
        ]
        self.settled: list[tuple[str, str]] = []

    def provider(self) -> Provider:
        return Provider(
            lambda: self.standing, lambda *what: self.settled.append(what), frozenset({"press-drift"})
        )


@pytest.fixture
def bell() -> Iterator[Bell]:
    before, bell = list(alarms._slot), Bell()
    alarms.install(bell.provider())
    yield bell
    alarms._slot[:] = before


def test_they_stand_on_the_first_page(chief: Client, bell: Bell) -> None:
    page = chief.get("/").content.decode()
    assert "Was schiefging" in page
    assert "Die Uhr spinnt." in page
    assert "Eine Datei ist &lt;anders&gt;." in page
    assert "Seit 14.11.2026 10:30" in page
    assert "Die Uhr geht richtig" in page
    assert "Zur Kenntnis genommen" in page


def test_the_menu_counts_them_on_every_page(chief: Client, bell: Bell) -> None:
    assert "Alarme (2)" in chief.get("/inbox/").content.decode()
    bell.standing = []
    assert "Alarme" not in chief.get("/inbox/").content.decode()


def test_those_who_do_not_answer_for_the_house_see_none(
    reporter: Client, economist: Client, bell: Bell
) -> None:
    for client in (reporter, economist):
        page = client.get("/").content.decode()
        assert "Die Uhr spinnt." not in page
        assert "Alarme" not in page


def test_an_alarm_that_waits_for_a_person_is_settled_by_name(chief: Client, bell: Bell) -> None:
    assert chief.post("/alarms/press-drift/").status_code == 302
    assert bell.settled == [("press-drift", "chief")]


def test_an_alarm_that_ends_with_its_reason_cannot_be_clicked_away(chief: Client, bell: Bell) -> None:
    chief.post("/alarms/press-failing/")
    assert bell.settled == []


def test_nobody_else_settles_one(reporter: Client, bell: Bell) -> None:
    reporter.post("/alarms/press-drift/")
    assert bell.settled == []


def test_looking_settles_nothing(chief: Client, bell: Bell) -> None:
    assert chief.get("/alarms/press-drift/").status_code == 405
    assert bell.settled == []


def test_the_chief_confirms_the_clock(chief: Client, manual_clock: ManualClock) -> None:
    story = newsroom.draft("Hängt")
    Schedule(story, START + timedelta(hours=1), by=newsroom.TESTER).execute()
    release_due()
    manual_clock.jump(START + timedelta(days=1))
    assert release_due().held
    page = chief.get("/").content.decode()
    assert "geht plötzlich um 1\xa0Tag vor" in page
    assert "werden aber zurückgehalten:" in page

    answer = chief.post(f"/alarms/{CLOCKS_DISAGREE}/")

    assert "bestätigt" in told(answer)
    assert [done.story for done in release_due().done] == [story.story_id]


def test_a_reporter_does_not_confirm_it(cast: Cast, reporter: Client, manual_clock: ManualClock) -> None:
    release_due()
    manual_clock.jump(START + timedelta(days=1))
    reporter.post(f"/alarms/{CLOCKS_DISAGREE}/")
    assert release_due().held
