"""The house speaks: its pages and its name."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction

from broadsheet.desk.acts.actor import Actor, may_change, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import file, require_valid, unfile
from broadsheet.desk.compose.blocks import media_in, pictures_in
from broadsheet.desk.compose.house import page_record, settings_record
from broadsheet.desk.models import HousePage, SiteIdentity


class PublishHousePage:
    """Saves and publishes. Raises NotAllowed, ChecksFailed, and what the ledger raises."""

    name: ClassVar = "publish"

    def __init__(self, page: HousePage, *, by: Actor, why: str = "") -> None:
        self.page = page
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.page)
        require_valid(self.page)
        self.page.save()
        pictures = list({each.pk: each for each in pictures_in(self.page.body)}.values())
        media = list({each.pk: each for each in media_in(self.page.body)}.values())
        return file(
            page_record(self.page),
            act=self.name,
            by=name_of(self.by),
            why=self.why,
            pictures=pictures,
            media=media,
        )


class WithdrawHousePage:
    """Raises NotAllowed, NotPublished."""

    name: ClassVar = "withdraw"

    def __init__(self, page: HousePage, *, by: Actor, why: str = "") -> None:
        self.page = page
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.page, "delete")
        asset = f"page:{self.page.page_id}"
        return unfile(asset, act=self.name, by=name_of(self.by), why=self.why)


class PublishIdentity:
    """Saves and publishes. Raises NotAllowed, ChecksFailed."""

    name: ClassVar = "publish"

    def __init__(self, identity: SiteIdentity, *, by: Actor, why: str = "") -> None:
        self.identity = identity
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.identity)
        require_valid(self.identity, exclude={"id"})
        self.identity.save()
        return file(settings_record(self.identity), act=self.name, by=name_of(self.by), why=self.why)
