"""What follows when an item was taken in: its place, who is told, and publication where that goes by itself.

After the item's own transaction, so that nothing here can lose copy; what a crash leaves open is done by
whoever takes in copy next.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from broadsheet.desk import automatic
from broadsheet.desk.models import Placement
from broadsheet.desk.routing import placing
from broadsheet.desk.routing.placing import Book
from broadsheet.kernel import clock

logger = logging.getLogger(__name__)

_LOOKS_BACK: Final = timedelta(days=7)
_AT_ONCE: Final = 1000


def settle(item_id: str, by: Book | None = None) -> None:
    """Once or more often, with the same result. Raises nothing that would keep the next item waiting."""
    try:
        placing.place(item_id, by)
        automatic.publish(item_id)
        Placement.objects.filter(item=item_id).update(settled=True)
    except Exception:
        # A fault of ours must not keep the next copy from coming in.
        logger.exception("What rules ask for the item %s is put off.", item_id)


def catch_up() -> None:
    """Does what a crash left open in the last week, or what came in without the desk."""
    for item_id in placing.unsettled(clock.now() - _LOOKS_BACK, _AT_ONCE):
        settle(item_id)
