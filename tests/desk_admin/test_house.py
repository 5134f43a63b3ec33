"""Topics, people, sections, fronts, and what the house says: saved is published."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from broadsheet.desk.models import Front, HousePage, Person, SectionPage, Topic
from broadsheet.ledger import records, state
from tests.desk import newsroom
from tests.desk_admin.cast import Cast, told
from tests.newsroom import IMPRINT


def test_a_topic_is_published_as_it_is_saved(economist: Client) -> None:
    answer = economist.post("/topics/add/", {"title": "Hafenausbau", "text": "Worum es geht.", "slug": ""})
    topic = Topic.objects.get()
    record = state.get(f"topic:{topic.topic_id}")
    assert isinstance(record, records.Topic)
    assert f"https://zeitung.example{record.path}" in told(answer)


def test_a_person_is_published_as_it_is_saved(chief: Client) -> None:
    ada = newsroom.person()
    fields = {"name": "Ada Süd", "role": "", "bio": "", "email": "", "slug": ada.slug}
    chief.post(f"/people/edit/{ada.pk}/", fields)
    record = state.get(f"person:{ada.person_id}")
    assert isinstance(record, records.Person)
    assert record.name == "Ada Süd"


@pytest.mark.parametrize("address", ["topics", "people"])
def test_what_a_published_story_refers_to_is_not_deleted(chief: Client, address: str) -> None:
    ada, harbour = newsroom.person(), newsroom.topic()
    newsroom.published(authors=(ada,), topics=(harbour,))
    thing = harbour if address == "topics" else ada
    answer = chief.post(f"/{address}/delete/{thing.pk}/")
    assert answer.status_code in {302, 403}
    assert "veröffentlichte Artikel" in told(answer)
    assert type(thing)._default_manager.filter(pk=thing.pk).exists()


def test_what_nobody_uses_is_deleted_and_taken_back(chief: Client) -> None:
    chief.post("/topics/add/", {"title": "Hafenausbau", "text": "", "slug": ""})
    topic = Topic.objects.get()
    chief.post(f"/topics/delete/{topic.pk}/")
    assert not Topic.objects.exists()
    assert state.get(f"topic:{topic.topic_id}") is None


def test_a_topics_address_is_not_given_twice(chief: Client) -> None:
    newsroom.topic("Hafenausbau")
    answer = chief.post("/topics/add/", {"title": "Hafenausbau", "text": "", "slug": ""})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Topic.objects.count() == 1


def test_a_section_is_made_and_published(chief: Client) -> None:
    fields = {"title": "Kultur", "slug": "kultur", "description": "", "order": "30"}
    assert chief.post("/sections/new/", fields)["Location"] == "/sections/"
    section = SectionPage.objects.get(slug="kultur")
    assert section.live
    assert state.get(f"section:{section.section_id}") is not None


def test_a_section_is_told_what_it_is_in_another_language(cast: Cast, chief: Client) -> None:
    same = {
        "title": "World",
        "slug": "world",
        "description": "",
        "order": "30",
        "counterpart": cast.politics.pk,
    }
    refused = chief.post("/sections/new/", same)
    assert "Politik" in str(refused.context["form"].errors["counterpart"])
    chief.post("/sections/new/", {**same, "language": "en"})
    world = SectionPage.objects.get(slug="world")
    record = state.get(f"section:{world.section_id}")
    assert isinstance(record, records.Section)
    assert record.counterpart == cast.politics.section_id
    choices = chief.get(f"/sections/{world.pk}/").context["form"].fields["counterpart"].queryset
    assert cast.politics in choices
    assert world not in choices


def test_a_renamed_section_takes_its_stories_along(cast: Cast, chief: Client) -> None:
    story = newsroom.published(section=cast.politics)
    fields = {"title": "Innenpolitik", "slug": "innenpolitik", "description": "", "order": "10"}
    chief.post(f"/sections/{cast.politics.pk}/", fields)
    assert newsroom.record_of(story).path.startswith("/innenpolitik/")


@pytest.mark.parametrize("slug", ["wirtschaft", "archiv", "Große Worte", ""])
def test_an_address_that_is_taken_is_refused_at_its_field(cast: Cast, chief: Client, slug: str) -> None:
    fields = {"title": "Politik", "slug": slug, "description": "", "order": "10"}
    answer = chief.post(f"/sections/{cast.politics.pk}/", fields)
    assert answer.status_code == 200
    assert answer.context["form"].errors["slug"]
    cast.politics.refresh_from_db()
    assert cast.politics.slug == "politik"


def test_a_house_page_is_published_and_taken_back(chief: Client) -> None:
    body = streamfield([("paragraph", rich_text("<p>Verantwortlich: Ada Nordhoff.</p>"))])
    fields = nested_form_data({"title": "Impressum", "role": "imprint", "slug": "", "body": body})
    answer = chief.post("/house/pages/new/", fields)
    assert "die Anschrift mit Postleitzahl und Ort, eine E-Mail-Adresse" in told(answer)
    page = HousePage.objects.get()
    assert state.get(f"page:{page.page_id}") is not None
    complete = streamfield([("paragraph", rich_text(f"<p>{IMPRINT}</p>"))])
    fields = nested_form_data({"title": "Impressum", "role": "imprint", "slug": "x", "body": complete})
    assert told(chief.post(f"/house/pages/edit/{page.pk}/", fields)).count("Anschrift") == 1
    chief.post(f"/house/pages/delete/{page.pk}/")
    assert state.get(f"page:{page.page_id}") is None


def test_the_house_says_its_name(chief: Client) -> None:
    fields = {"name": "Hafenblatt", "tagline": "", "publisher": "Hafenverlag", "email": ""}
    for name in ("Hafenblatt", "Hafenbote"):
        assert chief.post("/house/identity/", {**fields, "name": name}).status_code == 302
    record = state.get("settings:site")
    assert isinstance(record, records.SiteSettings)
    assert record.name == "Hafenbote"
    assert chief.post("/house/identity/", {**fields, "name": ""}).context["form"].errors["name"]


# ---- fronts -----------------------------------------------------------------------------


def front_data(edition: int, title: str = "Heute") -> dict[str, object]:
    return {"began_from": str(edition), "container": ["c0"], "c0-layout": "grid", "c0-title": title}


def test_looking_at_a_front_makes_none(chief: Client) -> None:
    assert chief.get("/fronts/home/").status_code == 200
    assert not Front.objects.exists()


def test_a_section_editor_launches_the_front_of_the_own_section(cast: Cast, economist: Client) -> None:
    economist.post(f"/fronts/{cast.economy.section_id}/", front_data(0))
    refused = economist.post(f"/fronts/{cast.politics.section_id}/", front_data(0))
    assert refused["Location"] == "/"
    assert state.get(f"front:{cast.economy.section_id}") is not None
    assert state.get(f"front:{cast.politics.section_id}") is None


def test_a_reporter_cannot_save_topics_or_people(reporter: Client) -> None:
    for address in ("/topics/add/", "/people/add/"):
        reporter.post(address, {"title": "Neu", "name": "Neu"})
    assert not Topic.objects.exists()
    assert not Person.objects.exists()
