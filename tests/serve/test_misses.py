"""Misses, redirects, what is gone, and what goes wrong."""

from __future__ import annotations

import gzip
import json
import logging
import shutil

import pytest

from tests.serve.client import Site

GONE = {"status": 410, "body": "<!doctype html><title>Zurückgezogen</title>"}


def test_a_miss_gets_the_sites_own_page(site: Site) -> None:
    page = b"<!doctype html><title>Nicht gefunden</title>" + b" " * 500
    site.write("public/404.html.gz", gzip.compress(page))
    site.write("public/404.html", page)
    answer = site.get("/nirgends/")
    assert (answer.status, answer.body) == (404, page)
    assert answer.headers["cache-control"] == "public, max-age=10"
    assert "etag" not in answer.headers
    packed = site.get("/nirgends/", accept_encoding="gzip")
    assert gzip.decompress(packed.body) == page


def test_the_page_for_misses_is_itself_a_miss(site: Site) -> None:
    site.write("public/404.html", "nicht gefunden")
    assert site.get("/404.html").status == 404


def test_a_miss_without_any_folder_gets_a_plain_page(site: Site) -> None:
    answer = site.get("/politik/")
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_a_miss_answers_head_without_content(site: Site) -> None:
    assert site.ask("HEAD", "/nirgends/").body == b""


def test_folders_may_vanish_and_come_back(site: Site) -> None:
    site.write("public/politik/index.html", "da")
    assert site.get("/politik/").status == 200
    shutil.move(site.folder / "public", site.folder / "away")
    assert site.get("/politik/").status == 404
    shutil.move(site.folder / "away", site.folder / "public")
    assert site.get("/politik/").status == 200


def test_a_moved_page_redirects(site: Site) -> None:
    site.write("answers/a/b/index.json", json.dumps({"status": 301, "location": "/wirtschaft/ä-2/"}))
    answer = site.get("/a/b/?x=1")
    assert answer.status == 301
    assert answer.headers["location"] == "/wirtschaft/%C3%A4-2/"
    assert answer.headers["cache-control"] == "public, max-age=10"
    assert answer.headers["content-length"] == str(len(answer.body))


def test_a_moved_file_redirects(site: Site) -> None:
    site.write("answers/old.xml.json", json.dumps({"status": 301, "location": "/feed.xml"}))
    assert site.get("/old.xml").headers["location"] == "/feed.xml"


def test_a_retracted_page_is_gone_with_its_notice(site: Site) -> None:
    site.write("answers/a/index.json", json.dumps(GONE))
    answer = site.get("/a/")
    assert (answer.status, answer.text) == (410, GONE["body"])
    assert "content-security-policy" in answer.headers


def test_a_file_wins_over_an_answer(site: Site) -> None:
    site.write("answers/a/index.json", json.dumps(GONE))
    site.write("public/a/index.html", "wieder da")
    assert site.get("/a/").text == "wieder da"


def test_an_answer_is_seen_as_soon_as_the_file_is_removed(site: Site) -> None:
    path = site.write("public/a/index.html", "da")
    assert site.get("/a/").status == 200
    site.write("answers/a/index.json", json.dumps(GONE))
    path.unlink()
    assert site.get("/a/").status == 410


@pytest.mark.parametrize("target", ["/a/index.json", "/a/index", "/a/index/", "/old.xml.json"])
def test_the_files_of_answers_are_not_reachable(site: Site, target: str) -> None:
    site.write("answers/a/index.json", json.dumps(GONE))
    site.write("answers/old.xml.json", json.dumps(GONE))
    assert site.get(target).status == 404


def test_a_missing_slash_is_added(site: Site) -> None:
    site.write("public/polit ik/index.html", "da")
    site.write("answers/alt/index.json", json.dumps(GONE))
    answer = site.get("/polit%20ik?q=1")
    assert (answer.status, answer.headers["location"]) == (301, "/polit%20ik/")
    assert site.get("/alt").headers["location"] == "/alt/"
    assert site.get("/nirgends").status == 404


def test_an_index_file_has_one_address(site: Site) -> None:
    site.write("public/politik/index.html", "da")
    assert site.get("/politik/index.html").headers["location"] == "/politik/"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        '{"status": 301}',
        '{"status": 301, "location": "https://evil.example/"}',
        '{"status": 301, "location": "//evil.example/"}',
        '{"status": 301, "location": "/\\\\evil.example/"}',
        '{"status": 301, "location": "/a\\r\\nset-cookie: a=b"}',
        '{"status": 200, "body": "x"}',
    ],
)
def test_an_unusable_answer_is_a_plain_failure_with_a_log_line(
    site: Site, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.write("answers/a/index.json", answer)
    with caplog.at_level(logging.ERROR):
        reply = site.get("/a/")
    assert reply.status == 500
    assert str(site.folder) not in reply.text
    assert "press bake" in caplog.text
