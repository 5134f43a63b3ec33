"""Requests, and what every server of the readers' folders answers to them (RFC 9110).

One table for the built-in server and for those that read the folder themselves. Where these differ
and may, a case says so, with what they answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from broadsheet.press.recipe import Output

WORDS: Final = "Der Rat berät am Abend über den Haushalt. " * 60
PAGE: Final = f"<!doctype html><title>Titel</title><p>{WORDS}</p>".encode()
STYLES: Final = f"/* {WORDS} */ body {{ color: black }}".encode()
FILM: Final = bytes(range(256)) * 5_000
"""Larger than what the built-in server holds in memory."""

OUTPUTS: Final[Sequence[Output]] = [
    Output("/", PAGE),
    Output("/politik/", PAGE),
    Output("/politik/haushalt-05n9k2xq7t/", PAGE),
    Output("/kurz/", b"<!doctype html><title>Kurz</title>"),
    Output("/404.html", PAGE.replace(b"Titel", b"Nicht gefunden")),
    Output("/feed.xml", b"<rss>" + WORDS.encode() + b"</rss>"),
    Output("/feed.json", b'{"title": "Blatt"}'),
    Output("/feed.atom", b"<feed/>"),
    Output("/sitemap.xml", b"<urlset/>"),
    Output("/feeds.opml", b"<opml/>"),
    Output("/robots.txt", b"User-agent: *\n"),
    Output("/site.webmanifest", b"{}"),
    Output("/favicon.ico", b"\0\0\1\0"),
    Output("/.well-known/tdmrep.json", b"[]"),
    Output("/assets/site-0123456789ab.css", STYLES),
    Output("/assets/latest-0123456789ab.js", b"export {}\n"),
    Output("/assets/icon-0123456789ab.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    Output("/media/05n9k2xq7t-0123456789ab-640.webp", b"RIFF" + bytes(200)),
    Output("/media/05n9k2xq7t-0123456789ab-640.jpg", b"\xff\xd8" + bytes(200)),
    Output("/media/05n9k2xq7u.mp4", FILM),
    Output("/media/05n9k2xq7u.vtt", b"WEBVTT\n"),
    Output("/fragments/latest.html", b"<ul></ul>"),
    Output("/fragments/ads-front.html", b"<p>Anzeige</p>"),
    Output("/fragments/ads/05n9k2xq7t/rail.html", b"<p>Kauft!</p>"),
    Output("/alt/", status=301, location="/politik/"),
    Output("/weg/", b"<!doctype html><title>Weg</title>", status=410),
]

STORY: Final = "/politik/haushalt-05n9k2xq7t/"
FILM_AT: Final = "/media/05n9k2xq7u.mp4"
OLD: Final = "Mon, 01 Jan 2024 00:00:00 GMT"
LATER: Final = "Fri, 01 Jan 2100 00:00:00 GMT"


class Case(NamedTuple):
    target: str
    status: int
    headers: Mapping[str, str] = {}
    """`{etag}` and `{modified}` stand for what the same server said of the target before, asked with
    the same Accept-Encoding."""
    method: str = "GET"
    encoding: str = ""
    """Of the answer; an answer without one is the plain file."""
    elsewhere: Mapping[str, tuple[int, str]] = {}
    """By server's name: another status and encoding, where RFC 9110 leaves the choice."""

    @property
    def name(self) -> str:
        said = " ".join(f"{name}={value}" for name, value in self.headers.items())
        return f"{self.method} {self.target[:60]} {said}".strip()


def accept(value: str) -> dict[str, str]:
    return {"Accept-Encoding": value}


GZIP: Final = accept("gzip")
BROWSER: Final = accept("gzip, deflate, br, zstd")

KINDS: Final = [
    Case(output.path, 200) for output in OUTPUTS if output.status == 200 and output.path != "/404.html"
]

_GZIP: Final = {"nginx": (200, "gzip"), "caddy": (200, "gzip")}

ENCODINGS: Final = [
    Case(STORY, 200, GZIP, encoding="gzip"),
    Case(STORY, 200, BROWSER, encoding="br"),
    Case("/", 200, BROWSER, encoding="br"),
    Case("/feed.xml", 200, GZIP, encoding="gzip"),
    Case("/assets/site-0123456789ab.css", 200, BROWSER, encoding="br"),
    Case(STORY, 200, GZIP, "HEAD", "gzip"),
    Case(STORY, 200, accept("br;q=0, gzip"), encoding="gzip"),
    Case(STORY, 200, accept("gzip;q=0"), encoding=""),
    Case(STORY, 200, accept("identity"), encoding=""),
    Case(STORY, 200, accept("zstd"), encoding=""),
    Case(STORY, 200, accept("GZIP"), encoding="gzip"),
    Case(STORY, 200, accept("gzip;q=0.5"), encoding="gzip"),
    Case(STORY, 200, accept("")),
    Case(STORY, 200, accept("br;q=0.1, gzip;q=0.9"), encoding="gzip", elsewhere={"nginx": (200, "br")}),
    Case(STORY, 200, accept("gzip;q=0.5, identity"), elsewhere=_GZIP),
    Case(STORY, 200, accept("*"), encoding="br", elsewhere={"nginx": (200, ""), "caddy": (200, "")}),
    # Who refuses the plain file, too, may be told so; nginx and Caddy send it all the same.
    Case(STORY, 406, accept("zstd, identity;q=0"), elsewhere={"nginx": (200, ""), "caddy": (200, "")}),
    Case("/kurz/", 200, BROWSER),
    Case(FILM_AT, 200, BROWSER),
    Case("/nirgends/", 404, GZIP, encoding="gzip"),
]

