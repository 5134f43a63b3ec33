"""What one item takes back of others of its supplier, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from broadsheet.kernel import clock
from broadsheet.wire import models
from broadsheet.wire.item import WireItem

RANK: Final[dict[str, int]] = {"usable": 0, "withheld": 1, "canceled": 2}


def keep(notice: models.Item, wire: WireItem, *, is_new: bool) -> None:
    """Marks what the notice takes back, also what is not there yet; in the caller's transaction."""
    said = [each for each in wire.recalls if each.id != wire.id and (is_new or not each.only_if_new)]
    if not said:
        return
    models.Recall.objects.filter(notice=notice, supplier_id__in=[each.id for each in said]).delete()
    models.Recall.objects.bulk_create(
        models.Recall(
            notice=notice,
            supplier=notice.supplier,
            supplier_id=each.id,
            status=each.status,
            at=wire.version_created,
        )
        for each in said
    )
    others = models.Item.objects.select_for_update().filter(supplier=notice.supplier)
    hold(list(others.filter(supplier_id__in=[each.id for each in said])))


def hold(items: Sequence[models.Item]) -> None:
    """Marks those of the items that a notice took back.

    A version that was made after the notice is the agency's newer word, and counts.
    """
    told = models.Recall.objects.filter(supplier_id__in=[item.supplier_id for item in items])
    for recall in told.order_by("at", "pk"):
        for item in items:
            if (item.supplier, item.supplier_id) == (recall.supplier, recall.supplier_id):
                _hold(item, recall)


def _hold(item: models.Item, recall: models.Recall) -> None:
    if recall.at >= item.version_created and RANK[recall.status] > RANK[item.status]:
        item.status, item.received = recall.status, clock.now()
        models.Item.objects.filter(pk=item.pk).update(status=item.status, received=item.received)


def notice_of(item: models.Item) -> models.Item | None:
    """The item that took this one back, the last if there are several; None for what took back itself."""
    told = models.Recall.objects.filter(
        supplier=item.supplier, supplier_id=item.supplier_id, status=item.status, at__gte=item.version_created
    )
    last = told.select_related("notice").order_by("-at", "-pk").first()
    return None if last is None else last.notice


def taken_back_by(notice: models.Item) -> Iterable[models.Item]:
    """The items that are there of those that it takes back."""
    ids = models.Recall.objects.filter(notice=notice).values("supplier_id")
    return models.Item.objects.filter(supplier=notice.supplier, supplier_id__in=ids).order_by("arrival")
