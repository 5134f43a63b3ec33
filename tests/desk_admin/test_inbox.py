from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.desk import config
from broadsheet.desk.admin import quarantine_words
from broadsheet.desk.admin.differences import difference
from broadsheet.desk.models import SavedSearch, StoryPage
from broadsheet.kernel import clock
from broadsheet.kernel.comparison import Stretch
from broadsheet.wire import intake, listing
from broadsheet.wire.archive import Archive
from broadsheet.wire.errors import Unusable
from broadsheet.wire.item import WireItem
from broadsheet.wire.models import Item, Quarantine
from tests.desk_admin.cast import SECRET, Cast, told, wire_item

_HEADLINE = re.compile(r'data-headline="(.+?)"')


def listed(client: Client, query: str = "") -> list[str]:
    return _HEADLINE.findall(client.get(f"/inbox/results/{query}").content.decode())


def another(headline: str, **fields: Any) -> Item:
    return wire_item(
        item=Item(supplier="dpa", supplier_id=f"urn:test:{headline}"), headline=headline, **fields
    )


def copy(body: str) -> WireItem:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return WireItem(supplier="dpa", id="urn:1", version=1, version_created=at, body_html=body)


def test_the_newest_item_stands_first(chief: Client) -> None:
    another("Erste")
    another("Zweite")
    assert listed(chief) == ["Zweite", "Erste"]


def test_it_filters_by_agency_urgency_language_and_embargo(chief: Client) -> None:
    another("Gemeint", urgency=2, embargo=clock.now() + timedelta(hours=1))
    another("Andere", urgency=4, language="en")
    for query in ("?urgency=2", "?language=de", "?status=embargoed", "?supplier=dpa&urgency=2"):
        assert listed(chief, query) == ["Gemeint"]
    assert listed(chief, "?language=en") == ["Andere"]


def test_what_makes_no_sense_is_left_out(chief: Client) -> None:
    another("Da")
    for query in (
        "before=x",
        f"urgency=9&on=9999-12-31&after={'9' * 40}&before=",
        "q=%00%22&state=weg&place=%00",
    ):
        assert chief.get(f"/inbox/news/?{query}").status_code == 200
        assert listed(chief, f"?{query}") == ["Da"]


def test_it_finds_all_words(chief: Client) -> None:
    another("Kanzler besucht den Hafen")
    another("Kanzler bleibt daheim")
    assert listed(chief, "?q=HAFEN+kanzler") == ["Kanzler besucht den Hafen"]


def test_what_is_found_is_marked_in_the_list(chief: Client) -> None:
    another("Hafen öffnet", body_html="<p>Der Bürgermeister spricht.</p>")
    assert "<mark>Hafen</mark> öffnet" in chief.get("/inbox/results/?q=haf").content.decode()
    assert "<mark>Bürgermeister</mark> spricht" in chief.get("/inbox/results/?q=burger").content.decode()


def test_ignored_items_are_shown_to_those_who_ask_and_come_back(chief: Client) -> None:
    item, twin = another("Langweilig"), another("Ebenso langweilig")
    Item.objects.filter(pk__in=[item.pk, twin.pk]).update(group=item.pk)
    chief.post(f"/inbox/{item.pk}/ignore/")
    assert listed(chief) == []
    assert listed(chief, "?state=ignored") == ["Ebenso langweilig"]
    chief.post(f"/inbox/{item.pk}/ignore/", {"back": "1"}, headers={"accept": "application/json"})
    assert listed(chief) == ["Ebenso langweilig"]


def test_a_story_is_one_line_on_all_pages(chief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing.page, "__defaults__", (None, 2))
    items = [another(f"Nr. {number}") for number in range(6)]
    Item.objects.filter(pk__in=[items[0].pk, items[2].pk, items[5].pk]).update(group=items[0].pk)
    first = chief.get("/inbox/results/").content.decode()
    assert _HEADLINE.findall(first) == ["Nr. 5", "Nr. 4"]
    assert "2 weitere erzählen dasselbe" in first
    assert re.findall(r">(Nr\. \d)</a>", first)[-3:] == ["Nr. 2", "Nr. 0", "Nr. 4"]
    second = chief.get("/inbox/results/?" + re.findall(r"before=\d+", first)[0]).content.decode()
    assert _HEADLINE.findall(second) == ["Nr. 3", "Nr. 1"]
    assert "before=" not in second


def test_a_list_without_script_leads_everywhere(chief: Client) -> None:
    item = another("Allein")
    page = chief.get("/inbox/?supplier=dpa&q=allein").content.decode()
    assert f'href="/inbox/{item.pk}/"' in page
    assert 'value="allein"' in page
    assert '<option value="dpa" selected>' in page
    assert 'name="query" value="q=allein&amp;supplier=dpa"' in page


