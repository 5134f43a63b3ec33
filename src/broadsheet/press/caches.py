"""How a cache before the site is told to forget: by a request for each address, or by one for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlsplit

import msgspec

from broadsheet.press.config import PurgeConfig
from broadsheet.press.outward import Requests, Unanswered, words
from broadsheet.press.telling import Listener

_TOKEN_HEADER: Final = "Authorization"  # noqa: S105 - the header's name
# A cache that answers 404 to a purge never held the address, or holds it no more.
_FORGOTTEN: Final = frozenset({*range(200, 300), 404})


def cache_of(config: PurgeConfig, site: str) -> Listener | None:
    """The cache before `site`, scheme and host of the readers' site; None if there is none."""
    match config.target:
        case "http":
            return HttpCache(config, site)
        case "webhook":
            return Webhook(config, site)
        case _:
            return None


class HttpCache:
    """Varnish, nginx and the like: one request for each address, with the site's own Host."""

    batch = 50

    def __init__(self, config: PurgeConfig, site: str) -> None:
        self._requests = Requests(config.timeout)
        self._address = config.address.rstrip("/")
        self._method = config.method
        self._headers = {"Host": urlsplit(site).netloc, **_token(config)}

    def tell(self, paths: Sequence[str]) -> Mapping[str, str]:
        failures: dict[str, str] = {}
        for number, path in enumerate(paths):
            try:
                status = self._requests.send(self._method, self._address + quote(path), self._headers)
            except Unanswered as error:
                # It does not answer at all: the others need not wait for the same.
                return failures | dict.fromkeys(paths[number:], words(self._address, error))
            if status not in _FORGOTTEN:
                failures[path] = f"{self._address} answered {status} to {self._method}"
        return failures


class Webhook:
    """An address that takes many at once: `POST {"urls": [...]}`."""

    def __init__(self, config: PurgeConfig, site: str) -> None:
        self.batch = config.batch
        self._requests = Requests(config.timeout)
        self._address = config.address
        self._site = site.rstrip("/")
        self._headers = {"Content-Type": "application/json", **_token(config)}

    def tell(self, paths: Sequence[str]) -> Mapping[str, str]:
        body = msgspec.json.encode({"urls": [self._site + quote(path) for path in paths]})
        try:
            status = self._requests.send("POST", self._address, self._headers, body)
        except Unanswered as error:
            return dict.fromkeys(paths, words(self._address, error))
        if status in range(200, 300):
            return {}
        return dict.fromkeys(paths, f"{self._address} answered {status}")


def _token(config: PurgeConfig) -> dict[str, str]:
    return {_TOKEN_HEADER: f"Bearer {config.token}"} if config.token else {}
