"""What the newsroom does not keep for ever: old items that nobody used, and old bytes.

What stories use stays, with its bytes and all its versions, whatever its age; so do clips and what lies
in quarantine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Final

import msgspec
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from broadsheet.kernel import clock
from broadsheet.wire import models
from broadsheet.wire.config import WireConfig

AT_ONCE: Final = 200
"""Items or files in one transaction: whoever takes in copy waits for no longer."""

InUse = Callable[[Sequence[str]], set[str]]
"""Those of these items of which a story or a picture was made; the desk knows."""


class Tidied(msgspec.Struct, frozen=True, kw_only=True):
    """What went, or would go. Its JSON form has exactly these keys."""

    items: int = 0
    files: int = 0
    """Whose bytes went."""
    bytes: int = 0

    def __add__(self, other: Tidied) -> Tidied:
        return Tidied(
            items=self.items + other.items, files=self.files + other.files, bytes=self.bytes + other.bytes
        )


class Tidying:
    """One way through everything that is old, in steps."""

    def __init__(self, config: WireConfig, archive: Path, in_use: InUse, *, dry: bool = False) -> None:
        self._archive = archive
        self._in_use = in_use
        self._dry = dry
        self._items_after, self._files_after = "", 0
        now = clock.now()
        self._items_before = now - timedelta(days=config.keep_items_days) if config.keep_items_days else None
        self._raw_before = now - timedelta(days=config.keep_raw_days) if config.keep_raw_days else None

    def step(self) -> Tidied | None:
        """A part of it; None when all is done."""
        return self._step_items() or self._step_files()

    def all(self) -> Tidied:
        total = Tidied()
        while (step := self.step()) is not None:
            total += step
        return total

    def _step_items(self) -> Tidied | None:
        """Items that are old and that nobody took."""
        if self._items_before is None:
            return None
        with transaction.atomic():
            old = models.Item.objects.filter(pk__gt=self._items_after, received__lt=self._items_before)
            keys = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            if not keys:
                return None
            self._items_after = keys[-1]
            used = self._used(keys)
            free = (
                models.Item.objects.filter(pk__in=keys, story="")
                .exclude(state=models.Item.State.TAKEN)
                .exclude(pk__in=used)
            )
            count = free.count()
            if not self._dry:
                models.Words.objects.filter(arrival__in=list(free.values_list("arrival", flat=True))).delete()
                free.delete()
        return Tidied(items=count)

    def _used(self, items: Sequence[str]) -> set[str]:
        """With clips, which editors chose to keep: whose words they are can be asked at any time."""
        clipped = models.ClippedRun.objects.filter(item__in=items).values_list("item", flat=True)
        return self._in_use(items) | set(clipped)

    def _step_files(self) -> Tidied | None:
        """Bytes that are old, or that no version and no case refers to any more."""
        old = self._old_files()
        files = [] if old is None else list(old.filter(pk__gt=self._files_after).order_by("pk")[:AT_ONCE])
        if not files:
            return None
        self._files_after = files[-1].pk
        raws = {file.pk: file for file in files}
        of_item = models.Version.objects.filter(raw__in=list(raws)).values_list("raw", "item", "item__story")
        items = {item for _, item, _ in of_item}
        used = self._used(sorted(items))
        kept = {raw for raw, item, story in of_item if story or item in used}
        free = [file for file in files if file.pk not in kept]
        if not self._dry:
            self._give_up(free)
        return Tidied(files=len(free), bytes=sum(file.size for file in free))

    def _old_files(self) -> QuerySet[models.RawFile] | None:
        found = models.RawFile.objects.exclude(place="")
        waiting = models.Quarantine.objects.filter(raw=OuterRef("pk"), resolved=None)
        found = found.exclude(Exists(waiting))
        asked = []
        if self._raw_before is not None:
            asked.append(Q(received__lt=self._raw_before))
        if self._items_before is not None:
            asked.append(Q(~Exists(_versions()), received__lt=self._items_before))
        return found.filter(reduce(or_, asked)) if asked else None

    def _give_up(self, files: Sequence[models.RawFile]) -> None:
        """The bytes first: a process that dies in between finds the rows again."""
        for file in files:
            (self._archive / file.place).unlink(missing_ok=True)
        given_up = models.RawFile.objects.filter(pk__in=[file.pk for file in files])
        with transaction.atomic():
            given_up.update(place="")
            cases = models.Quarantine.objects.filter(raw=OuterRef("pk"))
            given_up.filter(~Exists(_versions()), ~Exists(cases)).delete()


def _versions() -> QuerySet[models.Version]:
    return models.Version.objects.filter(raw=OuterRef("pk"))
