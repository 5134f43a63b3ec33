"""Agency items as they come in, of the invented agency noa."""

from __future__ import annotations

from typing import Any

from broadsheet.kernel import clock
from broadsheet.wire import models
from broadsheet.wire.item import Parsed, WireItem
from broadsheet.wire.store import store

BODY = "<p>Der Stadtrat hat am Abend mit großer Mehrheit für die Schleuse gestimmt.</p>"


def wire_item(**fields: Any) -> WireItem:
    values = {
        "supplier": "noa",
        "id": "noa:1",
        "version": 1,
        "version_created": clock.now(),
        "headline": "Neustrand bekommt eine zweite Schleuse",
        "body_html": BODY,
        "place": "Neustrand",
        "language": "de",
    }
    return WireItem(**{**values, **fields})


def arrived(notes: tuple[str, ...] = (), **fields: Any) -> models.Item:
    """The item after this delivery of it."""
    wire = wire_item(**fields)
    raw = models.RawFile.objects.create(
        sha256=f"{models.RawFile.objects.count():064}", place="x", size=1, name="x", received=clock.now()
    )
    outcome = store(Parsed(wire, notes), raw, "x")
    found: models.Item = models.Item.objects.get(pk=outcome.item)
    return found
