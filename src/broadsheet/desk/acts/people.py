"""People go to the readers and are taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.acts.actor import Actor, may_change, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import file, require_valid, unfile
from broadsheet.desk.compose.person import person_record
from broadsheet.desk.errors import StillInUse
from broadsheet.desk.models import Person, StoryPage


class PublishPerson:
    """Saves and publishes. Raises NotAllowed, ChecksFailed, and what the ledger raises."""

    name: ClassVar = "publish"

    def __init__(self, person: Person, *, by: Actor, why: str = "") -> None:
        self.person = person
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.person)
        require_valid(self.person)
        self.person.save()
        return file(person_record(self.person), act=self.name, by=name_of(self.by), why=self.why)


class WithdrawPerson:
    """Takes a person back who wrote no published story. Raises NotAllowed, StillInUse, NotPublished."""

    name: ClassVar = "withdraw"

    def __init__(self, person: Person, *, by: Actor, why: str = "") -> None:
        self.person = person
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.person, "delete")
        count = StoryPage.objects.filter(live=True, bylines__person=self.person).count()
        if count:
            raise StillInUse(
                _("%(count)s published stories are by %(name)s. Change their bylines first.")
                % {"count": count, "name": self.person.name}
            )
        asset = f"person:{self.person.person_id}"
        return unfile(asset, act=self.name, by=name_of(self.by), why=self.why)
