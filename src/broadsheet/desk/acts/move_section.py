"""A story moves to another section; its id stays, its old address leads to the new one."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction

from broadsheet.desk.acts.actor import Actor, System, account_of, may_publish, name_of
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.entering import enter
from broadsheet.desk.acts.releasing import locked
from broadsheet.desk.errors import NotAllowed
from broadsheet.desk.folders import folder_for
from broadsheet.desk.models import SectionPage, StoryPage
from broadsheet.kernel import clock


class MoveSection:
    """A published story is published again at its new address. Raises NotAllowed."""

    name: ClassVar = "move"

    def __init__(self, story: StoryPage, section: SectionPage, *, by: Actor, why: str = "") -> None:
        self.story = story
        self.section = section
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Done | None:
        """None for a story that is not published."""
        row = locked(self.story)
        self._require_permission(row)
        folder = folder_for(self.section, row.first_published_at or clock.now())
        MovePageAction(row, folder, pos="last-child", user=account_of(self.by)).execute(
            skip_permission_checks=True
        )
        if not row.live:
            return None
        moved = StoryPage.objects.get(pk=row.pk)
        return enter(moved, act=self.name, by=name_of(self.by), why=self.why)

    def _require_permission(self, row: StoryPage) -> None:
        if isinstance(self.by, System):
            return
        if row.live:
            may_publish(self.by, row)
            may_publish(self.by, self.section)
        here, there = (page.permissions_for_user(self.by) for page in (row, self.section))
        if not here.can_edit() or not (self.by.is_superuser or "add" in there.permissions):  # type: ignore[attr-defined]
            raise NotAllowed(
                _("%(who)s may not move “%(what)s” to “%(where)s”.")
                % {"who": name_of(self.by), "what": row.title, "where": self.section.title}
            )
