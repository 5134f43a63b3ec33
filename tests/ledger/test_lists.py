from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.ledger import lists
from broadsheet.ledger.records import (
    Correction,
    Front,
    Notice,
    Page,
    Person,
    Picture,
    Section,
    SiteSettings,
    Story,
    StoryKind,
    Topic,
)
from tests.ledger.records import MOMENTS, MORNING, STORIES, story


def test_a_story_stands_in_the_lists_of_all_that_it_names() -> None:
    record = story(authors=("ada", "ben"), topics=("klima",))
    assert set(lists.memberships(record)) == {
        "news",
        "section:politik",
        "news:de",
        "genre:news",
        "topic:klima",
        "person:ada",
        "person:ben",
        "word:haushalt",
        "word:beschliesst",
    }


@pytest.mark.parametrize("genre", ["comment", "column"])
def test_opinion_stands_in_its_list_too(genre: StoryKind) -> None:
    assert lists.OPINION in lists.memberships(story(genre=genre))


@pytest.mark.parametrize("genre", ["news", "brief", "analysis", "interview", "reportage"])
def test_what_is_no_opinion_does_not(genre: StoryKind) -> None:
    assert lists.OPINION not in lists.memberships(story(genre=genre))


@given(STORIES)
def test_an_advertorial_stands_in_its_own_list_alone(record: Story) -> None:
    names = set(lists.memberships(record))
    if record.genre == "advertorial":
        assert names == {lists.ADVERTORIALS}
    else:
        assert lists.ADVERTORIALS not in names
        assert lists.NEWS in names


def test_each_correction_has_a_place_of_its_own_and_an_update_has_none() -> None:
    first, second, last = (MORNING + timedelta(hours=hours) for hours in (1, 2, 3))
    update = Correction(at=second, text="c", nature="update")
    record = story(corrections=(Correction(at=last, text="b"), update, Correction(at=first, text="a")))
    places = lists.memberships(record)
    assert {name: key for name, key in places.items() if name.startswith(lists.corrections(""))} == {
        "corrections:1": f"{lists.moment_key(first)}:a",
        "corrections:de:1": f"{lists.moment_key(first)}:a",
        "corrections:2": f"{lists.moment_key(last)}:a",
        "corrections:de:2": f"{lists.moment_key(last)}:a",
    }


def test_an_update_does_not_move_a_story() -> None:
    later = story(updated=MORNING + timedelta(days=1), headline="Rat beschließt Haushalt doch nicht")
    assert lists.memberships(later) == lists.memberships(story())


def test_other_records_stand_in_the_list_of_their_kind() -> None:
    assert lists.memberships(Section(id="p", path="/p/", title="Politik", order=3)) == {
        "sections": "000003:p"
    }
    assert lists.memberships(Topic(id="k", path="/k/", title="Klima")) == {"topics": "klima:k"}
    assert lists.memberships(Person(id="a", path="/a/", name="Ada Lund")) == {"people": "ada lund:a"}
    assert lists.memberships(Page(id="i", path="/i/", role="imprint", title="Impressum")) == {
        "pages": "imprint:impressum:i"
    }
    notice = Notice(id="n", about="story:a", at=MORNING, headline="Zurückgezogen", text="…")
    assert lists.memberships(notice) == {"notices": "20261114T080000000000:n"}


def test_what_nobody_lists_stands_in_none() -> None:
    picture = Picture(
        id="p", blob="0" * 64, media_type="image/png", width=1, height=1, credit="Foto: Ada Lund"
    )
    for record in (
        picture,
        Front(id="home", containers=()),
        SiteSettings(id="site", name="N", publisher="P"),
    ):
        assert lists.memberships(record) == {}


@given(MOMENTS, MOMENTS)
def test_keys_of_moments_sort_as_the_moments_do(one: datetime, other: datetime) -> None:
    assert (lists.moment_key(one) < lists.moment_key(other)) == (one < other)


def test_a_moment_has_one_key_in_all_time_zones() -> None:
    berlin = timezone(timedelta(hours=1))
    assert lists.moment_key(MORNING.astimezone(berlin)) == lists.moment_key(MORNING.astimezone(UTC))


@given(st.text(max_size=400))
def test_a_key_of_text_fits_its_column(text: str) -> None:
    assert len(f"imprint:{lists.text_key(text)}:0123456789") <= 300
