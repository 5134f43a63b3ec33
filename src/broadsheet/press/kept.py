"""Styles and scripts of an older version, kept while a page that names them may be in some cache.

What is named by its bytes (`Recipe.named_by_content`) stands beside its successor. When another code has
left it, it first waits until every page was baked by the new one, as all that such a code leaves does;
then for as long as any cache may hold an old page; then it goes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection

from broadsheet.press.models import Artifact, Keepsake
from broadsheet.press.store import Place


def note(places: Iterable[Place]) -> None:
    """They were left by another code. Within the transaction that records it."""
    rows = [Keepsake(path=place.path) for place in places]
    if rows:
        Keepsake.objects.bulk_create(rows, ignore_conflicts=True)


def forget(paths: Collection[str]) -> None:
    """Artifacts stand there again: an older version is back."""
    if paths:
        Keepsake.objects.filter(path__in=paths).delete()


def start(path: str, until: datetime) -> bool:
    """Whether the file is to be kept: from now on no page on the disk names it, but for those that fail."""
    return bool(Keepsake.objects.filter(path=path).update(until=until))


def is_due(now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [connection.ops.adapt_datetimefield_value(now)])
        return cursor.fetchone() is not None


# Asked four times a second.
_DUE = "SELECT 1 FROM press_keepsake WHERE until <= %s LIMIT 1"


def due(now: datetime, again: datetime) -> list[Keepsake]:
    """What no page can name any more. If some page keeps failing, its last good form still does: then
    nothing goes before `again`."""
    if not is_due(now):
        return []
    over = Keepsake.objects.filter(until__lte=now)
    if Artifact.objects.filter(stale=True).exclude(path="").exclude(error="").exists():
        over.update(until=again)
    return list(over.order_by("pk"))


def places() -> list[Place]:
    """All that is kept now."""
    return [Place(path, plain=True) for path in Keepsake.objects.values_list("path", flat=True)]


def holds(paths: Collection[str]) -> bool:
    return Keepsake.objects.filter(path__in=paths).exists()
