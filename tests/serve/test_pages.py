"""What a reader gets for a plain file."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

import pytest

from broadsheet.serve.subscribing import Hub
from tests.serve.client import Site, brotlied, settle

PAGE = b"<!doctype html><title>Politik</title>" + b"<p>Nachricht</p>" * 200


def write_page(site: Site, body: bytes = PAGE) -> None:
    site.write("public/politik/index.html.gz", gzip.compress(body))
    site.write("public/politik/index.html.br", brotlied(body))
    site.write("public/politik/index.html", body)


def test_a_page_is_its_index_file(site: Site) -> None:
    write_page(site)
    answer = site.get("/politik/")
    assert (answer.status, answer.body) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-length"] == str(len(PAGE))


def test_the_front_is_the_folders_index(site: Site) -> None:
    site.write("public/index.html", "front")
    assert site.get("/").text == "front"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("politik/feed.xml", "application/rss+xml; charset=utf-8"),
        ("feed.atom", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("api/latest.json", "application/json"),
        ("site.webmanifest", "application/manifest+json"),
        ("assets/style.1a2b.css", "text/css; charset=utf-8"),
        ("assets/islands.1a2b.js", "text/javascript; charset=utf-8"),
        ("media/a.webp", "image/webp"),
        ("media/a.avif", "image/avif"),
        ("media/A.JPG", "image/jpeg"),
        ("media/a.png", "image/png"),
        ("media/a.svg", "image/svg+xml; charset=utf-8"),
        ("assets/text.woff2", "font/woff2"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("favicon.ico", "image/x-icon"),
        ("media/a.mp3", "audio/mpeg"),
        ("media/a.mp4", "video/mp4"),
        ("media/a.pdf", "application/pdf"),
        ("media/a.vtt", "text/vtt; charset=utf-8"),
        ("media/a", "application/octet-stream"),
    ],
)
def test_the_type_follows_from_the_name(site: Site, name: str, kind: str) -> None:
    site.write(f"public/{name}", "x")
    assert site.get(f"/{name}").headers["content-type"] == kind


def test_head_has_the_same_fields_and_no_content(site: Site) -> None:
    write_page(site)
    whole, head = site.get("/politik/"), site.ask("HEAD", "/politik/")
    assert head.status == 200
    assert head.headers == whole.headers
    assert head.body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get", "BREW"])
def test_other_methods_are_refused(site: Site, method: str) -> None:
    write_page(site)
    answer = site.ask(method, "/politik/")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip")])
def test_an_encoding_that_is_accepted_is_sent(site: Site, accepted: str, encoding: str) -> None:
    write_page(site)
    answer = site.get("/politik/", accept_encoding=accepted)
    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert len(answer.body) < len(PAGE)


def test_every_encoding_has_its_own_strong_tag(site: Site) -> None:
    write_page(site)
    tags = [site.get("/politik/", accept_encoding=e).headers["etag"] for e in ("br", "gzip", "identity")]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') for tag in tags)


def test_a_file_without_encodings_does_not_vary(site: Site) -> None:
    site.write("public/robots.txt", "User-agent: *\n")
    answer = site.get("/robots.txt", accept_encoding="br, gzip")
    assert "vary" not in answer.headers
    assert "content-encoding" not in answer.headers


def test_nothing_acceptable_is_406(site: Site) -> None:
    site.write("public/robots.txt", "User-agent: *\n")
    assert site.get("/robots.txt", accept_encoding="br, identity;q=0").status == 406


@pytest.mark.parametrize(
    "stale",
    [gzip.compress(PAGE[:-1] + b"!", mtime=0), b"no gzip", gzip.compress(PAGE, mtime=0)[:-4], b""],
    ids=["another page's", "no gzip", "cut off", "empty"],
)
def test_a_neighbour_of_another_version_is_not_used(
    site: Site, stale: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    write_page(site)
    site.write("public/politik/index.html.gz", stale)
    settle(site.folder / "public/politik/index.html")
    with caplog.at_level(logging.WARNING):
        answer = site.get("/politik/", accept_encoding="gzip")
        site.get("/politik/", accept_encoding="br")
    assert answer.body == PAGE
    assert caplog.text.count("index.html.gz") == 1


def test_a_stale_brotli_neighbour_is_not_used(site: Site) -> None:
    write_page(site)
    site.write("public/politik/index.html.br", brotlied(PAGE + b"more"))
    assert site.get("/politik/", accept_encoding="br").body == PAGE


def test_a_brotli_neighbour_of_a_large_page_is_used(site: Site) -> None:
    body = bytes(range(256)) * 4000
    write_page(site, body)
    assert site.get("/politik/", accept_encoding="br").headers["content-encoding"] == "br"


def test_hashed_names_are_kept_for_ever_and_pages_for_seconds(site: Site) -> None:
    write_page(site)
    site.write("public/assets/style.1a2b.css", "a{}")
    site.write("public/media/1a2b.webp", "x")
    for target in ("/assets/style.1a2b.css", "/media/1a2b.webp"):
        assert site.get(target).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert site.get("/politik/").headers["cache-control"] == "public, max-age=10, stale-while-revalidate=60"


def test_pages_are_protected(site: Site) -> None:
    write_page(site)
    headers = site.get("/politik/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "geolocation=()" in headers["permissions-policy"]


def test_a_drawing_cannot_run_scripts(site: Site) -> None:
    site.write("public/media/a.svg", "<svg/>")
    assert "sandbox" in site.get("/media/a.svg").headers["content-security-policy"]


def test_cookies_and_queries_change_nothing(site: Site) -> None:
    write_page(site)
    plain = site.get("/politik/")
    odd = site.get("/politik/?utm=<script>", cookie="session=1", accept_language="en", user_agent="x")
    assert odd == plain
    assert "set-cookie" not in odd.headers


def test_health_says_whether_there_is_something_to_read(site: Site) -> None:
    assert site.get("/healthz").status == 503
    site.write("public/index.html", "Titelseite")
    answer = site.get("/healthz")
    assert (answer.status, answer.text) == (200, '{"status":"ok"}')
    assert answer.headers["cache-control"] == "no-store"


def test_the_answer_of_a_feed_says_where_to_subscribe(tmp_path: Path) -> None:
    hub = Hub("https://hub.example/", "https://zeitung.example")
    made, without = Site.make(tmp_path, hub=hub), Site.make(tmp_path)
    for name in ("feed.xml", "politik/feed.atom", "thema/hafen/feed.json", "feeds.opml", "seite/index.html"):
        made.write(f"public/{name}", "<x/>" * 400)
    made.write("public/feed.xml.gz", gzip.compress(b"<x/>" * 400))
    for path in ("/feed.xml", "/politik/feed.atom", "/thema/hafen/feed.json"):
        said = f'<https://hub.example/>; rel="hub", <https://zeitung.example{path}>; rel="self"'
        first = made.get(path, accept_encoding="gzip")
        again = made.get(path, accept_encoding="gzip", if_none_match=first.headers["etag"])
        assert (first.status, again.status) == (200, 304)
        assert first.headers["link"] == again.headers["link"] == said
        assert made.ask("HEAD", path).headers["link"] == said
        assert "link" not in without.get(path).headers
    for path in ("/feeds.opml", "/seite/", "/gibt/es/nicht/feed.xml"):
        assert "link" not in made.get(path).headers
