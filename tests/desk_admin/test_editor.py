from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import inline_formset

from broadsheet.desk.acts import Done, Publish
from broadsheet.desk.errors import StaleRevision
from broadsheet.desk.folders import folder_for
from broadsheet.desk.models import StoryPage
from broadsheet.kernel import clock
from broadsheet.ledger import journal, state
from tests.desk import newsroom
from tests.desk_admin.cast import SECRET, Cast, told, wire_item
from tests.desk_admin.editing import form_data, send


def test_it_opens_with_the_panels_of_an_editor(chief: Client) -> None:
    page = chief.get(f"/pages/{newsroom.draft().pk}/edit/").content.decode()
    for heading in ("Dachzeile", "Vorspann", "Themen und Autoren", "Quellen", "Korrekturen", "Weiteres"):
        assert heading in page


def test_saving_publishes_nothing(chief: Client) -> None:
    story = newsroom.draft()
    send(chief, story, title="Anders")
    assert newsroom.reread(story).get_latest_revision_as_object().title == "Anders"
    assert state.get(f"story:{story.story_id}") is None


def test_the_button_publishes_through_the_act_and_leads_to_the_reader(chief: Client) -> None:
    story = newsroom.draft()
    answer = send(chief, story, "action-publish", title="Anders")
    record = newsroom.record_of(story)
    assert answer["Location"] == "/stories/"
    assert record.headline == "Anders"
    assert f"https://zeitung.example{record.path}" in told(answer)
    assert [entry.by for entry in journal.history(f"story:{story.story_id}")] == ["chief"]


def test_a_refusal_names_the_field_and_loses_nothing(chief: Client) -> None:
    story = newsroom.draft()
    answer = send(chief, story, "action-publish", genre="advertorial", lead="Frisch geschrieben.")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Auftraggeber: Eine Anzeige muss nennen, wer sie bezahlt hat." in told(answer)
    assert answer.context["form"].errors["advertiser"]
    assert "Frisch geschrieben." in page
    assert not newsroom.reread(story).live


def test_a_draft_that_the_act_refuses_is_indexed_with_what_it_refers_to(
    chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_act: Publish) -> Done:
        raise StaleRevision("Zu alt.")

    monkeypatch.setattr(Publish, "execute", refuse)
    story, topic = newsroom.draft(), newsroom.topic()

    answer = send(chief, story, "action-publish", topic_links=inline_formset([{"topic": str(topic.pk)}]))

    assert "Zu alt." in told(answer)
    assert ReferenceIndex.get_references_to(topic).count() == 1


def test_a_draft_may_be_unfinished(chief: Client) -> None:
    story = newsroom.draft()
    answer = send(chief, story, genre="advertorial")
    assert answer.status_code == 302


def test_an_embargo_is_told_before_the_button_is_pressed_and_refuses_after(chief: Client) -> None:
    item = wire_item(embargo=clock.now() + timedelta(hours=3))
    story = newsroom.draft(wire_item=item.pk)
    assert "Gesperrt bis" in chief.get(f"/pages/{story.pk}/edit/").content.decode()
    answer = send(chief, story, "action-publish")
    assert "Sperrfrist" in told(answer)
    assert not newsroom.reread(story).live


def test_a_newer_agency_version_is_told_in_the_editor(chief: Client) -> None:
    item = wire_item()
    story = newsroom.draft(wire_item=item.pk, wire_version=1)
    wire_item(2, item, lead="Am Abend.")
    assert "neuere Fassung" in chief.get(f"/pages/{story.pk}/edit/").content.decode()


def test_no_internal_note_reaches_the_editor(chief: Client) -> None:
    item = wire_item()
    story = newsroom.draft(wire_item=item.pk)
    assert SECRET not in chief.get(f"/pages/{story.pk}/edit/").content.decode()


