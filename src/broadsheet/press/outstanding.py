"""What of an act has not reached readers yet: entries, pages, removals, purges.

Every row remembers between which entries of the ledger it became due; an act is done when
none is left whose span holds one of its entries. A page that an earlier and a later act made
stale may be counted; never is one missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final, Literal

import msgspec
from django.db.models import F, Q

from broadsheet.press import queue, trouble
from broadsheet.press.models import Artifact, Purge, Removal

LIMIT: Final = 200
"""Nobody reads more of them."""


class Outstanding(msgspec.Struct, frozen=True):
    what: Literal["entry", "page", "removal", "purge"]
    where: str
    """An entry's number, an artifact's address (or its name, where it has none yet), an address."""
    error: str = ""
    """Why the last try failed, if one did."""


def outstanding(first: int, last: int, limit: int = LIMIT, language: str = "en") -> list[Outstanding]:
    """Because of the ledger's entries `first` to `last`; at most `limit`, in the order of the work."""
    return list(islice(_all(first, last, limit, language), limit))


def _all(first: int, last: int, limit: int, language: str) -> Iterator[Outstanding]:
    for entry in range(max(first, queue.noted() + 1), last + 1):
        yield Outstanding("entry", str(entry))
    stale = Artifact.objects.filter(stale=True, wanted__gt=F("built"), asked__lte=last, wanted__gte=first)
    for artifact in stale.order_by("tier", "id")[:limit]:
        yield Outstanding("page", artifact.path or artifact.name, trouble.said_of(artifact, language))
    because = Q(after__lt=F("upto")) & Q(after__lt=last, upto__gte=first)
    for removal in Removal.objects.filter(because).order_by("id")[:limit]:
        yield Outstanding("removal", removal.path)
    for purge in Purge.objects.filter(because).order_by("id")[:limit]:
        yield Outstanding("purge", purge.path, purge.error)
