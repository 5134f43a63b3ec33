"""RFC 9110 as pure functions: encodings, preconditions, ranges."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum
from functools import lru_cache
from typing import Final

from broadsheet.serve.headers import http_date
from broadsheet.serve.replies import Header, Span

IDENTITY: Final = "identity"
_ALIASES: Final = {"x-gzip": "gzip"}
_ENTITY_TAG = re.compile(r'(?P<weak>W/)?(?P<tag>"[^"]*")')
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_RANGE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=512)
def choose_encoding(accepted: str | None, available: tuple[str, ...]) -> str | None:
    """The encoding that the reader likes best, the server's order breaking ties; None if none fits.

    `available` lists encodings in the server's order of preference, identity last.
    An unlisted identity is acceptable, though less than anything that is listed.
    """
    if accepted is None:
        return IDENTITY
    weights = parse_accept_encoding(accepted)
    best, best_weight = None, 0.0
    for encoding in available:
        weight = _weight(encoding, weights)
        if weight > best_weight:
            best, best_weight = encoding, weight
    return best


def parse_accept_encoding(value: str) -> dict[str, float]:
    """Weights by encoding; an element that is not well-formed is left out."""
    weights: dict[str, float] = {}
    for element in value.split(","):
        name, _, parameter = element.partition(";")
        match = _WEIGHT.fullmatch(parameter) if parameter else None
        name = name.strip().lower()
        if name and (match or not parameter):
            weights[_ALIASES.get(name, name)] = float(match[1]) if match else 1.0
    return weights


def _weight(encoding: str, weights: dict[str, float]) -> float:
    if encoding in weights:
        return weights[encoding]
    if "*" in weights:
        return weights["*"]
    return 0.0001 if encoding == IDENTITY else 0.0


class Outcome(Enum):
    SEND = "send"
    UNCHANGED = "unchanged"
    FAILED = "failed"


def evaluate(header: Header, etag: str, modified: int) -> Outcome:
    """The preconditions of a GET or HEAD, in the order of RFC 9110, 13.2.2.

    `modified` is in seconds since the epoch.
    """
    if _is_too_new(header, etag, modified):
        return Outcome.FAILED
    if (tags := header("if-none-match")) is not None:
        return Outcome.UNCHANGED if _lists(tags, etag, weak=True) else Outcome.SEND
    since = http_seconds(header("if-modified-since"))
    return Outcome.UNCHANGED if since is not None and modified <= since else Outcome.SEND


def _is_too_new(header: Header, etag: str, modified: int) -> bool:
    if (tags := header("if-match")) is not None:
        return not _lists(tags, etag, weak=False)
    until = http_seconds(header("if-unmodified-since"))
    return until is not None and modified > until


def _lists(value: str, etag: str, *, weak: bool) -> bool:
    if value.strip() == "*":
        return True
    return any(match["tag"] == etag and (weak or not match["weak"]) for match in _ENTITY_TAG.finditer(value))


def http_seconds(value: str | None) -> int | None:
    """An HTTP date as seconds since the epoch; None if it is absent or no date."""
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
        # HTTP dates are in UTC, also the old forms that do not say so.
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def wanted_span(header: Header, etag: str, modified: int, size: int) -> Span | None:
    """The one range that is asked for; None if the whole is to be sent.

    An empty span stands for a range that the file does not have. Several ranges, other
    units and malformed fields are answered with the whole, as RFC 9110, 14.2 allows.
    """
    value = header("range")
    match = _RANGE.fullmatch(value) if value else None
    if match is None or match[0].count("-") != 1 or not _still_holds(header("if-range"), etag, modified):
        return None
    return _span(match[1][:20], match[2][:20], size)


def _span(first: str, last: str, size: int) -> Span | None:
    if not first:
        return Span(max(0, size - int(last)), size) if last else None
    if last and int(last) < int(first):
        return None
    return Span(min(int(first), size), min(int(last) + 1, size) if last else size)


def _still_holds(condition: str | None, etag: str, modified: int) -> bool:
    """If-Range: a strong entity tag or the exact date of the last change."""
    return condition is None or condition.strip() in (etag, http_date(modified))
