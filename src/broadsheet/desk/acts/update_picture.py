"""What is said of a published picture changes for readers too."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from broadsheet.desk.acts.actor import Actor, System, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.pictures import vaulted
from broadsheet.desk.errors import NotAllowed
from broadsheet.desk.models import Picture, PictureUse
from broadsheet.ledger import journal, records, state


class UpdatePicture:
    """For a picture that was saved: credit, caption, focus, file. Raises NotAllowed."""

    name: ClassVar = "update"

    def __init__(self, picture: Picture, *, by: Actor, why: str = "") -> None:
        self.picture = picture
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed | None:
        """None if no reader can see the picture, or nothing of it has changed."""
        self._require_permission()
        if not PictureUse.objects.filter(picture=self.picture.picture_id).exists():
            return None
        record = vaulted(self.picture)
        if state.get(records.asset_of(record)) == record:
            return None
        entry = journal.append(record, act=self.name, by=name_of(self.by), why=self.why)
        return Filed(entry.asset, "", entry.seq)

    def _require_permission(self) -> None:
        policy = policy_registry.get(self.picture)
        if isinstance(self.by, System) or policy.user_has_permission_for_instance(
            self.by, "change", self.picture
        ):
            return
        raise NotAllowed(
            _("%(who)s may not change “%(what)s”.") % {"who": name_of(self.by), "what": self.picture.title}
        )
