"""What the desk asks of the wire."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from broadsheet.wire import models
from broadsheet.wire.errors import UnknownItem
from broadsheet.wire.listing import matching


def get(item_id: str) -> models.Item:
    """The item in its newest version. Raises UnknownItem."""
    try:
        return models.Item.objects.get(id=item_id)
    except models.Item.DoesNotExist:
        raise UnknownItem(f"There is no wire item {item_id!r}. 'broadsheet wire list' names them.") from None


def newest(
    limit: int = 50,
    *,
    state: str | None = None,
    supplier: str | None = None,
    text: str = "",
    before: datetime | None = None,
) -> list[models.Item]:
    """The items that came in last, the newest first; `text` is a search (see `searching`)."""
    items = models.Item.objects.order_by("-arrival", "-id")
    if state is not None:
        items = items.filter(state=state)
    if supplier is not None:
        items = items.filter(supplier=supplier)
    if before is not None:
        items = items.filter(received__lt=before)
    items = matching(items, text)
    return list(items[:limit])


def versions(item_id: str) -> list[models.Version]:
    """Everything that was delivered of an item, the newest version first."""
    return list(models.Version.objects.filter(item=item_id).order_by("-version", "-id"))


def internal_notes(item_id: str) -> list[str]:
    """What the agency tells the newsroom alone about the newest version; never for publication."""
    item = get(item_id)
    notes = models.InternalNote.objects.filter(item=item, version=item.version).order_by("id")
    return list(notes.values_list("text", flat=True))


def alike(item: models.Item) -> list[models.Item]:
    """Other items that tell the same story, the first first."""
    if not item.group:
        return []
    return list(models.Item.objects.filter(group=item.group).exclude(pk=item.pk).order_by("received", "id"))


def suppliers() -> list[str]:
    """By name; asked one after the other, for a look at each item would cost more the more there are."""
    names: list[str] = []
    items = models.Item.objects.order_by("supplier").values_list("supplier", flat=True)
    while following := items.filter(supplier__gt=names[-1] if names else "").first():
        names.append(following)
    return names


def mark_taken(item_id: str, story_id: str, version: int | None = None) -> None:
    """A story was made of the item, or brought up to `version` (its newest). Raises UnknownItem."""
    item = get(item_id)
    models.Item.objects.filter(id=item.id).update(
        state=models.Item.State.TAKEN,
        story=story_id,
        story_version=item.version if version is None else version,
    )


def mark_ignored(item_ids: Iterable[str]) -> None:
    """Editors do not want these; an item of which there is a story stays with it."""
    new = models.Item.objects.filter(id__in=list(item_ids), state=models.Item.State.NEW)
    new.update(state=models.Item.State.IGNORED)


def bring_back(item_ids: Iterable[str]) -> None:
    """Editors want these after all."""
    ignored = models.Item.objects.filter(id__in=list(item_ids), state=models.Item.State.IGNORED)
    ignored.update(state=models.Item.State.NEW)


def of_story(story_id: str) -> list[models.Item]:
    return list(models.Item.objects.filter(story=story_id).order_by("received", "id"))


def quarantined(limit: int = 50) -> list[models.Quarantine]:
    """Open cases, the newest first."""
    cases = models.Quarantine.objects.filter(resolved=None).select_related("raw")
    return list(cases.order_by("-received", "-id")[:limit])


def last_of_each(since: datetime) -> dict[str, datetime]:
    """When each supplier sent something last, of those that have since then."""
    last = {name: _last_of(name) for name in suppliers()}
    return {name: moment for name, moment in last.items() if moment is not None and moment >= since}


def _last_of(supplier: str) -> datetime | None:
    items = models.Item.objects.filter(supplier=supplier).order_by("-arrival", "-id")
    return items.values_list("received", flat=True).first()


def count_quarantined() -> int:
    return models.Quarantine.objects.filter(resolved=None).count()
