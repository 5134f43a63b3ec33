from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.desk.acts import Schedule
from broadsheet.kernel.clock import ManualClock
from tests.desk import newsroom
from tests.desk_admin.cast import Cast, wire_item


def test_it_shows_what_waits_for_this_editor(cast: Cast, reporter: Client) -> None:
    newsroom.draft("Mein Entwurf", user=cast.people["reporter"])
    newsroom.draft("Fremder Entwurf", user=cast.people["chief"])
    wire_item()
    page = reporter.get("/").content.decode()
    assert "Mein Entwurf" in page
    assert "Kanzler besucht den Hafen" in page
    assert "Fremder Entwurf" not in page


def test_it_tells_what_the_schedule_could_not_publish(
    cast: Cast, chief: Client, manual_clock: ManualClock
) -> None:
    moment = manual_clock.now() + timedelta(hours=1)
    Schedule(newsroom.draft("Hängt fest"), moment, by=newsroom.TESTER).execute()
    assert "Was schiefging" not in chief.get("/").content.decode()
    manual_clock.advance(timedelta(hours=2))
    assert "Was schiefging" in chief.get("/").content.decode()


def test_it_has_nothing_of_wagtails_welcome(chief: Client) -> None:
    page = chief.get("/").content.decode()
    for word in ("w-summary", "releases.wagtail.io", "guide.wagtail.org", "gravatar.com", "upgrade"):
        assert word not in page


def test_it_costs_the_same_whatever_the_archive_holds(cast: Cast, chief: Client) -> None:
    def queries() -> int:
        chief.get("/")
        with CaptureQueriesContext(connection) as captured:
            chief.get("/")
        return len(captured)

    newsroom.draft("Einer", user=cast.people["chief"])
    few = queries()
    for number in range(20):
        newsroom.draft(f"Nr. {number}", user=cast.people["chief"])
    assert queries() == few
    assert few <= 60
