"""The house list of sources in the admin: made, chosen, asked what rests on it, told of when it is false."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse_lazy

from broadsheet.desk.models import Source, SourceNote, StoryPage
from tests.desk import newsroom
from tests.desk_admin.cast import Cast, told
from tests.desk_admin.editing import form_data

pytestmark = pytest.mark.django_db

CHOOSER = reverse_lazy("wagtailsnippetchoosers_desk_source:choose_results")


def listed(client: Client, query: str) -> list[str]:
    page = client.get(f"/stories/?{query}").content.decode()
    found = (title for title in ("Allein", "Zu zweit", "Ohne") if re.search(rf">\s*{title}\s*<", page))
    return sorted(found)


def story_on(headline: str, *sources: Source | str) -> StoryPage:
    chains = [
        {
            "type": "source",
            "id": f"c{at}",
            "value": {
                "claim": "Zehn Schiffe.",
                "hops": [{"name": each} if isinstance(each, str) else {"source": each.pk}],
            },
        }
        for at, each in enumerate(sources)
    ]
    return newsroom.published(headline, sources=chains)


def test_a_source_from_the_list_to_the_note_and_back(cast: Cast, chief: Client) -> None:
    words = {"name": "Karpress", "nature": "state-agency", "wording": "Staatsagentur", "active": "on"}
    answer = chief.post("/sources/add/", {**words, "url": "", "wire_name": "kar"})
    assert answer.status_code == 302, answer.content
    karpress = Source.objects.get()
    Source.objects.create(name="Alte Quelle", active=False)
    alone, _two = story_on("Allein", karpress, karpress), story_on("Zu zweit", karpress, "Amt")
    story_on("Ohne")

    chosen = chief.get(CHOOSER).content.decode()
    assert "Karpress" in chosen
    assert "Alte Quelle" not in chosen
    assert listed(chief, f"source={karpress.pk}") == ["Allein", "Zu zweit"]
    assert listed(chief, f"source={karpress.pk}&alone=on") == ["Allein"]
    page = chief.get(f"/sources/edit/{karpress.pk}/").content.decode()
    assert "Veröffentlichte Artikel (2)" in page

    asked = chief.get(f"/sources/note/{karpress.pk}/").content.decode()
    assert "2 veröffentlichte Artikel nennen diese Quelle" in asked
    answer = chief.post(f"/sources/note/{karpress.pk}/", {"text": "Erfunden."})
    assert "Leser erfahren es" in told(answer)
    (chain, _) = newsroom.record_of(alone).sources
    assert [note.text for note in chain.notes] == ["Erfunden."]
    note = SourceNote.objects.get()
    assert f"/sources/lift/{note.pk}/" in chief.get(f"/sources/edit/{karpress.pk}/").content.decode()
    chief.post(f"/sources/lift/{note.pk}/")
    assert newsroom.record_of(alone).sources[0].notes == ()
    assert cast.signed_in("reporter").get(f"/sources/note/{karpress.pk}/").status_code == 302


def test_an_informants_name_stands_in_its_own_form_alone(cast: Cast, chief: Client) -> None:
    name = "Quirin Querfeld"
    fields = {
        "name": name,
        "nature": "person",
        "wording": "eine Person",
        "confidential": "on",
        "active": "on",
    }
    chief.post("/sources/add/", {**fields, "url": "", "wire_name": ""})
    quirin = Source.objects.get()
    story = story_on("Allein", quirin)
    for address in (
        *("/sources/", CHOOSER, f"/stories/?source={quirin.pk}"),
        *(f"/sources/note/{quirin.pk}/", f"/sources/history/{quirin.pk}/", f"/pages/{story.pk}/edit/"),
    ):
        page = chief.get(address).content.decode()
        assert "eine Person" in page, address
        assert name not in page, address
    assert name in chief.get(f"/sources/edit/{quirin.pk}/").content.decode()


def test_the_editor_offers_quotations_the_claims_of_the_form(chief: Client) -> None:
    story = newsroom.draft()
    page = chief.get(f"/pages/{story.pk}/edit/").content.decode()
    assert "data-desk-chain" in page
    assert form_data()["sources-count"] == "0"
