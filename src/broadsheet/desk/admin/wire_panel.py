"""In the story's editor: where the story comes from, what the agency has done since, and what to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from broadsheet.desk.acts.lift_embargo import may_lift
from broadsheet.desk.admin.agency_update import rows_of
from broadsheet.desk.admin.states import Badge, badges, facts_of, recalled_label
from broadsheet.desk.agency_update import update_of
from broadsheet.desk.derived import Taken, is_behind, is_recalled, lifted, taken_by, waits, wording
from broadsheet.desk.models import EmbargoLift, StoryPage
from broadsheet.kernel import clock
from broadsheet.wire import inbox


class Recall(msgspec.Struct, frozen=True):
    label: str
    words: str
    since: datetime
    item: str
    has_notes: bool
    """Whether the agency tells the newsroom more; that stays at the item, out of reach of the story."""


class WirePanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/wire.html"

        @cached_property
        def taken(self) -> list[Taken]:
            return taken_by(self.instance)

        def is_shown(self) -> bool:
            return bool(self.instance.pk and (self.instance.wire_item or self.taken))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            story: StoryPage = self.instance
            may = story.permissions_for_user(self.request.user)
            may_lift_it = may.can_publish() and may_lift(self.request.user) and _waiting(story, self.taken)
            update = update_of(StoryPage.objects.get(pk=story.pk)) if self._is_behind() else None
            item = next((each.item for each in self.taken if not each.picture), None)
            return {
                **context,
                "story": story,
                "item": item,
                "pictures": [each for each in self.taken if each.picture],
                "badges": _loud(story, self.taken),
                "recalls": [_recall(each) for each in self.taken if is_recalled(each.item)],
                "may_answer": story.live and may.can_publish(),
                "lifts": list(EmbargoLift.objects.filter(story=story)),
                "lift_url": _lift_url(story) if may_lift_it else "",
                "update": update,
                "rows": rows_of(update.open) if update else [],
            }

        def _is_behind(self) -> bool:
            texts = (each.item for each in self.taken if not each.picture)
            return any(is_behind(self.instance, item) and not is_recalled(item) for item in texts)


def _loud(story: StoryPage, taken: list[Taken]) -> list[Badge]:
    """Without the recalls, which the panel tells at length."""
    told = {recalled_label(each) for each in taken if is_recalled(each.item)}
    found = badges(story, facts_of([story]))
    return [badge for badge in found if badge.tone in {"warning", "danger"} and badge.label not in told]


def _recall(taken: Taken) -> Recall:
    item = taken.item
    return Recall(
        recalled_label(taken), wording(taken), item.received, item.pk, bool(inbox.internal_notes(item.pk))
    )


def _waiting(story: StoryPage, taken: list[Taken]) -> bool:
    now, lifts = clock.now(), lifted([story.pk])
    return any(waits(story, each, now, lifts) for each in taken)


def _lift_url(story: StoryPage) -> str:
    return reverse("desk_acts:lift_embargo", args=[story.pk])
