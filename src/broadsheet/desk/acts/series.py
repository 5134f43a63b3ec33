"""Podcasts go to the readers and are taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.acts.actor import Actor, may_change, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import file, require_valid, unfile
from broadsheet.desk.compose.series import series_record
from broadsheet.desk.errors import StillInUse
from broadsheet.desk.models import Series, StoryPage


class PublishSeries:
    """Saves and publishes, cover included. Raises NotAllowed, ChecksFailed, and what the ledger raises."""

    name: ClassVar = "publish"

    def __init__(self, series: Series, *, by: Actor, why: str = "") -> None:
        self.series = series
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.series)
        require_valid(self.series)
        self.series.save()
        record = series_record(self.series)
        return file(record, act=self.name, by=name_of(self.by), why=self.why, pictures=[self.series.cover])


class WithdrawSeries:
    """Takes a podcast back that has no published episode. Raises NotAllowed, StillInUse, NotPublished."""

    name: ClassVar = "withdraw"

    def __init__(self, series: Series, *, by: Actor, why: str = "") -> None:
        self.series = series
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.series, "delete")
        count = StoryPage.objects.filter(live=True, series=self.series).count()
        if count:
            raise StillInUse(
                _("The podcast “%(title)s” has %(count)s published episodes. Change them first.")
                % {"count": count, "title": self.series.title}
            )
        asset = f"series:{self.series.series_id}"
        return unfile(asset, act=self.name, by=name_of(self.by), why=self.why)
