from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.desk.acts import Correct, Retract, Schedule
from broadsheet.desk.admin import stories
from broadsheet.desk.models import MonthFolder, StoryPage
from broadsheet.kernel import clock
from tests.desk import newsroom
from tests.desk_admin.cast import Cast, wire_item

_HEADLINE = re.compile(r'<a href="/pages/\d+/edit/">\s*(.+?)\s*</a>', re.DOTALL)


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/stories/results/{query}")
    assert page.status_code == 200
    return _HEADLINE.findall(page.content.decode())


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_newest_story_stands_first(chief: Client) -> None:
    for headline in ("Erste", "Zweite"):
        newsroom.draft(headline)
    assert listed(chief) == ["Zweite", "Erste"]


def test_stories_of_all_sections_are_in_one_list(cast: Cast, chief: Client) -> None:
    newsroom.draft("Rat", section=cast.politics)
    newsroom.draft("Hafen", section=cast.economy)
    assert listed(chief) == ["Hafen", "Rat"]
    assert listed(chief, f"?section={cast.politics.pk}") == ["Rat"]


def test_it_filters_by_kind_author_topic_and_own(cast: Cast, chief: Client) -> None:
    ada, harbour = newsroom.person(), newsroom.topic()
    newsroom.draft("Alles", genre="comment", authors=(ada,), topics=(harbour,), user=cast.people["chief"])
    newsroom.draft("Nichts")
    for query in (f"?genre=comment&author={ada.pk}&topic={harbour.pk}", "?mine=on"):
        assert listed(chief, query) == ["Alles"]


def test_without_a_filter_none_is_shown_as_active(chief: Client) -> None:
    newsroom.draft("Hafen")
    assert "w-pill" not in chief.get("/stories/results/").content.decode()


def test_it_finds_by_words_of_headline_and_kicker(chief: Client) -> None:
    newsroom.draft("Der Hafen wächst", kicker="Haushalt 2027")
    newsroom.draft("Der Rat tagt")
    assert listed(chief, "?q=haushalt+hafen") == ["Der Hafen wächst"]
    assert listed(chief, "?q=nirgends") == []


def test_each_state_is_named_and_can_be_filtered(cast: Cast, chief: Client) -> None:
    moment = clock.now() + timedelta(hours=2)
    newsroom.draft("Entwurf")
    newsroom.published("Öffentlich")
    changed = newsroom.published("Geändert")
    newsroom.edited(changed, lead="Neu.")
    corrected = newsroom.published("Berichtigt")
    Correct(corrected, "Es waren 80.", by=newsroom.TESTER).execute()
    retracted = newsroom.published("Fort")
    Retract(retracted, "Falsch.", by=newsroom.TESTER).execute()
    Schedule(newsroom.draft("Später"), moment, by=newsroom.TESTER).execute()
    review = newsroom.draft("Zu prüfen")
    review.get_workflow().start(review, cast.people["reporter"])
    embargoed = wire_item(embargo=moment)
    newsroom.draft("Gesperrt", wire_item=embargoed.pk)
    expected = {
        "draft": {"Entwurf", "Gesperrt"},
        "published": {"Öffentlich", "Geändert", "Berichtigt"},
        "changed": {"Geändert"},
        "corrected": {"Berichtigt"},
        "retracted": {"Fort"},
        "scheduled": {"Später"},
        "review": {"Zu prüfen"},
        "embargoed": {"Gesperrt"},
    }
    assert {state: set(listed(chief, f"?state={state}")) for state in expected} == expected
    page = chief.get("/stories/").content.decode()
    for words in ("Entwurf", "Veröffentlicht", "Korrigiert", "Zurückgenommen", "Geplant für", "In Prüfung"):
        assert words in page
    assert "Gesperrt bis" in page


def test_a_page_costs_the_same_for_two_stories_and_for_thirty(cast: Cast, chief: Client) -> None:
    ada, harbour = newsroom.person(), newsroom.topic()
    make: dict[str, Any] = {"section": cast.politics, "authors": (ada,), "topics": (harbour,)}
    for number in range(2):
        newsroom.draft(f"Nr. {number}", **make)
    few = queries(chief, "/stories/")
    for number in range(28):
        newsroom.draft(f"Nr. {number + 2}", **make)
    assert queries(chief, "/stories/") == few
    assert few <= 51


def test_it_counts_no_further_than_it_lists(chief: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(stories, "LISTED", 3)
    for number in range(5):
        newsroom.draft(f"Nr. {number}")
    with CaptureQueriesContext(connection) as captured:
        page = chief.get("/stories/")
    assert page.context["paginator"].count == 3
    assert not [query for query in captured if "COUNT(" in query["sql"] and "storypage" in query["sql"]]


def test_a_new_story_begins_in_the_month_folder_of_its_section(cast: Cast, chief: Client) -> None:
    answer = chief.post("/stories/new/", {"section": cast.economy.pk})
    folder = MonthFolder.objects.child_of(cast.economy).get()
    assert answer["Location"] == f"/pages/add/desk/storypage/{folder.pk}/"
    assert chief.get(answer["Location"]).status_code == 200
    assert not StoryPage.objects.exists()


def test_a_new_story_is_refused_in_a_section_that_is_not_offered(cast: Cast, chief: Client) -> None:
    answer = chief.post("/stories/new/", {"section": 999_999})
    assert answer.status_code == 200
    assert answer.context["form"].errors["section"]
