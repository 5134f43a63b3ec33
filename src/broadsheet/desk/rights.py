"""Pictures that readers have, and whose rights end these days: from then on pages are made without them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from broadsheet.desk.models import Picture
from broadsheet.kernel import clock
from broadsheet.ledger import state

AHEAD: Final = timedelta(days=2)
BEHIND: Final = timedelta(days=3)
"""Whoever has not acted by then wants it so."""
_MOST: Final = 50


def ending() -> list[Picture]:
    """The first to end comes first."""
    now = clock.now()
    found = Picture.objects.filter(rights_until__gt=now - BEHIND, rights_until__lte=now + AHEAD)
    return [each for each in found.order_by("rights_until", "pk")[:_MOST] if _is_published(each)]


def _is_published(picture: Picture) -> bool:
    return state.get(f"picture:{picture.picture_id}") is not None