CONDITIONS: Final = [
    Case(STORY, 304, {"If-None-Match": "{etag}"}),
    Case(STORY, 304, {"If-None-Match": "W/{etag}"}),
    Case(STORY, 304, {"If-None-Match": '"anders", {etag}'}),
    Case(STORY, 304, {"If-None-Match": "*"}),
    Case(STORY, 304, {"If-None-Match": "{etag}"}, "HEAD"),
    Case(STORY, 304, {"If-None-Match": "{etag}", **GZIP}),
    Case(STORY, 200, {"If-None-Match": '"anders"'}),
    Case(STORY, 304, {"If-Modified-Since": "{modified}"}),
    Case(STORY, 304, {"If-Modified-Since": LATER}),
    Case(STORY, 200, {"If-Modified-Since": OLD}),
    Case(STORY, 200, {"If-Modified-Since": "gestern"}),
    Case(STORY, 200, {"If-None-Match": '"anders"', "If-Modified-Since": LATER}),
    Case(STORY, 200, {"If-Match": "{etag}"}),
    Case(STORY, 412, {"If-Match": '"anders"'}),
    Case(STORY, 412, {"If-Unmodified-Since": OLD}),
    Case(STORY, 200, {"If-Unmodified-Since": LATER}),
    Case(FILM_AT, 304, {"If-None-Match": "{etag}"}),
    Case(FILM_AT, 304, {"If-None-Match": "{etag}", "Range": "bytes=0-9"}),
]

RANGES: Final = [
    Case(FILM_AT, 206, {"Range": "bytes=0-9"}),
    Case(FILM_AT, 206, {"Range": "bytes=1000000-"}),
    Case(FILM_AT, 206, {"Range": "bytes=-100"}),
    Case(FILM_AT, 206, {"Range": "bytes=0-9999999999"}),
    Case(FILM_AT, 206, {"Range": "bytes=0-9", "If-Range": "{etag}"}),
    Case(FILM_AT, 206, {"Range": "bytes=0-9", "If-Range": "{modified}"}),
    Case(FILM_AT, 200, {"Range": "bytes=0-9", "If-Range": '"anders"'}),
    Case(FILM_AT, 200, {"Range": "bytes=0-9", "If-Range": OLD}),
    Case(FILM_AT, 200, {"Range": "bytes=0-9,20-29"}),
    Case(FILM_AT, 200, {"Range": "seiten=1-2"}),
    # Not well-formed, so to be overlooked; 416 is the common answer.
    Case(FILM_AT, 200, {"Range": "bytes=9-0"}, elsewhere={"nginx": (416, ""), "caddy": (416, "")}),
    Case(FILM_AT, 416, {"Range": "bytes=9000000-"}),
    Case("/media/05n9k2xq7t-0123456789ab-640.jpg", 206, {"Range": "bytes=0-9"}),
    Case(STORY, 200, {"Range": "bytes=0-9"}),
    # Ranges are of GET alone; nginx answers HEAD as it would GET, which harms nobody.
    Case(FILM_AT, 200, {"Range": "bytes=0-9"}, "HEAD", elsewhere={"nginx": (206, "")}),
]

MISSES: Final = [
    Case("/nirgends/", 404),
    Case("/nirgends/", 404, method="HEAD"),
    Case("/alt/", 301),
    Case("/alt", 301),
    Case("/alt/", 301, method="HEAD"),
    Case("/weg/", 410),
    Case("/politik", 301),
    Case("/politik/index.html", 301),
    Case("/index.html", 301),
    Case("/404.html", 404),
    Case("/politik/index.html.gz", 404),
    Case("/feed.xml.br", 404),
    Case("/media/", 404),
    Case("/healthz", 200),
]

_NGINX_REFUSES: Final = {"nginx": (400, "")}

ODD_PATHS: Final = [
    Case("/?utm_source=brief", 200),
    Case("/politik/?", 200),
    Case("/%70olitik/", 200),
    Case("//politik/", 404),
    Case("/politik//", 404),
    Case("/.staging/1", 404),
    Case("/.git/config", 404),
    Case("/politik/%00", 404, elsewhere=_NGINX_REFUSES),
    Case("/%2e%2e/broadsheet.toml", 404, elsewhere=_NGINX_REFUSES),
    Case("/..%2fbroadsheet.toml", 404, elsewhere=_NGINX_REFUSES),
    Case("/assets/../../broadsheet.toml", 404, elsewhere=_NGINX_REFUSES),
    Case("/a%5cb", 404),
    Case("/%ff/", 404),
    Case("/%252e%252e/broadsheet.toml", 404),
    Case("/" + "a" * 300 + "/", 404),
]

METHODS: Final = [
    Case(STORY, 405, method="POST"),
    Case(STORY, 405, method="PUT"),
    Case(STORY, 405, method="DELETE"),
    Case(STORY, 405, method="OPTIONS"),
    Case(STORY, 405, method="PATCH"),
    Case("/nirgends/", 405, method="POST"),
    Case("/count/ads/05n9k2xq7t/rail/seen", 204, method="POST"),
]

CASES: Final = [*KINDS, *ENCODINGS, *CONDITIONS, *RANGES, *MISSES, *ODD_PATHS, *METHODS]
