"""A running story: each names the one before it, and none follows itself."""

from __future__ import annotations

import pytest

from broadsheet.desk.acts import DeletePage, Publish, Unpublish
from broadsheet.desk.compose.running_story import NAMED
from broadsheet.desk.errors import ChecksFailed
from broadsheet.desk.models import StoryPage
from tests.desk import newsroom
from tests.desk.newsroom import TESTER

pytestmark = pytest.mark.django_db


def chain(length: int) -> list[StoryPage]:
    """The first first."""
    stories: list[StoryPage] = []
    for number in range(length):
        before = stories[-1] if stories else None
        stories.append(newsroom.published(f"Teil {number + 1}", follows=before))
    return stories


def follows(story: StoryPage, before: StoryPage) -> set[tuple[str, str]]:
    """Codes and fields of what stands against it."""
    revision = newsroom.edited(story, follows=before)
    with pytest.raises(ChecksFailed) as refused:
        Publish(newsroom.reread(story), by=TESTER, revision=revision).execute()
    return {(problem.code, problem.field) for problem in refused.value.problems}


def test_the_record_names_the_whole_way_back() -> None:
    first, second, third = chain(3)
    assert newsroom.record_of(first).follows == ()
    assert newsroom.record_of(third).follows == (second.story_id, first.story_id)


def test_the_way_back_is_bounded() -> None:
    stories = chain(NAMED + 2)
    before = [story.story_id for story in reversed(stories[:-1])]
    assert newsroom.record_of(stories[-1]).follows == tuple(before[:NAMED])


def test_no_story_follows_itself_or_one_that_follows_it() -> None:
    first, second, third = chain(3)
    assert follows(first, third) == {("circle", "follows")}
    assert follows(first, first) == {("circle", "follows")}
    assert newsroom.record_of(first).follows == ()
    assert newsroom.record_of(second).follows == (first.story_id,)


def test_an_advertorial_is_no_part_of_it() -> None:
    (news,) = chain(1)
    paid = newsroom.published("Reklame", genre="advertorial", advertiser="Reederei")
    assert follows(news, paid) == {("running-advertorial", "follows")}
    assert follows(paid, news) == {("running-advertorial", "follows")}


def test_what_was_unpublished_is_still_stepped_over() -> None:
    first, second, third = chain(3)
    Unpublish(second, by=TESTER).execute()
    newsroom.publish(third, revision=newsroom.edited(third, lead="Neu."))
    assert newsroom.record_of(third).follows == (second.story_id, first.story_id)


def test_a_deleted_story_ends_the_way_back() -> None:
    first, second, third = chain(3)
    DeletePage(second, by=TESTER).execute()
    newsroom.publish(third, revision=newsroom.edited(newsroom.reread(third), lead="Neu."))
    assert newsroom.record_of(third).follows == ()
    assert newsroom.record_of(first).headline == "Teil 1"
