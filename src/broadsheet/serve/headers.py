"""Header fields that do not depend on the request."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from broadsheet.serve.media_types import HTML, SVG, MediaType

Headers = list[tuple[str, str]]

# A change reaches every reader within ten seconds; for a minute more a cache may hand
# out the old page while it fetches the new one, so nobody ever waits for the fetch.
PAGE: Final = "public, max-age=10, stale-while-revalidate=60"
# Misses, redirects and what is gone: never stale, because the next bake may fill the gap.
SHORT: Final = "public, max-age=10"
# The name holds the content's hash: other content has another name.
IMMUTABLE: Final = "public, max-age=31536000, immutable"
NEVER: Final = "no-store"
_HASHED_FOLDERS: Final = ("assets/", "media/")

_CONTENT_SECURITY: Final = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; media-src 'self'; form-action 'self'; "
    # Each page says in itself whose frames a reader may load in it, most of them 'none'; both hold.
    "frame-src 'self' https:; base-uri 'none'; frame-ancestors 'none'"
)
_PERMISSIONS: Final = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
_ALWAYS: Final[Headers] = [
    ("server", "broadsheet"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
]
_DOCUMENT: Final[Headers] = [
    ("content-security-policy", _CONTENT_SECURITY),
    ("x-frame-options", "DENY"),
    ("permissions-policy", _PERMISSIONS),
]
# What stands in a frame of ours: advertisements for those without JavaScript.
_FRAMED: Final[Headers] = [
    (
        "content-security-policy",
        _CONTENT_SECURITY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    ),
    ("permissions-policy", _PERMISSIONS),
]
# What an advertiser wrote: it runs nothing, asks nobody, and is nobody's neighbour.
_FOREIGN_MARKUP: Final[Headers] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
    ),
    ("permissions-policy", _PERMISSIONS),
]
# An SVG opened by itself is a document that could run scripts.
_DRAWING: Final[Headers] = [
    ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
]


def fixed(kind: MediaType, cache: str, name: str = "") -> Headers:
    """What every answer of this type carries, whatever its status; `name` is the file's in public/."""
    return [("content-type", kind.name), ("cache-control", cache), *_ALWAYS, *_protection(kind, name)]


def _protection(kind: MediaType, name: str) -> Headers:
    if kind is not HTML:
        return _DRAWING if kind is SVG else []
    if name.startswith("fragments/ads/"):
        return _FOREIGN_MARKUP
    return _FRAMED if name.startswith("fragments/ads-") else _DOCUMENT


def cache_control(name: str) -> str:
    """The policy for the file `name` in public/."""
    return IMMUTABLE if name.startswith(_HASHED_FOLDERS) else PAGE


def http_date(seconds: int) -> str:
    """Seconds since the epoch as an HTTP date (RFC 9110, 5.6.7)."""
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)
