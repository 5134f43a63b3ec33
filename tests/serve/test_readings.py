"""What is counted of readings, what is not, and what is written down."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.kernel import clock
from broadsheet.serve import logs
from broadsheet.serve.app import ReadersApplication, create_app
from broadsheet.serve.config import ServeConfig
from broadsheet.serve.folder import Folder
from broadsheet.serve.readings import KEPT, Counting, Readings
from broadsheet.serve.shelf import Shelf
from tests.serve.client import Site

NOON = datetime(2026, 11, 22, 12, 20, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = "/politik/haushalt-a1/"


@pytest.fixture
def time() -> Iterator[clock.ManualClock]:
    manual = clock.ManualClock(NOON)
    with clock.using(manual):
        yield manual


@pytest.fixture
def readings(tmp_path: Path) -> Readings:
    return Readings(tmp_path / "readings")


@pytest.fixture
def counting(time: clock.ManualClock, readings: Readings) -> Counting:
    return Counting(readings)


@pytest.fixture
def site(tmp_path: Path, counting: Counting) -> Site:
    folders = Folder(tmp_path / "public"), Folder(tmp_path / "answers")
    made = Site(tmp_path, ReadersApplication(*folders, Shelf(1_000_000), counting))
    made.write("public/politik/haushalt-a1/index.html", "<p>Haushalt</p>")
    made.write("public/fragments/latest.html", "<p>Neu</p>")
    made.write("public/feed.xml", "<rss/>")
    return made


def counted(counting: Counting, readings: Readings) -> dict[str, int]:
    counting.write()
    return dict(readings.since(NOON))


def test_each_reading_of_a_page_counts_one(site: Site, counting: Counting, readings: Readings) -> None:
    answer = site.get(PAGE, user_agent=BROWSER)
    again = site.get(PAGE, user_agent=BROWSER, if_none_match=answer.headers["etag"])
    assert (answer.status, again.status) == (200, 304)
    assert counted(counting, readings) == {PAGE: 2}


@pytest.mark.parametrize("path", ["/fragments/latest.html", "/feed.xml", "/nicht/da/", "/healthz"])
def test_nothing_but_pages_is_counted(site: Site, counting: Counting, readings: Readings, path: str) -> None:
    site.get(path, user_agent=BROWSER)
    assert counted(counting, readings) == {}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"user_agent": "curl/8.5"},
        {"user_agent": "Mozilla/5.0 (compatible; Searchbot/2.1; +https://search.example/bot)"},
        {"user_agent": BROWSER, "sec_purpose": "prefetch"},
    ],
)
def test_machines_and_what_is_only_fetched_ahead_do_not_count(
    site: Site, counting: Counting, readings: Readings, headers: dict[str, str]
) -> None:
    assert site.get(PAGE, **headers).status == 200
    assert counted(counting, readings) == {}


def test_asking_for_the_head_is_no_reading(site: Site, counting: Counting, readings: Readings) -> None:
    assert site.ask("HEAD", PAGE, user_agent=BROWSER).status == 200
    assert counted(counting, readings) == {}


def test_what_is_written_says_hour_page_and_sum_alone(site: Site, counting: Counting) -> None:
    site.get(PAGE, user_agent=BROWSER, x_forwarded_for="203.0.113.9", cookie="id=77")
    counting.write()
    (file,) = (site.folder / "readings").iterdir()
    assert file.name.startswith("2026112212-")
    assert file.read_text() == '{"/politik/haushalt-a1/":1}'


def test_the_sums_of_an_hour_grow_and_each_hour_has_its_own(
    time: clock.ManualClock, counting: Counting, readings: Readings
) -> None:
    for minutes in (0, 20, 40):
        counting.note(PAGE)
        counting.write()
        time.advance(timedelta(minutes=minutes))
    assert readings.since(NOON)[PAGE] == 3
    time.advance(timedelta(hours=1))
    counting.note(PAGE)
    counting.write()
    assert readings.since(NOON)[PAGE] == 4
    assert readings.since(time.now())[PAGE] == 1


def test_two_processes_count_side_by_side(readings: Readings, time: clock.ManualClock) -> None:
    for process in (Counting(readings), Counting(readings)):
        process.note(PAGE)
        process.write()
    assert readings.since(NOON)[PAGE] == 2


def test_old_hours_are_deleted(
    time: clock.ManualClock, counting: Counting, readings: Readings, tmp_path: Path
) -> None:
    counting.note(PAGE)
    counting.write()
    time.advance(KEPT + timedelta(hours=1))
    counting.note("/anders/")
    counting.write()
    assert [file.name[:10] for file in (tmp_path / "readings").iterdir()] == ["2026112413"]


def test_a_damaged_file_is_left_out_and_named(
    readings: Readings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    readings.write(NOON, "one", {PAGE: 3})
    (tmp_path / "readings/2026112212-two.json").write_text('{"/politik/')
    with caplog.at_level(logging.WARNING):
        assert readings.since(NOON) == {PAGE: 3}
    assert "2026112212-two.json" in caplog.text


def test_a_folder_that_takes_no_file_stops_no_reader(
    site: Site, counting: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    (site.folder / "readings").write_text("in the way")
    assert site.get(PAGE, user_agent=BROWSER).status == 200
    counting.write()
    assert "cannot be written down" in caplog.text


def test_it_can_be_switched_off(tmp_path: Path) -> None:
    folders = tmp_path / "public", tmp_path / "answers", ServeConfig(count_readings=False)
    assert create_app(*folders, tmp_path / "readings")._counting is None
    assert create_app(*folders[:2], ServeConfig(), tmp_path / "readings")._counting is not None


def test_another_servers_log_is_counted_by_the_hour() -> None:
    sums, odd = logs.count(
        [
            f"2026-11-22T14:05:09+01:00 GET 200 {PAGE}",
            f"2026-11-22T13:59:59+00:00 GET 304 {PAGE}index.html",  # as nginx's $uri has it by then
            f"2026-11-22T14:59:59+00:00 GET 200 {PAGE}",
            f"2026-11-22T14:59:59+00:00 GET 404 {PAGE}",
            f"2026-11-22T14:59:59+00:00 HEAD 200 {PAGE}",
            "2026-11-22T14:59:59+00:00 GET 200 /../etc/",
            "2026-11-22T14:59:59+00:00 GET 200 /feed.xml",
            f"2026-11-22T14:59:59 GET 200 {PAGE}",
            '203.0.113.9 - - [22/Nov/2026:14:05:09 +0100] "GET / HTTP/1.1" 200 512',
        ]
    )
    assert {hour.hour: dict(paths) for hour, paths in sums.items()} == {13: {PAGE: 2}, 14: {PAGE: 1}}
    assert odd == 2
