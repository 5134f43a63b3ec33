"""Conditional requests and ranges."""

from __future__ import annotations

import gzip
import os

import pytest

from broadsheet.serve.headers import http_date
from tests.serve.client import Site

MODIFIED = 1_794_000_000
PICTURE = bytes(range(256)) * 8


@pytest.fixture
def page(site: Site) -> Site:
    body = b"<p>Nachricht</p>" * 200
    site.write("public/a/index.html.gz", gzip.compress(body))
    os.utime(site.write("public/a/index.html", body), (MODIFIED, MODIFIED))
    os.utime(site.write("public/media/p.webp", PICTURE), (MODIFIED, MODIFIED))
    return site


def test_a_page_that_the_reader_has_is_not_sent_again(page: Site) -> None:
    first = page.get("/a/", accept_encoding="gzip")
    again = page.get("/a/", accept_encoding="gzip", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "cache-control", "vary", "last-modified"):
        assert again.headers[name] == first.headers[name]
    assert "content-encoding" not in again.headers


@pytest.mark.parametrize("form", ["*", "W/{tag}", '"x", {tag}', '"a,b",W/{tag} , "c"'])
def test_tags_are_compared_weakly_in_any_form(page: Site, form: str) -> None:
    tag = page.get("/a/").headers["etag"]
    assert page.get("/a/", if_none_match=form.format(tag=tag)).status == 304


def test_the_tag_of_another_encoding_does_not_match(page: Site) -> None:
    tag = page.get("/a/", accept_encoding="gzip").headers["etag"]
    assert page.get("/a/", if_none_match=tag).status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (http_date(MODIFIED), 304),
        (http_date(MODIFIED + 1), 304),
        (http_date(MODIFIED - 1), 200),
        ("yesterday", 200),
        ("Mon, 99 Foo 2026", 200),
        ("", 200),
    ],
)
def test_a_date_is_compared_if_there_is_no_tag(page: Site, since: str, status: int) -> None:
    assert page.get("/a/", if_modified_since=since).status == status
    assert page.get("/a/", if_modified_since=since, if_none_match='"other"').status == 200


def test_a_precondition_that_does_not_hold_fails(page: Site) -> None:
    tag = page.get("/a/").headers["etag"]
    assert page.get("/a/", if_match='"other"').status == 412
    assert page.get("/a/", if_match=f"W/{tag}").status == 412
    assert page.get("/a/", if_match=tag).status == 200
    assert page.get("/a/", if_unmodified_since=http_date(MODIFIED - 1)).status == 412
    assert page.get("/a/", if_unmodified_since=http_date(MODIFIED)).status == 200


@pytest.mark.parametrize(
    ("value", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=2000-", 2000, 2048),
        ("bytes=-48", 2000, 2048),
        ("bytes=2040-99999", 2040, 2048),
        ("bytes=-99999", 0, 2048),
        ("Bytes=1-2", 1, 3),
    ],
)
def test_a_range_of_a_picture_is_sent(page: Site, value: str, start: int, stop: int) -> None:
    answer = page.get("/media/p.webp", range=value)
    assert (answer.status, answer.body) == (206, PICTURE[start:stop])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/2048"
    assert answer.headers["content-length"] == str(stop - start)


@pytest.mark.parametrize("value", ["bytes=2048-", "bytes=5000-6000", "bytes=-0", f"bytes={'9' * 4000}-"])
def test_a_range_beyond_the_end_is_refused(page: Site, value: str) -> None:
    answer = page.get("/media/p.webp", range=value)
    assert (answer.status, answer.headers["content-range"]) == (416, "bytes */2048")


@pytest.mark.parametrize(
    "value", ["bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes"]
)
def test_a_range_that_is_none_gets_the_whole(page: Site, value: str) -> None:
    answer = page.get("/media/p.webp", range=value)
    assert (answer.status, answer.body) == (200, PICTURE)


def test_a_range_is_not_for_pages_nor_for_head(page: Site) -> None:
    assert page.get("/a/", range="bytes=0-1").status == 200
    assert page.ask("HEAD", "/media/p.webp", range="bytes=0-1").status == 200
    assert page.get("/media/p.webp").headers["accept-ranges"] == "bytes"
    assert "accept-ranges" not in page.get("/a/").headers


def test_a_range_of_an_older_version_gets_the_whole_new_one(page: Site) -> None:
    tag = page.get("/media/p.webp").headers["etag"]
    for condition, status in (
        (tag, 206),
        (f"W/{tag}", 200),
        ('"old"', 200),
        (http_date(MODIFIED), 206),
        (http_date(MODIFIED + 1), 200),
    ):
        assert page.get("/media/p.webp", range="bytes=0-9", if_range=condition).status == status


def test_a_large_recording_is_sent_from_the_file(page: Site) -> None:
    film = os.urandom(1_300_000)
    page.write("public/media/f.mp4", film)
    whole = page.get("/media/f.mp4")
    assert whole.body == film
    assert whole.headers["content-length"] == str(len(film))
    part = page.get("/media/f.mp4", range="bytes=300000-1200000")
    assert (part.status, part.body) == (206, film[300_000:1_200_001])
    tag = whole.headers["etag"]
    assert page.get("/media/f.mp4", if_none_match=tag).status == 304
    assert page.ask("HEAD", "/media/f.mp4").headers == whole.headers
    assert page.get("/media/f.mp4", range="bytes=1300000-").status == 416
    assert page.app._shelf.used == 0