def test_a_moment_to_come_schedules(chief: Client) -> None:
    story = newsroom.draft()
    moment = clock.now() + timedelta(hours=3)
    answer = send(chief, story, "action-publish", go_live_at=f"{localtime(moment):%d.%m.%Y %H:%M}")
    assert "wird am" in told(answer)
    assert state.get(f"story:{story.story_id}") is None
    assert newsroom.reread(story).scheduled_revision is not None


def test_a_reporter_saves_and_submits_but_cannot_publish(cast: Cast, reporter: Client) -> None:
    story = newsroom.draft(user=cast.people["reporter"])
    page = reporter.get(f"/pages/{story.pk}/edit/").content.decode()
    assert "action-publish" not in page
    assert "action-submit" in page
    answer = send(reporter, story, "action-publish", title="Heimlich")
    assert answer.status_code == 302
    assert not newsroom.reread(story).live
    send(reporter, story, "action-submit")
    assert newsroom.reread(story).workflow_in_progress


def test_the_last_approval_publishes_through_the_act(cast: Cast, reporter: Client, chief: Client) -> None:
    story = newsroom.draft(user=cast.people["reporter"])
    send(reporter, story, "action-submit")
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    chief.post(f"/pages/{story.pk}/edit/", {**form_data(), **approve})
    assert newsroom.record_of(story).headline == "Der Hafen wächst"


def test_an_approval_that_is_refused_leaves_the_review_open(
    cast: Cast, reporter: Client, chief: Client
) -> None:
    story = newsroom.draft(user=cast.people["reporter"])
    send(reporter, story, "action-submit", genre="advertorial")
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = chief.post(f"/pages/{story.pk}/edit/", {**form_data(genre="advertorial"), **approve})
    assert "Auftraggeber" in told(answer)
    assert newsroom.reread(story).workflow_in_progress
    assert not newsroom.reread(story).live


def test_a_new_story_can_be_published_at_once(cast: Cast, chief: Client) -> None:
    folder = folder_for(cast.politics, clock.now())
    address = f"/pages/add/desk/storypage/{folder.pk}/"
    answer = chief.post(address, {**form_data(), "action-publish": "1"})
    story = StoryPage.objects.get()
    assert newsroom.record_of(story).path in told(answer)


def test_a_new_story_that_is_refused_is_kept_as_a_draft(cast: Cast, chief: Client) -> None:
    folder = folder_for(cast.politics, clock.now())
    address = f"/pages/add/desk/storypage/{folder.pk}/"
    answer = chief.post(address, {**form_data(genre="advertorial"), "action-publish": "1"})
    story = StoryPage.objects.get()
    assert answer["Location"] == f"/pages/{story.pk}/edit/"
    assert "Auftraggeber" in told(answer)
    assert not story.live


def test_a_story_is_unpublished_by_its_own_page(chief: Client) -> None:
    story = newsroom.published()
    address = f"/pages/{story.pk}/unpublish/"
    assert chief.get(address).status_code == 200
    assert newsroom.reread(story).live
    assert chief.post(address)["Location"] == "/stories/"
    assert state.get(f"story:{story.story_id}") is None


def test_a_draft_is_deleted_and_a_published_story_is_not(chief: Client) -> None:
    draft, public = newsroom.draft(), newsroom.published()
    chief.post(f"/pages/{draft.pk}/delete/")
    chief.post(f"/pages/{public.pk}/delete/")
    assert not StoryPage.objects.filter(pk=draft.pk).exists()
    gone = state.get(f"story:{public.story_id}") is None
    assert gone != StoryPage.objects.filter(pk=public.pk).exists()


def test_many_at_once_go_through_the_act_or_are_refused_with_a_word(chief: Client) -> None:
    story = newsroom.draft(genre="advertorial")
    address = f"/bulk/wagtailcore/page/publish/?id={story.pk}&next=/stories/"
    answer: Any = chief.post(address)
    assert answer.status_code == 302
    assert "bezahlt" in told(answer)
    assert not newsroom.reread(story).live
