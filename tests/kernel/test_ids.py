from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.kernel import clock, ids

_FIRST, _LAST = datetime(2020, 1, 1), datetime(2150, 1, 1)  # noqa: DTZ001 - Hypothesis adds the zone
MOMENTS = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))


@given(st.lists(MOMENTS, min_size=2, unique_by=lambda moment: int(moment.timestamp())))
def test_ids_sort_by_the_second_in_which_they_were_made(moments: list[datetime]) -> None:
    made = [ids.Ids().new(moment) for moment in sorted(moments)]
    assert made == sorted(made)


@given(MOMENTS, st.integers(2, 300))
def test_ids_of_one_second_are_unique_and_grow(moment: datetime, count: int) -> None:
    maker = ids.Ids()
    made = [maker.new(moment) for _ in range(count)]
    assert all(earlier < later for earlier, later in pairwise(made))


def test_a_second_has_room_for_a_hundred_thousand_ids() -> None:
    last_start = ids.Ids(random=lambda below: below - 1)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    made = {last_start.new(moment) for _ in range(100_000)}
    assert len(made) == 100_000
    assert max(made) < ids.Ids(random=lambda _: 0).new(moment + timedelta(seconds=1))


@given(MOMENTS)
def test_an_id_is_ten_characters_of_the_alphabet(moment: datetime) -> None:
    made = ids.Ids().new(moment)
    assert ids.is_id(made)
    assert len(made) == ids.LENGTH
    assert set(made) <= set(ids.ALPHABET)


def test_the_alphabet_has_no_letters_that_look_like_others() -> None:
    assert not set("ilou") & set(ids.ALPHABET)
    assert list(ids.ALPHABET) == sorted(ids.ALPHABET)


@given(st.integers(0, 2**50 - 1), st.integers(0, 2**50 - 1))
def test_encoding_keeps_the_order(one: int, other: int) -> None:
    assert (ids.encode(one) < ids.encode(other)) == (one < other)


def test_a_moment_before_2020_counts_as_2020() -> None:
    maker = ids.Ids(random=lambda _: 0)
    assert maker.new(datetime(1999, 1, 1, tzinfo=UTC)) == "0000000000"


def test_an_id_is_made_for_now_by_default(manual_clock: clock.ManualClock) -> None:
    first = ids.new_id()
    manual_clock.advance(timedelta(seconds=1))
    assert first < ids.new_id()


@pytest.mark.parametrize("text", ["", "05n9k2xq7", "05n9k2xq7tt", "05N9K2XQ7T", "05n9k2xq7l", "05n9k2xq7t\n"])
def test_what_is_no_id_is_told_apart(text: str) -> None:
    assert not ids.is_id(text)


def test_whoever_starts_the_code_decides_who_makes_the_ids() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with ids.using(ids.Ids(random=lambda _: 7)):
        first = ids.new_id(moment)
    with ids.using(ids.Ids(random=lambda _: 7)):
        assert ids.new_id(moment) == first
