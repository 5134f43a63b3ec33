"""What stands around a story: related ones, its topic's words, what happened so far, what is read most."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from broadsheet.ledger import lists
from broadsheet.ledger.records import Paragraph, Ranking, Run, Story, Topic, asset_of
from broadsheet.site.likeness import REACH
from broadsheet.site.running_story import SHOWN
from tests import newsroom
from tests.site.proof import publish, withdraw
from tests.site.test_reads import Bake, concerns

pytestmark = pytest.mark.django_db

Page = Callable[..., str]
LOCK = "Schleuse am Kanal gesperrt: Kutter warten"


@pytest.fixture(autouse=True)
def house(db: None) -> None:
    publish(newsroom.SETTINGS, newsroom.POLITICS, newsroom.TRADE)


def tell(number: int, headline: str, **changes: Any) -> Story:
    """A story without topics, alone in its section unless `changes` say otherwise."""
    values: dict[str, Any] = {"headline": headline, "topics": (), "related": (), "body": (), "abstract": ""}
    story = newsroom.story(number, **{**values, **changes})
    publish(story)
    return story


def linked(text: str, class_: str) -> list[str]:
    """Ids of the stories in the first element of a class, in their order."""
    part = re.split(r"</(?:section|nav)>", text.partition(f'class="{class_}"')[2])[0]
    return re.findall(r'<a href="/[^"]+-(a\d+)/"', part)


def related(text: str) -> list[str]:
    return linked(text, "strip related")


# ---- likeness ---------------------------------------------------------------------------


def test_what_shares_words_is_related_what_shares_most_first(page: Page) -> None:
    tell(9, "Kutter warten vor der Schleuse am Kanal")
    tell(7, "Kanal bekommt neue Schleuse")
    tell(6, "Theater eröffnet mit Molière")
    tell(5, "Kanal im Theater")
    tell(1, LOCK)
    assert related(page("story", "story:a1")) == ["a9", "a7"]


def test_a_rare_word_counts_more_than_one_of_every_day(page: Page) -> None:
    for number in range(2, 2 + REACH):
        tell(number, f"Landtag berät Nummer {number}", hours=number)
    tell(50, "Schleuse und Kutter", hours=2000)
    tell(51, "Landtag und Kutter", hours=2001)
    tell(1, "Landtag: Schleuse und Kutter")
    assert related(page("story", "story:a1"))[0] == "a50"


def test_topics_come_before_likeness_and_the_editors_before_both(page: Page) -> None:
    publish(Topic(id="t1", path="/thema/hafen/", title="Hafen"))
    tell(9, "Schleuse am Kanal, Kutter und Kanal")
    tell(8, "Ganz anderes", topics=("t1",))
    tell(7, "Noch etwas")
    tell(1, LOCK, topics=("t1",), related=("a7", "a1", "a7"))
    assert related(page("story", "story:a1")) == ["a7", "a8", "a9"]


def test_nothing_twice_nothing_gone_and_no_advertorial(page: Page) -> None:
    tell(9, "Schleuse am Kanal")
    tell(8, LOCK)
    tell(7, LOCK, genre="advertorial", advertiser="Reederei")
    tell(1, LOCK, related=("a7", "a9"))
    withdraw("story:a8")
    text = page("story", "story:a1")
    assert related(text) == ["a9"]
    assert "a9" not in linked(text, "latest")


def test_what_is_published_later_reaches_no_older_page(bake: Bake) -> None:
    for number in range(10, 20):
        tell(number, LOCK)
    later = newsroom.story(1, headline=LOCK, topics=())
    for number in range(10, 20):
        assert not concerns(bake("story", f"story:a{number}").trace, later)


def test_a_page_reads_few_places_however_many_there_are(bake: Bake) -> None:
    for number in range(2, 60):
        tell(number, LOCK, hours=number)
    trace = bake("story", f"story:{tell(1, LOCK).id}").trace
    words = [each for each in trace.intervals if each.list.startswith("word:")]
    assert 0 < len(words) <= 8
    assert all(each.low for each in words)
    old = newsroom.story(70, headline=LOCK, topics=(), hours=70)
    assert not any(each.low <= lists.story_key(old) for each in words)


def test_an_old_story_that_comes_to_share_words_reaches_the_page(bake: Bake) -> None:
    old = tell(9, "Ganz anderes")
    trace = bake("story", f"story:{tell(1, LOCK).id}").trace
    assert not _concerns_by_word(trace, old)
    assert _concerns_by_word(trace, replace(old, headline="Kutter am Kanal"))


def _concerns_by_word(trace: Any, story: Story) -> bool:
    words = replace(story, section="x", language="en", genre="brief")
    return any(
        each.list in lists.memberships(words) and each.list.startswith("word:") for each in trace.intervals
    )


# ---- the topic's own words --------------------------------------------------------------


def test_the_first_topic_that_has_words_of_its_own_is_in_focus(page: Page) -> None:
    publish(
        Topic(id="t1", path="/thema/stumm/", title="Stumm"),
        Topic(id="t2", path="/thema/hafen/", title="Hafen", text="Worum es im Hafen geht."),
    )
    tell(1, LOCK, topics=("t0", "t1", "t2"))
    text = page("story", "story:a1")
    assert "Worum es im Hafen geht." in text
    assert 'id="topic-box-title">Hafen' in text


def test_without_such_words_there_is_no_box(page: Page) -> None:
    publish(Topic(id="t1", path="/thema/stumm/", title="Stumm"))
    tell(1, LOCK, topics=("t1",))
    assert 'class="topic-box"' not in page("story", "story:a1")


# ---- what happened so far ---------------------------------------------------------------


def chain(length: int) -> None:
    """Story 1 is the last; each follows the one that is an hour older."""
    for number in range(length, 0, -1):
        before = tuple(f"a{each}" for each in range(number + 1, length + 1))[:12]
        tell(number, f"Teil {number}", follows=before)


def test_the_chain_is_told_in_the_order_of_time(page: Page) -> None:
    chain(4)
    assert linked(page("story", "story:a1"), "so-far") == ["a4", "a3", "a2"]
    assert linked(page("story", "story:a2"), "so-far") == ["a4", "a3"]
    assert 'class="so-far"' not in page("story", "story:a4")


def test_a_long_chain_leads_on_to_where_it_began(page: Page) -> None:
    chain(SHOWN + 4)
    text = page("story", "story:a1")
    assert linked(text, "so-far") == [f"a{each}" for each in range(SHOWN + 1, 1, -1)]
    assert f'href="/politik/meldung-a{SHOWN + 1}/#so-far">Was davor geschah' in text
    assert linked(page("story", f"story:a{SHOWN + 1}"), "so-far") == ["a10", "a9", "a8"]


def test_a_chain_that_just_fits_leads_nowhere(page: Page) -> None:
    chain(SHOWN + 1)
    assert "Was davor geschah" not in page("story", "story:a1")


def test_what_was_taken_back_vanishes_and_the_rest_stays(page: Page) -> None:
    chain(5)
    withdraw("story:a2")
    withdraw("story:a4")
    assert linked(page("story", "story:a1"), "so-far") == ["a5", "a3"]


def test_a_new_story_in_the_chain_reaches_no_older_page_of_it(bake: Bake) -> None:
    chain(3)
    newest = newsroom.story(0, headline="Teil 0", topics=(), follows=("a1", "a2", "a3"))
    for number in (1, 2, 3):
        trace = bake("story", f"story:a{number}").trace
        assert not concerns(trace, newest)
        assert f"{asset_of(newest)}#step" not in trace.keys


def test_a_circle_of_the_past_ends(page: Page) -> None:
    tell(3, "Teil 3", follows=("a2",))
    tell(2, "Teil 2", follows=("a3",))
    tell(1, "Teil 1", follows=("a2",))
    assert linked(page("story", "story:a1"), "so-far") == ["a3", "a2"]
    assert linked(page("story", "story:a2"), "so-far") == ["a3"]


def test_what_the_chain_names_is_not_named_as_related_again(page: Page) -> None:
    tell(3, LOCK)
    tell(2, LOCK, follows=("a3",))
    tell(1, LOCK, follows=("a2", "a3"))
    text = page("story", "story:a1")
    assert linked(text, "so-far") == ["a3", "a2"]
    assert related(text) == []


# ---- what is read most ------------------------------------------------------------------


def most_read(page: Page) -> list[str]:
    return re.findall(r'<a href="/[^"]+-(a\d+)/"', page("most_read", "/fragments/most-read.html"))


def test_the_box_is_empty_as_long_as_nobody_counts(page: Page) -> None:
    tell(1, LOCK)
    assert "<article" not in page("most_read", "/fragments/most-read.html")


def test_the_box_has_the_rankings_order_without_what_is_gone_or_paid(page: Page) -> None:
    for number in range(1, 10):
        tell(number, f"Meldung {number}")
    tell(4, "Reklame", genre="advertorial", advertiser="Reederei")
    publish(Ranking(id="read", stories=("a3", "a9", "a4", "a1", "a2", "a5", "a6", "a7", "a8")))
    withdraw("story:a9")
    assert most_read(page) == ["a3", "a1", "a2", "a5", "a6", "a7"]


def test_another_ranking_reaches_the_box_and_no_story(bake: Bake) -> None:
    tell(1, LOCK)
    publish(Ranking(id="read", stories=("a1",)))
    key = "ranking:read#page"
    assert key in bake("most_read", "/fragments/most-read.html").trace.keys
    assert key not in bake("story", "story:a1").trace.keys


def test_nothing_of_it_stands_around_an_advertorial(page: Page) -> None:
    tell(1, LOCK, genre="advertorial", advertiser="Reederei", follows=("a2",))
    tell(2, LOCK, body=(Paragraph(text=(Run(text=LOCK),)),))
    text = page("story", "story:a1")
    assert not {"so-far", "most-read", "related"} & set(re.findall(r'class="(?:strip )?([\w-]+)"', text))