def test_a_saved_search_counts_what_is_new_in_it(chief: Client, reporter: Client) -> None:
    another("Hafen zu")
    chief.post("/inbox/searches/", {"name": "Häfen", "query": "q=hafen", "alert": "on"})
    assert chief.get("/inbox/alerts/").json() == {"alerts": 0}
    another("Hafen wieder auf")
    another("Flughafen auf")
    assert chief.get("/inbox/alerts/").json() == {"alerts": 1}
    assert reporter.get("/inbox/alerts/").json() == {"alerts": None}
    search = SavedSearch.objects.get()
    assert chief.get("/inbox/news/").json()["searches"] == {str(search.pk): "1"}
    assert "data-new>1</span>" in chief.get("/inbox/").content.decode()
    chief.get("/inbox/?q=hafen")
    assert chief.get("/inbox/alerts/").json() == {"alerts": 0}
    reporter.post(f"/inbox/searches/{search.pk}/delete/")
    assert SavedSearch.objects.exists()
    chief.post(f"/inbox/searches/{search.pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_editors_see_what_came_and_who_is_at_what(cast: Cast, chief: Client, reporter: Client) -> None:
    seen = another("Gesehen")
    newest = chief.get("/inbox/news/").json()["newest"]
    fresh = another("Hafen neu")
    asked = f"/inbox/news/?after={newest}&shown={seen.pk},{fresh.pk}"
    assert chief.get(asked).json()["new"] == "1"
    assert chief.get(asked + "&q=berge").json()["new"] == ""
    reporter.get(f"/inbox/{seen.pk}/preview/")
    reporter.post(f"/inbox/{fresh.pk}/story/", {"section": cast.economy.pk})
    answer = chief.get(asked)
    lines = answer.json()["lines"]
    assert lines[seen.pk]["looking"] == ["reporter"]
    assert [use["by"] for use in lines[fresh.pk]["uses"]] == ["reporter"]
    assert chief.get(asked, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert seen.pk not in reporter.get(asked).json()["lines"]
    page = chief.get("/inbox/").content.decode()
    assert "offen bei reporter" in page
    assert "Artikel von reporter" in page


def test_what_was_read_is_unread_again_in_a_new_version(chief: Client) -> None:
    item = another("Lage")
    assert listed(chief, "?state=unread") == ["Lage"]
    chief.get(f"/inbox/{item.pk}/preview/")
    assert listed(chief, "?state=unread") == []
    wire_item(2, item, headline="Lage neu")
    assert listed(chief, "?state=unread") == ["Lage neu"]
    assert "Neue Fassung" in chief.get("/inbox/").content.decode()


def test_what_must_not_be_overlooked_is_marked(chief: Client) -> None:
    another("Weg", status="canceled")
    another("Halt", status="withheld")
    another("Später", embargo=clock.now() + timedelta(hours=1))
    page = chief.get("/inbox/").content.decode()
    for words in ("Annulliert", "Zurückgehalten", "Gesperrt bis"):
        assert re.search(rf"desk-badge--danger[^<]*>{words}", page)


def test_a_page_costs_the_same_for_two_items_and_for_thirty(chief: Client) -> None:
    def queries() -> int:
        chief.get("/inbox/")
        with CaptureQueriesContext(connection) as captured:
            chief.get("/inbox/")
        return len(captured)

    for number in range(2):
        another(f"Nr. {number}")
    few = queries()
    for number in range(28):
        another(f"Nr. {number + 2}")
    assert queries() == few
    assert few <= 50


def test_the_count_stands_in_the_menu(chief: Client) -> None:
    another("Erste")
    another("Zweite")
    assert "Meldungen (2)" in chief.get("/").content.decode()


def test_an_item_shows_the_copy_and_keeps_internal_notes_apart(chief: Client) -> None:
    item = wire_item(notes=("Bitte Bild beachten.",))
    page = chief.get(f"/inbox/{item.pk}/").content.decode()
    assert "Der Kanzler kommt <b>mittags</b>." in page
    assert "Bitte Bild beachten." in page
    box = page[page.index("desk-internal") :]
    assert "Nicht zur Veröffentlichung" in box
    assert SECRET in box
    assert page.count(SECRET) == 1


def test_an_item_that_is_not_there_is_not_found(chief: Client) -> None:
    nothing = chief.get("/inbox/0000000000/")
    assert nothing.status_code == 404
    assert "Unter dieser Adresse ist nichts" in nothing.content.decode()


def test_versions_are_numbered_as_people_count_and_compared(chief: Client) -> None:
    item = wire_item(1_700_000_000)
    wire_item(1_700_000_060, item, body_html="<p>Der Kanzler kommt <b>abends</b>.</p>")
    page = chief.get(f"/inbox/{item.pk}/").content.decode()
    assert "V2" in page
    assert "<del>mittags.</del><ins>abends.</ins>" in page
    wire_item(1_700_000_120, item, body_html="<p>Der Kanzler kommt <b>nachts</b>.</p>")
    compared = chief.get(f"/inbox/{item.pk}/preview/?older=V1&newer=V3").content.decode()
    assert "<del>mittags.</del><ins>nachts.</ins>" in compared
    assert "V3" in chief.get("/inbox/").content.decode()


def test_a_difference_leaves_out_what_stayed() -> None:
    older = copy("<p>Erstens.</p><p>Der Rat tagt heute.</p>")
    newer = copy("<p>Erstens.</p><p>Der Rat tagt morgen.</p><p>Neu.</p>")
    assert difference(older, newer) == [
        [Stretch("same", "Der Rat tagt "), Stretch("removed", "heute."), Stretch("added", "morgen.")],
        [Stretch("added", "Neu.")],
    ]


def test_a_story_is_made_with_one_button(cast: Cast, chief: Client) -> None:
    item = wire_item()
    answer = chief.post(f"/inbox/{item.pk}/story/", {"section": cast.economy.pk})
    story = StoryPage.objects.get()
    item.refresh_from_db()
    assert answer["Location"] == f"/pages/{story.pk}/edit/"
    assert (story.section, story.live, item.state) == (cast.economy, False, Item.State.TAKEN)
    editor = chief.get(answer["Location"]).content.decode()
    assert "Kanzler besucht den Hafen" in editor
    assert SECRET not in editor


def test_a_second_story_is_made_only_of_purpose(cast: Cast, chief: Client, reporter: Client) -> None:
    item = wire_item()
    url, given = f"/inbox/{item.pk}/story/", {"section": cast.economy.pk}
    answers = [chief.post(url, given) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    refused = reporter.post(url, given)
    assert refused["Location"] == f"/inbox/{item.pk}/"
    assert "hat daraus schon einen Artikel gemacht" in told(refused)
    asked = reporter.post(url, given, headers={"accept": "application/json"})
    assert (asked.status_code, asked.json()["url"]) == (409, answers[0]["Location"])
    assert StoryPage.objects.count() == 1
    made = reporter.post(url, {**given, "confirmed": "1"}, headers={"accept": "application/json"})
    assert (made.json()["section"], StoryPage.objects.count()) == ("Wirtschaft", 2)


def test_a_section_that_is_not_offered_is_refused(chief: Client) -> None:
    item = wire_item()
    answer = chief.post(f"/inbox/{item.pk}/story/", {"section": 999_999})
    assert "Wählen Sie ein Ressort" in told(answer)
    assert not StoryPage.objects.exists()


def test_the_item_leads_to_its_story_and_warns_of_a_newer_version(cast: Cast, chief: Client) -> None:
    item = wire_item()
    chief.post(f"/inbox/{item.pk}/story/", {"section": cast.economy.pk})
    item.refresh_from_db()
    wire_item(2, item)
    page = chief.get(f"/inbox/{item.pk}/").content.decode()
    assert f"/pages/{StoryPage.objects.get().pk}/edit/" in page
    assert "neuere Fassung geschickt" in page


def test_no_story_is_offered_of_a_canceled_item(chief: Client) -> None:
    item = wire_item(status="canceled")
    page = chief.get(f"/inbox/{item.pk}/").content.decode()
    assert "Daraus kann kein Artikel werden" in page
    assert f"/inbox/{item.pk}/story/" not in page


@pytest.fixture
def case(db: None) -> Quarantine:
    raw = intake.keep("eingang/leer.json", [b" "], Archive(config.active().archive)).raw
    return Quarantine.objects.create(
        raw=raw, reason="wire-file-empty", message="The file is empty.", received=clock.now()
    )


def test_each_reason_for_quarantine_has_words_for_editors() -> None:
    reasons = {each.code for each in Unusable.__subclasses__()}
    assert len(reasons) > 15
    assert {code for code in reasons if not quarantine_words.reason(code)} == set()


def test_quarantine_lists_open_cases_and_closes_them(chief: Client, case: Quarantine) -> None:
    page = chief.get("/quarantine/").content.decode()
    assert "Die Datei ist leer." in page
    assert "1 Datei in Quarantäne" in page
    assert "The file is empty." in page
    assert "eingang/" not in page
    assert "nicht lesen" in told(chief.post(f"/quarantine/{case.pk}/retry/"))
    answer = chief.post(f"/quarantine/{case.pk}/close/")
    assert "bleibt im Archiv" in told(answer)
    assert "The file is empty." not in chief.get("/quarantine/").content.decode()
