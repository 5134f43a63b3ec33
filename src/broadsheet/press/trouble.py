"""What of the press's own affairs a person should know of."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from django.db.models import Count, Min

from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.press.errors import StoreFailed
from broadsheet.press.models import Artifact, Cursor, Ping, Purge, StoreTrouble, Untold

KEEPS_FAILING: Final = 3
"""So many tries, within some fifteen seconds."""


def failing() -> list[Artifact]:
    """What could not be baked several times in a row."""
    failed = Artifact.objects.filter(stale=True, tries__gte=KEEPS_FAILING).exclude(error="")
    return list(failed.order_by("tier", "name"))


def said_of(artifact: Artifact, language: str) -> str:
    """Why it failed and what to do: in this language, if that was said in it, else in English."""
    advice = msgspec.json.decode(artifact.advice or "{}", type=dict[str, str])
    return advice.get(language) or artifact.error


def of(name: str) -> Artifact | None:
    """The artifact of this name, if it could not be baked when it was tried last."""
    return Artifact.objects.filter(name=name).exclude(error="").first()


def behind_since() -> datetime | None:
    """When the oldest thing was published that readers do not have yet; None if they have all.

    What fails is no delay but a failure; what is baked again without having changed is none either.
    """
    moments = [_not_noted(), _not_baked()]
    return min((moment for moment in moments if moment is not None), default=None)


def _not_noted() -> datetime | None:
    return _entered(after=Cursor.objects.values_list("seq", flat=True).first() or 0)


def _not_baked() -> datetime | None:
    waiting = Artifact.objects.filter(stale=True, urgent=True, error="", wanted__gt=0)
    oldest = waiting.aggregate(first=Min("wanted"))["first"]
    return None if oldest is None else _entered(after=oldest - 1)


def _entered(after: int) -> datetime | None:
    return next((entry.at for entry in journal.entries(after=after, limit=1)), None)


def note_store(error: StoreFailed) -> None:
    """What readers get cannot be written, for this reason."""
    defaults = {"code": error.code, "error": str(error)}
    StoreTrouble.objects.update_or_create(
        id=1, defaults=defaults, create_defaults={**defaults, "since": clock.now()}
    )


def note_store_is_well() -> None:
    StoreTrouble.objects.all().delete()


def with_store() -> StoreTrouble | None:
    """Why what readers get cannot be written; None if it can, or nothing was to be."""
    return StoreTrouble.objects.first()


def not_purged() -> tuple[int, datetime | None]:
    """How many addresses a cache before the site has not heard of, and since when."""
    return _untold(Purge)


def not_pinged() -> tuple[int, datetime | None]:
    """How many changed feeds the WebSub hub has not heard of, and since when."""
    return _untold(Ping)


def _untold(rows: type[Untold]) -> tuple[int, datetime | None]:
    found = rows.objects.aggregate(count=Count("id"), first=Min("noted"))
    return found["count"], found["first"]
