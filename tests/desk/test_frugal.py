"""What publishing costs, and that nothing editors see of Wagtail is lost by it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from broadsheet.desk.acts import DeletePage
from broadsheet.desk.models import StoryPage
from tests.desk import newsroom

pytestmark = pytest.mark.django_db

ENOUGH = 63
"""Questions to the database for an edit of a story with two authors, a topic and a picture."""


def found(words: str) -> list[StoryPage]:
    return list(StoryPage.objects.all().search(words))


def test_an_edit_asks_the_database_little_and_leaves_what_wagtail_leaves() -> None:
    authors = (newsroom.person(), newsroom.person("Ole Brandt"))
    story = newsroom.published(topics=(newsroom.topic(),), authors=authors, picture=newsroom.picture())
    story.lead = "Die Elbvertiefung ruht."
    revision = story.save_revision(clean=False)
    assert found("Elbvertiefung") == [], "a draft is not what the row says"

    with CaptureQueriesContext(
        connection,
    ) as asked:
        newsroom.publish(story)

    live = newsroom.reread(story)
    # PostgreSQL has the words of a page stored in two steps.
    assert len(asked) <= ENOUGH + (connection.vendor == "postgresql")
    assert not any("AVG(" in query["sql"] for query in asked.captured_queries), "no cost that grows"
    assert [byline.person for byline in live.bylines.all()] == list(authors)
    assert (live.live_revision, live.has_unpublished_changes) == (revision, False)
    assert [entry.action for entry in PageLogEntry.objects.filter(page=live.pk, revision=revision)] == [
        "wagtail.publish"
    ]
    assert found("Elbvertiefung") == [live]


def test_the_order_and_number_of_authors_follow_the_revision() -> None:
    ada, ole, ida = (newsroom.person(name) for name in ("Ada Nordhoff", "Ole Brandt", "Ida Kamp"))
    story = newsroom.published(authors=(ada, ole))

    for wanted in ([ole, ada], [ole], [ole, ida], []):
        story = newsroom.reread(story)
        story.bylines = [story.bylines.model(person=each, sort_order=at) for at, each in enumerate(wanted)]
        story.save_revision(clean=False)
        newsroom.publish(story)
        assert [byline.person for byline in newsroom.reread(story).bylines.all()] == wanted


def test_a_deleted_story_is_not_found_any_more() -> None:
    story = newsroom.draft("Baggergut an Land")
    assert found("Baggergut") == [story]

    DeletePage(story, by=newsroom.TESTER).execute()

    assert found("Baggergut") == []
