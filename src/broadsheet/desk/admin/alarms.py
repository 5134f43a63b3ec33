"""Alarms at the desk: on the first page, as a number in the menu, and the button that settles one."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from broadsheet.desk import alarms
from broadsheet.desk.acts import ConfirmClock
from broadsheet.desk.admin.access import for_staff, is_chief, require
from broadsheet.desk.admin.menu_item import DeskItem
from broadsheet.desk.admin.states import moment_text
from broadsheet.desk.alarms import CLOCKS_DISAGREE, Alarm

_TOLD_OTHERWISE: Final = frozenset({"release-refused"})
"""The first page names these stories one by one."""
_LEADS_TO: Final = {
    "wire-quarantine": ("desk_quarantine:index", ""),
    "wire-recalled": ("desk_stories:index", "?state=recalled"),
    "automatic-refused": ("desk_inbox:index", ""),
    "rights-ending": ("wagtailimages:index", ""),
}
"""A view and its query."""


class AlarmRow(NamedTuple):
    message: str
    since: str
    link: str
    settle: str
    """Where the button sends to; empty if the alarm ends with its reason alone."""
    label: str | Promise


def standing(request: Any) -> list[Alarm]:
    """For those who answer for the house; asked once for each request."""
    if not hasattr(request, "desk_alarms"):
        request.desk_alarms = alarms.standing() if is_chief(request.user) else []
    found: list[Alarm] = request.desk_alarms
    return found


def alarm_rows(request: Any) -> list[AlarmRow]:
    return [_row(alarm) for alarm in standing(request) if alarm.code not in _TOLD_OTHERWISE]


def _row(alarm: Alarm) -> AlarmRow:
    name, query = _LEADS_TO.get(alarm.code, ("", ""))
    label = _label(alarm.code)
    return AlarmRow(
        alarm.message,
        moment_text(alarm.since) if alarm.since else "",
        reverse(name) + query if name else "",
        reverse("desk:settle", args=[alarm.code]) if label else "",
        label,
    )


def _label(code: str) -> str | Promise:
    if code == CLOCKS_DISAGREE:
        return _("The clock is right")
    return _("I have seen it") if alarms.waits_for_a_person(code) else ""


class AlarmsItem(DeskItem):
    """In the menu only while there is an alarm."""

    def is_shown(self, request: Any) -> bool:
        return bool(standing(request))

    def count(self, request: Any) -> int:
        return len(standing(request))


@require_POST
def settle(request: HttpRequest, code: str) -> HttpResponse:
    require(is_chief(request.user))
    if code == CLOCKS_DISAGREE:
        ConfirmClock(by=request.user).execute()  # type: ignore[arg-type]
        messages.success(request, _now("The clock is confirmed. What is due is released now."))
    else:
        alarms.settle(code, request.user.get_username())
    return redirect("desk:home")


view = for_staff(settle)
