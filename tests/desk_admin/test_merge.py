"""Two topics become one, from the first one's page."""

from __future__ import annotations

from django.test import Client

from broadsheet.desk.models import Topic
from tests.desk import newsroom
from tests.desk_admin.cast import told


def test_the_way_leads_from_the_topics_page_to_the_other_topic(chief: Client) -> None:
    harbour, quay = newsroom.topic("Hafen"), newsroom.topic("Kai")
    story = newsroom.published(topics=(harbour,))
    assert f"/topics/merge/{harbour.pk}/" in chief.get(f"/topics/edit/{harbour.pk}/").content.decode()
    form = chief.get(f"/topics/merge/{harbour.pk}/")
    assert "Zusammenlegen" in form.content.decode()
    answer = chief.post(f"/topics/merge/{harbour.pk}/", {"into": quay.pk})
    assert answer["Location"] == f"/topics/edit/{quay.pk}/"
    assert "/thema/kai/" in told(answer)
    assert newsroom.record_of(story).topics == (quay.topic_id,)


def test_a_topic_with_itself_is_refused_in_the_form(chief: Client) -> None:
    harbour = newsroom.topic("Hafen")
    answer = chief.post(f"/topics/merge/{harbour.pk}/", {"into": harbour.pk})
    assert answer.context["form"].errors["into"]
    assert Topic.objects.get() == harbour


def test_a_reporter_is_not_offered_it(reporter: Client) -> None:
    harbour = newsroom.topic("Hafen")
    assert reporter.get(f"/topics/merge/{harbour.pk}/").status_code in {302, 403}
