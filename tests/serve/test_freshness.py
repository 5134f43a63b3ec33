"""A change is seen within a millisecond, and whole; memory stays within its bound."""

from __future__ import annotations

import gzip
import os
import threading
from datetime import timedelta
from pathlib import Path

import brotli
import pytest

from broadsheet.kernel import clock
from broadsheet.serve.config import ServeConfig
from tests.serve.client import Site, brotlied, look_again, settle

ENCODINGS = {"br": ".br", "gzip": ".gz"}


def version(number: int) -> bytes:
    return f"<p>Fassung {number:06}</p>".encode() * 300


def publish(site: Site, number: int) -> None:
    """Encodings first, then the identity, each by rename."""
    body = version(number)
    site.write("public/a/index.html.gz", gzip.compress(body, 1))
    site.write("public/a/index.html.br", brotlied(body))
    site.write("public/a/index.html", body)


def test_a_new_version_is_seen(site: Site) -> None:
    for number in range(30):
        publish(site, number)
        assert site.get("/a/").body == version(number)


def test_a_version_of_the_same_size_and_time_is_seen(site: Site) -> None:
    for number in range(2):
        path = site.write("public/a/index.html", version(number))
        os.utime(path, (1_794_000_000, 1_794_000_000))
        settle(path)
        assert site.get("/a/").body == version(number)


def test_a_settled_page_is_read_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(site, 1)
    settle(site.folder / "public/a/index.html")
    site.get("/a/")

    def refuse(*_: object) -> None:
        raise AssertionError("the page was read again")

    monkeypatch.setattr(site.app._public, "open", refuse)
    assert site.get("/a/").body == version(1)


def test_a_removed_page_is_a_miss(site: Site) -> None:
    path = site.write("public/a/index.html", "da")
    settle(path)
    assert site.get("/a/").status == 200
    path.unlink()
    look_again()
    assert site.get("/a/").status == 404


def test_requests_of_the_same_millisecond_share_one_look_at_the_file(site: Site) -> None:
    path = site.write("public/a/index.html", "alt")
    settle(path)
    moment = clock.ManualClock(clock.now())
    with clock.using(moment):
        assert [site.get("/a/").text for _ in range(2)] == ["alt", "alt"]  # read, then looked at
        site.write("public/a/index.html", "neu")
        moment.advance(timedelta(microseconds=900))
        assert site.get("/a/").text == "alt"
        moment.advance(timedelta(microseconds=200))
        assert site.get("/a/").text == "neu"


def test_readers_never_see_a_mixture_while_versions_are_renamed(site: Site) -> None:
    publish(site, 0)
    done = threading.Event()

    def press() -> None:
        for number in range(1, 120):
            publish(site, number)
        done.set()

    thread = threading.Thread(target=press)
    thread.start()
    seen: dict[str, bytes] = {}
    bodies = set()
    while not done.is_set():
        for accepted in ("br", "gzip", "identity"):
            answer = site.get("/a/", accept_encoding=accepted)
            assert answer.status == 200
            assert answer.headers["content-length"] == str(len(answer.body))
            # A strong tag names one sequence of bytes for ever.
            assert seen.setdefault(answer.headers["etag"], answer.body) == answer.body
            bodies.add(decoded(answer.body, answer.headers.get("content-encoding")))
    thread.join()
    assert bodies <= {version(number) for number in range(120)}
    assert len(bodies) > 1
    assert site.get("/a/").body == version(119)


def decoded(body: bytes, encoding: str | None) -> bytes:
    if encoding == "br":
        plain: bytes = brotli.decompress(body)
        return plain
    return gzip.decompress(body) if encoding == "gzip" else body


def test_memory_is_bounded_and_the_least_wanted_goes_first(tmp_path: Path) -> None:
    site = Site.make(tmp_path, ServeConfig(memory_megabytes=1))
    for number in range(20):
        settle(site.write(f"public/{number}/index.html", bytes([number]) * 100_000))
    for number in range(20):
        site.get("/0/")
        assert site.get(f"/{number}/").body == bytes([number]) * 100_000
        assert site.app._shelf.used <= 1_000_000
    assert site.app._shelf.get("/0/") is not None
    assert site.app._shelf.get("/1/") is None


def test_a_page_larger_than_the_memory_is_still_served(tmp_path: Path) -> None:
    site = Site.make(tmp_path, ServeConfig(memory_megabytes=1))
    settle(site.write("public/a/index.html", b"x" * 1_500_000))
    assert len(site.get("/a/").body) == 1_500_000
    assert site.app._shelf.used == 0


def test_every_spelling_of_a_miss_leaves_memory_alone(site: Site) -> None:
    for number in range(50):
        site.get(f"/nirgends-{number}/?{number}")
    assert site.app._shelf.used == 0
