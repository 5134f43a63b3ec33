"""From sums of readings to the ranking in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.kernel import clock
from broadsheet.ledger import journal, state
from broadsheet.ledger.records import Ranking
from broadsheet.project.ranking import RANKED, Ranker, rank
from broadsheet.serve.readings import Readings
from tests.site.proof import POLITICS, publish, story, withdraw

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def time() -> Iterator[clock.ManualClock]:
    manual = clock.ManualClock(NOW)
    with clock.using(manual):
        yield manual


@pytest.fixture
def readings(tmp_path: Path) -> Readings:
    return Readings(tmp_path)


def ranking() -> tuple[str, ...] | None:
    record = state.get("ranking:read")
    return record.stories if isinstance(record, Ranking) else None


def read(readings: Readings, *counts: tuple[int, int], hours: int = 0) -> None:
    sums = {story(number).path: count for number, count in counts}
    readings.write(NOW - timedelta(hours=hours), f"h{hours}", {"/": 900, "/politik/": 80, **sums})


def test_stories_stand_by_how_often_they_were_read_of_equals_the_newest_first(readings: Readings) -> None:
    publish(POLITICS, *(story(number) for number in (1, 2, 3, 4)))
    read(readings, (1, 5), (2, 9), (3, 5))
    read(readings, (1, 1), (3, 1), (4, 30), hours=1)
    assert rank(readings)
    assert ranking() == ("a4", "a2", "a3", "a1")


def test_only_the_last_day_counts(readings: Readings) -> None:
    publish(POLITICS, story(1), story(2))
    read(readings, (1, 50), hours=25)
    read(readings, (2, 1), hours=23)
    rank(readings)
    assert ranking() == ("a2",)


def test_advertorials_and_what_was_taken_back_are_left_out(readings: Readings) -> None:
    publish(POLITICS, story(1), story(2, genre="advertorial", advertiser="Reederei"), story(3))
    withdraw("story:a3")
    read(readings, (1, 1), (2, 90), (3, 90))
    rank(readings)
    assert ranking() == ("a1",)


def test_readings_at_an_old_address_count_for_the_story(readings: Readings) -> None:
    publish(POLITICS, story(1), story(2))
    publish(story(1, path="/politik/anders-a1/"))
    readings.write(NOW, "x", {"/politik/meldung-a1/": 2, "/politik/anders-a1/": 2, "/politik/meldung-a2/": 3})
    rank(readings)
    assert ranking() == ("a1", "a2")


def test_without_counts_nothing_is_written_down(readings: Readings) -> None:
    assert not rank(readings)
    assert journal.head() == 0


def test_the_same_ranking_is_written_down_once_and_ends_when_nobody_counts(
    readings: Readings, time: clock.ManualClock
) -> None:
    publish(POLITICS, story(1))
    read(readings, (1, 3))
    ranker, head = Ranker(readings), journal.head()
    for _ in range(8):
        ranker()
        time.advance(timedelta(minutes=5))
    assert journal.head() == head + 1
    time.advance(timedelta(hours=26))
    ranker()
    assert ranking() == ()


def test_a_ranking_is_no_longer_than_needed(readings: Readings) -> None:
    publish(POLITICS, *(story(number) for number in range(1, RANKED + 6)))
    read(readings, *((number, number) for number in range(1, RANKED + 6)))
    rank(readings)
    assert len(ranking() or ()) == RANKED
