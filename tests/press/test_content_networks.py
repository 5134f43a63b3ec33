"""Cloudflare and CloudFront are told by their own interfaces: fakes on loopback that answer as they do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.press.caches import Cloudflare, cache_of
from broadsheet.press.cloudfront import CloudFront
from broadsheet.press.config import PurgeConfig
from broadsheet.press.errors import KeysMissing
from broadsheet.press.explain import status
from broadsheet.press.models import Purge
from broadsheet.press.telling import PURGES, Listener, Owed, Teller
from tests.press import buckets, caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

SITE = "https://zeitung.example"


class Network:
    """Takes what one of the two takes, at most `most` addresses in a request, and none that is `unfit`."""

    def __init__(self, most: int) -> None:
        self.address = ""
        self.words = b""
        self.most = most
        self.failing = 0
        self.unfit = ""
        self.forgotten: list[str] = []
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    def take(self, method: str, path: str, headers: Any, body: bytes) -> int:
        self.asked.append((method, path, dict(headers)))
        named = self.named(body)
        code = self.failing or (400 if self.unfit in named or len(named) > self.most else 0)
        self.words = self.no(code) if code else self.yes()
        self.forgotten += [] if code else named
        return code or self.accepted

    accepted = 200

    def named(self, body: bytes) -> list[str]:
        files: list[str] = json.loads(body)["files"]
        return files

    def yes(self) -> bytes:
        return b'{"success": true, "errors": [], "messages": [], "result": {"id": "1"}}'

    def no(self, code: int) -> bytes:
        said = {"success": False, "errors": [{"code": 10000 + code, "message": "No."}], "result": None}
        return json.dumps(said).encode()


class Front(Network):
    accepted = 201

    def named(self, body: bytes) -> list[str]:
        return re.findall(r"<Path>([^<]*)</Path>", body.decode())

    def yes(self) -> bytes:
        return (
            b'<Invalidation xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>I1</Id>'
            b"<Status>InProgress</Status></Invalidation>"
        )

    def no(self, code: int) -> bytes:
        word = {400: "InvalidArgument", 429: "Throttling", 403: "AccessDenied"}[code]
        return f"<ErrorResponse><Error><Code>{word}</Code></Error></ErrorResponse>".encode()


def cloudflare(network: Network, **more: Any) -> Listener | None:
    values: dict[str, Any] = {
        "target": "cloudflare",
        "address": network.address,
        "zone": "z1",
        "token": "geheim",
    }
    return cache_of(PurgeConfig(**values, timeout=1, **more), SITE)


def cloudfront(network: Network, **more: Any) -> Listener:
    config = PurgeConfig(target="cloudfront", address=network.address, distribution="E1", timeout=1, **more)
    return CloudFront(config, buckets.KEYS)


def note(*paths: str, now: ManualClock) -> None:
    PURGES.note([Owed(path, 0, 1) for path in paths], now.now())


CASES: Mapping[str, tuple[Callable[[], Network], Callable[..., Any], str]] = {
    "cloudflare": (lambda: Network(30), cloudflare, SITE),
    "cloudfront": (lambda: Front(50), cloudfront, ""),
}


@pytest.mark.parametrize("kind", CASES)
def test_a_network_hears_of_everything_in_the_end(manual_clock: ManualClock, kind: str) -> None:
    make, listener, begins = CASES[kind]
    network = make()
    paths = ["/", "/s\u00fcd/1/", *(f"/a/{number}/" for number in range(70))]
    note(*paths, now=manual_clock)
    with caches.listening(network):
        teller = Teller(listener(network, batch=50), PURGES)
        for failing, word in ((429, "429"), (403, "403")):
            network.failing = failing
            teller.work_off()
            assert (status().purges, word in status().purge_error) == (72, True)
            manual_clock.advance(timedelta(minutes=1))
        assert network.forgotten == []
        network.failing, network.unfit = 0, f"{begins}/a/7/"
        teller.work_off()
        assert [row.path for row in Purge.objects.all()] == ["/a/7/"], "one that is refused holds up no other"
        network.unfit = ""
        manual_clock.advance(timedelta(minutes=1))
        teller.work_off()
        assert not teller.step()
        assert len(network.forgotten) == len(set(network.forgotten)) == 72
        assert f"{begins}/s%C3%BCd/1/" in network.forgotten
    note("/", now=manual_clock)
    Teller(listener(network), PURGES).work_off()
    assert "did not answer" in status().purge_error


def test_each_is_asked_in_its_own_way(manual_clock: ManualClock) -> None:
    network, front = Network(30), Front(50)
    with caches.listening(network), caches.listening(front):
        flare = cloudflare(network, batch=500)
        assert isinstance(flare, Cloudflare)
        assert flare.batch == 30, "more it does not take"
        assert flare.tell(["/"]) == {}
        first = cloudfront(front)
        assert [first.tell(["/"]), first.tell(["/"])] == [{}, {}]
    method, path, headers = network.asked[0]
    assert (method, path) == ("POST", "/zones/z1/purge_cache")
    assert headers["Authorization"] == "Bearer geheim"
    method, path, headers = front.asked[0]
    assert (method, path) == ("POST", "/2020-05-31/distribution/E1/invalidation")
    assert "Credential=key/" in headers["Authorization"]
    with pytest.raises(KeysMissing, match="CloudFront"):
        CloudFront(PurgeConfig(), {})
