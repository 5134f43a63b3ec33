"""How a WebSub hub is told that feeds have changed.

WebSub leaves to the hub how publishers tell it (W3C Recommendation, section 4.3). The form
that hubs take is that of PubSubHubbub 0.3, section 7.1: a POST with `hub.mode=publish` and
`hub.url`, which some hubs let stand more than once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from broadsheet.press.outward import Requests, Unanswered, words

_TIMEOUT: Final = 5.0
"""Seconds; nobody waits for it but those who are told next."""
_HEADERS: Final = {"Content-Type": "application/x-www-form-urlencoded"}
# After these the hub would say the same of every other feed: 410 for a hub that is no more.
_UNWELL: Final = frozenset({410, 429, *range(500, 600)})


class Hub:
    """At `address`, for the feeds of `site`, scheme and host of the readers' site."""

    batch = 100

    def __init__(self, address: str, site: str, feeds_at_once: int = 1) -> None:
        self._requests = Requests(_TIMEOUT)
        self._address = address
        self._site = site.rstrip("/")
        self._at_once = feeds_at_once

    def tell(self, paths: Sequence[str]) -> Mapping[str, str]:
        failures: dict[str, str] = {}
        for number in range(0, len(paths), self._at_once):
            some = paths[number : number + self._at_once]
            try:
                status = self._requests.send("POST", self._address, _HEADERS, self._body(some))
            except Unanswered as error:
                return failures | dict.fromkeys(paths[number:], words(self._address, error))
            if status in _UNWELL:
                return failures | dict.fromkeys(paths[number:], self._answered(status))
            if status not in range(200, 300):
                failures |= dict.fromkeys(some, self._answered(status))
        return failures

    def _body(self, paths: Sequence[str]) -> bytes:
        feeds = [("hub.url", self._site + quote(path)) for path in paths]
        return urlencode([("hub.mode", "publish"), *feeds]).encode()

    def _answered(self, status: int) -> str:
        return f"{self._address} answered {status}"
