"""How a cache before the site is told to forget: by a request for each address, or by one for many.

CloudFront is spoken to by Amazon's own client, in `cloudfront.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlsplit

import msgspec

from broadsheet.press.config import PurgeConfig
from broadsheet.press.outward import Requests, Unanswered, words
from broadsheet.press.telling import Listener

_TOKEN_HEADER: Final = "Authorization"  # noqa: S105 - the header's name
# A cache that answers 404 to a purge never held the address, or holds it no more.
_FORGOTTEN: Final = frozenset({*range(200, 300), 404})


_OK: Final = 200
_REFUSED: Final = 400
_CLOUDFLARE: Final = "https://api.cloudflare.com/client/v4"
_CLOUDFLARE_TAKES: Final = 30
"""Addresses in one request, on every plan; some take more."""
_LONGEST_REASON: Final = 300


def cache_of(config: PurgeConfig, site: str) -> Listener | None:
    """The cache before `site`, scheme and host of the readers' site; None if none is told by requests."""
    match config.target:
        case "http":
            return HttpCache(config, site)
        case "webhook":
            return Webhook(config, site)
        case "cloudflare":
            return Cloudflare(config, site)
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


class _Said(msgspec.Struct):
    """What of Cloudflare's answers is read."""

    success: bool = False
    errors: list[dict[str, Any]] = []


class Cloudflare:
    """Purges by address, as its API v4 takes it: POST zones/ZONE/purge_cache."""

    def __init__(self, config: PurgeConfig, site: str) -> None:
        self.batch = min(config.batch, _CLOUDFLARE_TAKES)
        self._requests = Requests(config.timeout)
        api = config.address.rstrip("/") or _CLOUDFLARE
        self._address = f"{api}/zones/{config.zone}/purge_cache"
        self._site = site.rstrip("/")
        self._headers = {"Content-Type": "application/json", **_token(config)}

    def tell(self, paths: Sequence[str]) -> Mapping[str, str]:
        body = msgspec.json.encode({"files": [self._site + quote(path) for path in paths]})
        try:
            status, answer = self._requests.ask("POST", self._address, self._headers, body)
        except Unanswered as error:
            return dict.fromkeys(paths, words("Cloudflare", error))
        said = _read(answer)
        if status == _OK and said.success:
            return {}
        if status == _REFUSED and len(paths) > 1:
            # One address that it does not take must hold up no other.
            middle = len(paths) // 2
            return {**self.tell(paths[:middle]), **self.tell(paths[middle:])}
        why = "; ".join(f"{each.get('code')} {each.get('message')}" for each in said.errors[:3])
        return dict.fromkeys(paths, f"Cloudflare answered {status} {why}"[:_LONGEST_REASON].strip())


def _read(answer: bytes) -> _Said:
    try:
        return msgspec.json.decode(answer, type=_Said)
    except msgspec.DecodeError:
        return _Said()


def _token(config: PurgeConfig) -> dict[str, str]:
    return {_TOKEN_HEADER: f"Bearer {config.token}"} if config.token else {}
