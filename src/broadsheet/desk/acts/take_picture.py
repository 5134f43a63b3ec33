"""An agency's picture goes into the desk's pictures, and into a story's draft."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from broadsheet.desk.acts.actor import Actor, System, account_of, name_of
from broadsheet.desk.acts.releasing import locked
from broadsheet.desk.agency_pictures import desk_picture
from broadsheet.desk.agency_update import stored
from broadsheet.desk.errors import NotAllowed
from broadsheet.desk.models import Picture, StoryPage
from broadsheet.wire.pictures import Offered


class TakePicture:
    """With a story: becomes its lead picture if it has none, else a picture at the end of its text.

    Readers get nothing by it; embargo and status of the item stay with the picture.
    Raises NotAllowed, ItemRecalled, UnfitFile, and ArchiveDamaged.
    """

    def __init__(self, offered: Offered, story: StoryPage | None = None, *, by: Actor) -> None:
        self.offered = offered
        self.story = story
        self.by = by

    @transaction.atomic
    def execute(self) -> Picture:
        self._require_permission()
        picture = desk_picture(self.offered, account_of(self.by))
        if self.story is not None:
            self._show(locked(self.story), picture)
        return picture

    def _show(self, row: StoryPage, picture: Picture) -> None:
        draft: Any = row.get_latest_revision_as_object()
        if draft.picture is None:
            draft.picture = picture
        else:
            shown = {"type": "picture", "value": {"picture": picture.pk, "caption": ""}}
            draft.body = [*stored(draft), shown]
        draft.save_revision(user=account_of(self.by), log_action=True, clean=False)
        if not row.live:
            # As the editor saves it: then the index of what shows the picture knows the draft.
            draft.save(clean=False)

    def _require_permission(self) -> None:
        if isinstance(self.by, System):
            return
        may_add = policy_registry.get(Picture()).user_has_permission(self.by, "add")
        story = self.story
        may = story is None or story.permissions_for_user(self.by)
        if not may_add or (may is not True and (not may.can_edit() or may.page_locked())):
            raise NotAllowed(_("%(who)s may not take this picture.") % {"who": name_of(self.by)})
