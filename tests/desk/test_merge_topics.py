from __future__ import annotations

from typing import Any

import pytest

from broadsheet.desk.acts import DeleteNamed, MergeTopics, PublishFront, PublishTopic
from broadsheet.desk.errors import ChecksFailed, NotAllowed, StaleRevision
from broadsheet.desk.models import Front, Person, Picture, StoryAuthor, StoryTopic, Topic
from broadsheet.ledger import journal, records, state
from tests.desk import newsroom
from tests.desk.newsroom import TESTER

pytestmark = pytest.mark.django_db


def published(title: str) -> Topic:
    topic = Topic(title=title)
    PublishTopic(topic, by=TESTER).execute()
    return topic


def merge(topic: Topic, into: Topic) -> None:
    MergeTopics(topic, into, by=TESTER).execute()


def test_published_stories_get_the_second_topic_once_and_in_its_place() -> None:
    harbour, quay, city = map(published, ("Hafen", "Kai", "Stadt"))
    one = newsroom.published("Eins", topics=(city, harbour))
    both = newsroom.published("Beide", topics=(harbour, city, quay))
    other = newsroom.published("Keines", topics=(city,))
    before = newsroom.record_of(other)
    merge(harbour, quay)
    assert newsroom.record_of(one).topics == (city.topic_id, quay.topic_id)
    assert newsroom.record_of(both).topics == (quay.topic_id, city.topic_id)
    assert newsroom.record_of(other) == before
    assert [link.topic for link in newsroom.reread(both).topic_links.all()] == [quay, city]


def test_an_advertorial_gets_it_too() -> None:
    harbour, quay = map(published, ("Hafen", "Kai"))
    story = newsroom.published(topics=(harbour,), genre="advertorial", advertiser="Reederei")
    merge(harbour, quay)
    assert newsroom.record_of(story).topics == (quay.topic_id,)


def test_drafts_get_it_when_they_are_published() -> None:
    harbour, quay = map(published, ("Hafen", "Kai"))
    never = newsroom.draft(topics=(harbour,))
    later = newsroom.published("Später")
    newsroom.edited(later, topic_links=[StoryTopic(topic=quay), StoryTopic(topic=harbour)])
    merge(harbour, quay)
    assert newsroom.record_of(later).topics == ()
    for story in (never, later):
        newsroom.publish(story)
        assert newsroom.record_of(story).topics == (quay.topic_id,)


def test_the_first_is_gone_and_every_address_of_it_belongs_to_the_second() -> None:
    harbour, quay = map(published, ("Hafen", "Kai"))
    harbour.slug = "haefen"
    PublishTopic(harbour, by=TESTER).execute()
    seq = journal.head()
    filed = MergeTopics(harbour, quay, by=TESTER).execute()
    assert not Topic.objects.filter(title="Hafen").exists()
    assert state.get(f"topic:{harbour.topic_id}") is None
    assert [state.owner(f"/thema/{slug}/") for slug in ("hafen", "haefen")] == [filed.asset] * 2
    record = state.get(filed.asset)
    assert isinstance(record, records.Topic)
    assert (record.path, filed.url, filed.seq) == ("/thema/kai/", "/thema/kai/", journal.head())
    assert {entry.act for entry in journal.entries(after=seq)} == {"merge"}
    assert list(journal.verify()) == []


def test_topics_that_no_reader_knows_can_be_merged() -> None:
    harbour, quay = newsroom.topic("Hafen"), newsroom.topic("Kai")
    merge(harbour, quay)
    assert Topic.objects.get() == quay


def test_a_front_of_the_first_shows_the_second_and_editors_who_have_it_open_are_told() -> None:
    harbour, quay = map(published, ("Hafen", "Kai"))
    rule: dict[str, Any] = {"fill": "newest", "section": None, "topic": harbour, "genre": ""}
    container = {"layout": "grid", "title": "", "picks": [], "rule": rule, "count": 3, "text": ""}
    front = Front(containers=[("container", container)])
    PublishFront(front, by=TESTER).execute()
    open_since = Front.objects.get()
    merge(harbour, quay)
    record = state.get("front:home")
    assert isinstance(record, records.Front)
    assert record.containers[0].rule == records.Rule(topic=quay.topic_id)
    assert Front.objects.get().containers[0].value["rule"]["topic"] == quay
    with pytest.raises(StaleRevision):
        PublishFront(open_since, by=TESTER).execute()


def test_the_front_of_the_first_goes_with_it_and_that_of_the_second_stays() -> None:
    harbour, quay = map(published, ("Hafen", "Kai"))
    for topic in (harbour, quay):
        PublishFront(Front(topic=topic), by=TESTER).execute()
    merge(harbour, quay)
    assert [state.get(f"front:{each.topic_id}") is None for each in (harbour, quay)] == [True, False]
    assert Front.objects.get().topic == quay
    DeleteNamed(quay, by=TESTER).execute()
    assert state.get(f"front:{quay.topic_id}") is None


def test_a_topic_is_not_merged_with_itself_or_with_one_that_is_gone() -> None:
    harbour, quay = map(published, ("Hafen", "Kai"))
    seq = journal.head()
    with pytest.raises(ChecksFailed):
        merge(harbour, Topic.objects.get(pk=harbour.pk))
    stale = Topic.objects.get(pk=quay.pk)
    quay.delete()
    with pytest.raises(ChecksFailed):
        merge(harbour, stale)
    assert journal.head() == seq + 1


def test_who_may_not_delete_topics_may_not_merge_them() -> None:
    harbour, quay = map(published, ("Hafen", "Kai"))
    with pytest.raises(NotAllowed):
        MergeTopics(harbour, quay, by=newsroom.account()).execute()


def test_a_draft_that_names_what_was_deleted_since_opens_and_is_published_without() -> None:
    story = newsroom.published()
    harbour, ada, picture = newsroom.topic(), newsroom.person(), newsroom.picture()
    newsroom.edited(
        story,
        topic_links=[StoryTopic(topic=harbour)],
        bylines=[StoryAuthor(person=ada)],
        picture=picture,
    )
    harbour.delete()
    ada.delete()
    picture.delete()
    assert [model._default_manager.count() for model in (Topic, Person, Picture)] == [0, 0, 0]
    newsroom.publish(story)
    record = newsroom.record_of(story)
    assert (record.topics, record.authors, record.picture) == ((), (), None)
