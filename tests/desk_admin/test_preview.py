from __future__ import annotations

from django.test import Client

from broadsheet.desk import preview
from broadsheet.desk.folders import folder_for
from broadsheet.desk.models import StoryPage
from broadsheet.kernel import clock
from tests.desk import newsroom
from tests.desk_admin.cast import Cast
from tests.desk_admin.editing import form_data


def test_a_draft_is_shown_by_the_installed_renderer(chief: Client) -> None:
    story = newsroom.draft("Der Hafen wächst", topics=(newsroom.topic(),), authors=(newsroom.person(),))
    answer = chief.get(f"/pages/{story.pk}/view_draft/")
    headline, drafts, source = answer.content.decode().split("|")
    assert headline == "Der Hafen wächst"
    assert [kind in drafts for kind in ("section:", "topic:", "person:")] == [True, True, True]
    assert source == "/pictures/0000000000/1"
    assert "no-store" in answer["Cache-Control"]


def test_pictures_that_nobody_has_published_are_among_the_drafts(chief: Client) -> None:
    picture = newsroom.picture()
    story = newsroom.draft(picture=picture)
    record = preview.drafts_of(story)[f"picture:{picture.picture_id}"]
    assert (record.id, getattr(record, "blob", None)) == (picture.picture_id, "")


def test_what_is_typed_is_shown_before_it_is_saved(chief: Client) -> None:
    story = newsroom.draft("Alt")
    address = f"/pages/{story.pk}/edit/preview/"
    assert chief.post(address, form_data(title="Gerade getippt")).json()["is_valid"]
    assert chief.get(address).content.decode().startswith("Gerade getippt|")
    assert newsroom.reread(story).get_latest_revision_as_object().title == "Alt"


def test_a_story_is_shown_before_there_is_one(cast: Cast, chief: Client) -> None:
    folder = folder_for(cast.politics, clock.now())
    address = f"/pages/add/desk/storypage/{folder.pk}/preview/"
    chief.post(address, form_data(title="Noch nicht da"))
    assert chief.get(address).content.decode().startswith("Noch nicht da|")
    assert not StoryPage.objects.exists()


def test_without_a_renderer_it_says_so(chief: Client) -> None:
    preview._slot.clear()
    answer = chief.get(f"/pages/{newsroom.draft().pk}/view_draft/")
    assert answer.status_code == 503
    assert "Keine Vorschau" in answer.content.decode()


def test_strangers_see_no_preview(cast: Cast) -> None:
    story = newsroom.draft()
    assert Client().get(f"/pages/{story.pk}/view_draft/").status_code == 302
    refused = cast.signed_in("outsider").get(f"/pages/{story.pk}/view_draft/")
    assert refused.status_code == 302
