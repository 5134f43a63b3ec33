"""Which item, which version: what deliveries of the same thing must agree in."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Final

from broadsheet.wire.errors import IdMissing
from broadsheet.wire.text import has_hidden

MAX_ID_LENGTH: Final = 500
MAX_SUPPLIER_LENGTH: Final = 100
# What stands before the country in addresses such as agency.co.uk.
_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "edu", "gov", "net", "or", "org"})
_AUTHORITY = re.compile(
    r"urn:newsml:([^:/]+):|tag:(?:[^/@,]*@)?([^:/,]+),|https?://(?:[^/@]*@)?([^:/?#]+)", re.IGNORECASE
)
_COUNTED = re.compile(r"[0-9]{1,18}")


def lasting_id(text: str, name: str) -> str:
    """The agency's id as it is; raises IdMissing if it cannot serve as one."""
    given = text.strip()
    if not given or len(given) > MAX_ID_LENGTH or has_hidden(given) or "\n" in given:
        raise IdMissing(
            f"'{name}' holds no usable id (1 to {MAX_ID_LENGTH} visible characters), "
            "so versions of the item could not be told from other items."
        )
    return given


def supplier_of(id: str, otherwise: str) -> str:
    """The agency's short name: from the host in the id, which never changes, or `otherwise`.

    >>> supplier_of("urn:newsml:noa.example:20261114:4711", "")
    'noa'
    >>> supplier_of("https://api.noa.co.uk/items/4711", "")
    'noa'
    """
    found = _AUTHORITY.match(id)
    labels = found[found.lastindex or 1].lower().strip(".").split(".") if found else []
    if len(labels) < 2:
        return otherwise[:MAX_SUPPLIER_LENGTH] or "unknown"
    label = labels[-3] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else labels[-2]
    return label[:MAX_SUPPLIER_LENGTH] or "unknown"


def version_number(counted: str | int | None, created: datetime | None) -> int | None:
    """The agency's own count, else the version's date as whole seconds since 1970, else None."""
    if isinstance(counted, int) and 0 <= counted < 10**18:
        return counted
    if isinstance(counted, str) and _COUNTED.fullmatch(counted.strip()):
        return int(counted)
    return None if created is None else int(created.timestamp())


def id_of_words(prefix: str, *texts: str) -> str:
    """For formats without a lasting id, in which numbers start anew each day: the words are the item."""
    words = re.sub(r"\W+", " ", " ".join(texts).casefold())
    return f"{prefix}:{hashlib.sha256(words.encode()).hexdigest()[:20]}"
