"""What pages read: the reasons for which they are baked again, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from broadsheet.ledger import lists
from broadsheet.ledger.records import AnyRecord, Story
from broadsheet.press.bake import Baked
from broadsheet.press.facets import FacetSet
from broadsheet.press.trace import Trace
from broadsheet.site.facets import FACETS
from tests import newsroom
from tests.site.proof import publish

pytestmark = pytest.mark.django_db

Bake = Callable[..., Baked]
FACET_SET = FacetSet(FACETS)


def changed(old: Story, **changes: object) -> set[str]:
    """The keys that an edit of a story changes."""
    new = replace(old, **changes)
    return set(FACET_SET.changed("story", "story:a1", old, new))


def concerns(trace: Trace, story: Story) -> bool:
    """Whether the story's coming or going in any of its lists would stale the artifact."""
    return any(
        interval.list == name and interval.low <= key and (not interval.high or key < interval.high)
        for name, key in lists.memberships(story).items()
        for interval in trace.intervals
    )


@pytest.mark.parametrize(
    ("recipe", "target"),
    [
        ("home", "/"),
        ("section", "section:s1"),
        ("topic", "topic:t1"),
        ("latest", "/fragments/latest.html"),
        ("month", "2026-11"),
        ("notices", "all"),
    ],
)
def test_an_edited_body_reaches_no_page_but_the_storys(
    published: list[AnyRecord], bake: Bake, recipe: str, target: str
) -> None:
    edited = changed(newsroom.full_story(1), body=(newsroom.text("Neu."),))
    assert edited == {"story:a1#page"} or "story:a1#feed" in edited
    assert not edited & set(bake(recipe, target).trace.keys)


def test_an_edited_body_reaches_the_storys_page(published: list[AnyRecord], bake: Bake) -> None:
    edited = changed(newsroom.full_story(1), body=(newsroom.text("Neu."),))
    assert edited & set(bake("story", "story:a1").trace.keys)


def test_a_new_headline_reaches_home_and_archive(published: list[AnyRecord], bake: Bake) -> None:
    edited = changed(newsroom.full_story(1), headline="Anders")
    assert edited & set(bake("home", "/").trace.keys)
    assert edited & set(bake("month", "2026-11").trace.keys)


@pytest.mark.parametrize("asset", ["story:a1", "story:a5", "story:a9", "story:a30"])
def test_publishing_something_new_never_reaches_an_older_story(
    published: list[AnyRecord], bake: Bake, asset: str
) -> None:
    newest = newsroom.full_story(0, topics=("t1", "t2"))
    assert not concerns(bake("story", asset).trace, newest)


def test_publishing_something_new_reaches_fronts_and_fragment(published: list[AnyRecord], bake: Bake) -> None:
    newest = newsroom.full_story(0)
    for recipe, target in [("home", "/"), ("section", "section:s1"), ("latest", "/fragments/latest.html")]:
        assert concerns(bake(recipe, target).trace, newest)
    assert not concerns(bake("section", "section:s2").trace, newest)


def test_an_old_story_reaches_no_full_front(published: list[AnyRecord], bake: Bake) -> None:
    publish(*(newsroom.story(number) for number in range(40, 120)))
    old = newsroom.story(200, hours=2000)
    assert not concerns(bake("latest", "/fragments/latest.html").trace, old)
    assert not concerns(bake("section", "section:s1").trace, old)
    assert concerns(bake("month", "2026-09").trace, old)


def test_a_story_belongs_to_the_month_in_the_sites_zone(bake: Bake) -> None:
    late = newsroom.story(1, published=newsroom.NOW.replace(month=10, day=31, hour=23, minute=30))
    publish(newsroom.POLITICS, late)
    assert bake("month", "2026-11").output is not None
    assert bake("month", "2026-10").output is None


def test_the_list_of_months_holds_those_with_stories(published: list[AnyRecord], bake: Bake) -> None:
    output = bake("archive", "all").output
    assert output is not None
    text = output.body.decode()
    assert text.index("November 2026") < text.index("Oktober 2026")
    assert "September 2026" not in text


@pytest.mark.parametrize("name", ["words", "media"])
def test_a_picture_reaches_pages_by_what_was_changed(
    published: list[AnyRecord], bake: Bake, name: str
) -> None:
    picture = newsroom.PICTURE
    others: dict[str, dict[str, Any]] = {"words": {"caption": "Anders"}, "media": {"focus": (0.1, 0.1)}}
    edited = FACET_SET.changed("picture", "picture:b1", picture, replace(picture, **others[name]))
    assert edited == [f"picture:b1#{name}"]
    assert set(edited) <= set(bake("story", "story:a1").trace.keys)


def test_only_the_home_ages_by_itself(published: list[AnyRecord], bake: Bake) -> None:
    for recipe, target in [("story", "story:a1"), ("section", "section:s1"), ("topic", "topic:t1")]:
        assert bake(recipe, target).trace.until is None


def test_two_bakes_are_the_same_bytes(published: list[AnyRecord], bake: Bake) -> None:
    assert bake("home", "/") == bake("home", "/")
    assert bake("story", "story:a1") == bake("story", "story:a1")
