"""A front is launched, taken back, or made again what it was before."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.acts.actor import Actor, may_change, may_publish, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import file, require_valid, unfile
from broadsheet.desk.compose.from_front import containers_of
from broadsheet.desk.compose.front import front_record
from broadsheet.desk.errors import NotPublished, StaleRevision
from broadsheet.desk.models import Front
from broadsheet.ledger import journal, records


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
        save_next_edition(self.front)
        return file(front_record(self.front), act=self.name, by=name_of(self.by), why=self.why)


class UndoFront:
    """Readers get the front before the newest launch again; undone once more, the one before that.

    What was before the first launch is the front that the site makes by itself. `edition` is
    asked for as by PublishFront. Raises NotAllowed, NotPublished, StaleRevision.
    """

    name: ClassVar = "undo"

    def __init__(self, front: Front, *, by: Actor, why: str = "") -> None:
        self.front = front
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_launch(self.by, self.front)
        asset = asset_of(self.front)
        before = launch_before(asset)
        # As it was entered: a rule whose section the desk no longer has stays what it was.
        self.front.containers = Front.containers.field.to_python(json.dumps(containers_of(before)))
        save_next_edition(self.front)
        if before is None:
            return unfile(asset, act=self.name, by=name_of(self.by), why=self.why)
        return file(before, act=self.name, by=name_of(self.by), why=self.why)


class WithdrawFront:
    """Readers get the front that the site makes by itself.

    `edition` is asked for as by PublishFront. Raises NotAllowed, NotPublished, StaleRevision.
    """

    name: ClassVar = "withdraw"

    def __init__(self, front: Front, *, by: Actor, why: str = "") -> None:
        self.front = front
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_launch(self.by, self.front)
        save_next_edition(self.front)
        return unfile(asset_of(self.front), act=self.name, by=name_of(self.by), why=self.why)


def asset_of(front: Front) -> str:
    return f"front:{front.front_id}"


def launch_before(asset: str) -> records.Front | None:
    """What an undo would bring back; None for the site's own. Raises NotPublished if there is no launch.

    An undo takes the newest launch off the pile, so that the next one reaches further back.
    """
    pile: list[records.Front | None] = [None]
    for entry in journal.history(asset):
        if entry.act == UndoFront.name:
            pile.pop()
        else:
            pile.append(entry.record if isinstance(entry.record, records.Front) else None)
    if len(pile) < 2:
        raise NotPublished(_("There is no launch to take back."))
    return pile[-2]


def save_next_edition(front: Front) -> None:
    """Raises StaleRevision if `edition` is not the stored one: somebody launched meanwhile."""
    front.front_id = front.key()
    stored = Front.objects.select_for_update().filter(front_id=front.front_id).first()
    if stored is not None and (front.pk, front.edition) != (stored.pk, stored.edition):
        raise StaleRevision(
            _("Somebody launched the front “%(title)s” meanwhile. Open it again.") % {"title": str(front)}
        )
    front.edition += 1
    front.save()


def may_launch(by: Actor, front: Front) -> None:
    """A section's front belongs to whoever may publish in the section, a topic's to whoever may change
    topics. Raises NotAllowed."""
    if front.section is not None:
        may_publish(by, front.section)
    elif front.topic is not None:
        may_change(by, front.topic)
    else:
        may_change(by, front)
