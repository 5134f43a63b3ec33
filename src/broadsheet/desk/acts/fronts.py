"""A front is launched."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.acts.actor import Actor, may_change, may_publish, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import file, require_valid, unfile
from broadsheet.desk.compose.front import front_record
from broadsheet.desk.errors import StaleRevision
from broadsheet.desk.models import Front


class PublishFront:
    """Saves and publishes the front as it is in memory.

    Its `edition` must be the stored one: whoever began from an older edition gets
    StaleRevision instead of overwriting what somebody else launched meanwhile.
    Raises NotAllowed, ChecksFailed too.
    """

    name: ClassVar = "publish"

    def __init__(self, front: Front, *, by: Actor, why: str = "") -> None:
        self.front = front
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_launch(self.by, self.front)
        require_valid(self.front)
        self._require_newest()
        self.front.edition += 1
        self.front.save()
        return file(front_record(self.front), act=self.name, by=name_of(self.by), why=self.why)

    def _require_newest(self) -> None:
        stored = Front.objects.select_for_update().filter(pk=self.front.pk).values_list("edition", flat=True)
        if stored.first() not in {None, self.front.edition}:
            raise StaleRevision(
                _("Somebody launched the front “%(title)s” meanwhile. Open it again.")
                % {"title": str(self.front)}
            )


class WithdrawFront:
    """Readers get the front that the site makes by itself. Raises NotAllowed, NotPublished."""

    name: ClassVar = "withdraw"

    def __init__(self, front: Front, *, by: Actor, why: str = "") -> None:
        self.front = front
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_launch(self.by, self.front)
        asset = f"front:{self.front.front_id}"
        return unfile(asset, act=self.name, by=name_of(self.by), why=self.why)


def may_launch(by: Actor, front: Front) -> None:
    """A section's front belongs to whoever may publish in the section. Raises NotAllowed."""
    if front.section is not None:
        may_publish(by, front.section)
    else:
        may_change(by, front)
