"""One table of requests for the built-in server, nginx and Caddy: each answers as the table says,
and those that read the folder send what the built-in server sends."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import brotli
import pytest

from tests.deploy.cases import CASES, Case
from tests.deploy.servers import Answer, Server

COMPARED = (
    "content-type", "cache-control", "content-encoding", "last-modified", "content-range", "location",
    "allow", "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy",
    "permissions-policy",
)  # fmt: skip
# A 304 repeats what a cache is to renew, and may leave out the rest (RFC 9110, 15.4.5).
RENEWED = frozenset({"cache-control", "content-security-policy"})
# A failed condition or range is told by its status; each server has its own words for people.
WITHOUT_WORDS = frozenset({412, 416})
# Caddy decides on the field before it knows the status, so what may fail is not kept for long.
MAY_FAIL = frozenset({"If-Match", "If-Unmodified-Since", "Range"})


@pytest.mark.parametrize("name", ["serve", "nginx", "caddy"])
def test_every_server_answers_as_the_table_says(name: str, running: dict[str, Server]) -> None:
    server, model = running[name], running["serve"]
    wrong = [
        f"{case.name}: {complaint}"
        for case in CASES
        for complaint in complaints(case, answered(server, case), answered(model, case), server)
    ]
    assert wrong == [], "\n".join(wrong)


def answered(server: Server, case: Case) -> Answer:
    headers = dict(case.headers)
    if any("{" in value for value in headers.values()):
        encoding = {name: value for name, value in headers.items() if name == "Accept-Encoding"}
        before = server.ask(case.target, headers=encoding).headers
        marks = {"etag": before["etag"], "modified": before["last-modified"]}
        headers = {name: value.format(**marks) for name, value in headers.items()}
    return server.ask(case.target, case.method, headers)


def complaints(case: Case, found: Answer, model: Answer, server: Server) -> list[str]:
    status, encoding = case.elsewhere.get(server.name, (case.status, case.encoding))
    if found.status != status:
        return [f"{found.status}, not {status}"]
    if found.headers.get("content-encoding", "") != _at_hand(encoding, server):
        return [f"encoded as {found.headers.get('content-encoding')!r}, not {encoding!r}"]
    if case.elsewhere.get(server.name) or status in WITHOUT_WORDS:
        return []
    return [*_wrong_fields(case, found, model, server), *_wrong_content(found, model)]


def _wrong_fields(case: Case, found: Answer, model: Answer, server: Server) -> Iterator[str]:
    for name in COMPARED if case.status != 304 else RENEWED:
        if name == "cache-control" and server.name == "caddy" and MAY_FAIL & case.headers.keys():
            continue
        if name == "content-encoding" and case.encoding not in server.encodings:
            continue
        if found.headers.get(name) != model.headers.get(name):
            yield f"{name} is {found.headers.get(name)!r}, not {model.headers.get(name)!r}"


def _wrong_content(found: Answer, model: Answer) -> Iterator[str]:
    if plain(found) != plain(model):
        yield f"the body is another: {found.body[:40]!r}"
    if varies(found) != varies(model):
        yield f"vary is {found.headers.get('vary')!r}, not {model.headers.get('vary')!r}"
    if is_strong(found) != is_strong(model):
        yield f"the entity tag is {found.headers.get('etag')!r}"


def _at_hand(encoding: str, server: Server) -> str:
    """nginx without its module has no brotli, and sends what is next."""
    return encoding if not encoding or encoding in server.encodings else "gzip"


def plain(answer: Answer) -> bytes:
    encoding = answer.headers.get("content-encoding")
    if not answer.body or encoding is None:
        return answer.body
    return gzip.decompress(answer.body) if encoding == "gzip" else brotli.decompress(answer.body)


def varies(answer: Answer) -> bool:
    return "accept-encoding" in answer.headers.get("vary", "").lower()


def is_strong(answer: Answer) -> bool:
    return answer.headers.get("etag", "").startswith('"')


@pytest.mark.parametrize("name", ["serve", "nginx", "caddy"])
def test_every_encoding_has_its_own_tag(name: str, running: dict[str, Server]) -> None:
    tags = [
        running[name].ask("/", headers={"Accept-Encoding": encoding}).headers["etag"]
        for encoding in ("identity", *running[name].encodings)
    ]
    assert len(set(tags)) == len(tags)
