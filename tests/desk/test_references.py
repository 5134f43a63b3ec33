"""What refers to what, in Wagtail's own index: editors see by it where a topic or a picture is used."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from wagtail.models import ReferenceIndex

from broadsheet.desk.models import StoryPage
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


def referred_to(thing: models.Model) -> int:
    return int(ReferenceIndex.get_references_to(thing).count())


def test_a_publication_is_indexed_with_what_it_refers_to() -> None:
    topic, person, picture = newsroom.topic(), newsroom.person(), newsroom.picture()
    story = newsroom.draft(topics=(topic,), authors=(person,), picture=picture)
    ReferenceIndex.objects.all().delete()

    newsroom.publish(story)

    assert [referred_to(each) for each in (topic, person, picture)] == [1, 1, 1]


def test_what_a_publication_no_longer_refers_to_leaves_the_index() -> None:
    topic = newsroom.topic()
    story = newsroom.draft(topics=(topic,))
    newsroom.publish(story)
    story = newsroom.reread(story)
    story.topic_links = []
    story.save_revision(clean=False)

    newsroom.publish(story)

    assert referred_to(topic) == 0


def test_a_publication_is_indexed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    story = newsroom.draft(topics=(newsroom.topic(),), authors=(newsroom.person(),))
    indexed = list[Any]()
    monkeypatch.setattr(ReferenceIndex, "create_or_update_for_object", indexed.append)

    newsroom.publish(story)

    assert [type(each) for each in indexed].count(StoryPage) == 1
