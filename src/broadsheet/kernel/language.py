"""What the rooms need to know about German and English: slugs, words, cuts."""

from __future__ import annotations

import re
import unicodedata
from math import ceil
from typing import Literal, get_args

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

WORDS_PER_MINUTE = 200
ELLIPSIS = "…"

_UMLAUTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "oe",
    }
)
# What stands between two spaces without being a word.
_MARKS = frozenset("–—-·•/&+*…")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slugify(text: str, limit: int = 80) -> str:
    """`text` as a part of an address: ASCII, lower case, hyphens; German umlauts spelled out.

    Cut at a word boundary to `limit` characters; empty if nothing usable is in it.
    """
    composed = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    slug = _NOT_SLUG.sub("-", plain.lower()).strip("-")
    if len(slug) <= limit:
        return slug
    head, _, _ = slug[: limit + 1].rpartition("-")
    return head or slug[:limit]


def count_words(text: str) -> int:
    """What stands between spaces, lone dashes and their like aside."""
    words = text.split()
    return len(words) - sum(map(_MARKS.__contains__, words))


def reading_minutes(words: int) -> int:
    """Whole minutes at 200 words a minute, at least one."""
    return max(1, ceil(words / WORDS_PER_MINUTE))


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut at a word boundary with a real ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head, _, _ = text[:limit].rpartition(" ")
    return (head or text[: limit - 1]).rstrip(" ,;:–—-") + ELLIPSIS
