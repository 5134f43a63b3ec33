"""A person has looked at a watch: what the machine's clock says is right."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from broadsheet.desk import clock_watch
from broadsheet.desk.acts.actor import Actor, System, account_of, name_of
from broadsheet.desk.errors import NotAllowed
from broadsheet.kernel import clock


class ConfirmClock:
    """Releases go on, unless the database's clock says another time. For whoever answers for the house.

    Raises NotAllowed.
    """

    name: ClassVar = "desk.confirm_clock"

    def __init__(self, *, by: Actor) -> None:
        self.by = by

    @transaction.atomic
    def execute(self) -> None:
        self._require_permission()
        row = clock_watch.trust()
        said = {"wall": clock.now().isoformat(), "by": name_of(self.by)}
        log(row, self.name, user=account_of(self.by), data=said)

    def _require_permission(self) -> None:
        root = Page.get_first_root_node()
        if not isinstance(self.by, System) and not root.permissions_for_user(self.by).can_publish_subpage():
            raise NotAllowed(_("%(who)s may not confirm the clock.") % {"who": name_of(self.by)})
