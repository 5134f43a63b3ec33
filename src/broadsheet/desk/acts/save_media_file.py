"""A video, a recording or a document is saved; readers who are offered it get the change."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction

from broadsheet.desk.acts.actor import Actor, may_change, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import require_valid
from broadsheet.desk.acts.media import offered
from broadsheet.desk.models import MediaFile, MediaUse
from broadsheet.ledger import journal


class SaveMediaFile:
    """Saves; readers who are offered the file get the change at once. Raises NotAllowed, ChecksFailed."""

    name: ClassVar = "update"

    def __init__(self, file: MediaFile, *, by: Actor, why: str = "") -> None:
        self.file = file
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        """Its number is that of the last entry, zero if no reader is offered the file."""
        may_change(self.by, self.file, "change" if self.file.pk else "add")
        require_valid(self.file)
        self.file.save()
        asset = f"media:{self.file.media_id}"
        is_offered = MediaUse.objects.filter(media=self.file.media_id).exists()
        entries = list(offered(self.file, name_of(self.by), self.name, self.why)) if is_offered else []
        written = journal.append_all(entries) if entries else []
        return Filed(asset, "", written[-1].seq if written else 0)
