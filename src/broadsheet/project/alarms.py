"""Alarms from all rooms: each look says what is wrong now, in words for those who run the newsroom.

A new one is a function here and its place in `_LOOKS` or, if it needs the desk, `_DESK_LOOKS`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.apps import apps
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from broadsheet.desk.alarms import CLOCKS_DISAGREE, Alarm, Provider
from broadsheet.kernel import clock
from broadsheet.press import heartbeat, sample, trouble
from broadsheet.press.outstanding import Outstanding, outstanding
from broadsheet.project.configuration import SITE_VARIABLE, active
from broadsheet.wire import inbox
from broadsheet.wire.config import Connector
from broadsheet.wire.models import ConnectorState

PATIENCE: Final = timedelta(seconds=60)
"""For so long pages and purges may wait."""
PATIENCE_WITH_HUB: Final = timedelta(minutes=15)
"""So long the WebSub hub may not have heard: readers' programs that ask by themselves miss nothing."""
KNOWN_FOR: Final = timedelta(days=14)
"""A supplier that sent nothing for longer is no longer expected to."""

_FAILURES: Final = 3
"""In a row, before somebody is told: hosts are away for a minute now and then."""

DRIFT: Final = "press-drift"
FAILING: Final = "press-failing"
BEHIND: Final = "press-behind"
STORE: Final = "store-failing"
NOT_PURGED: Final = "purge-backlog"
NOT_PINGED: Final = "hub-backlog"
WORKER: Final = "worker-silent"
QUARANTINE: Final = "wire-quarantine"
SILENT: Final = "feed-silent"
CONNECTOR_FAILS: Final = "wire-connector-fails"
REFUSED: Final = "release-refused"
RIGHTS: Final = "rights-ending"
RECALLED: Final = "wire-recalled"
NOT_AUTOMATIC: Final = "automatic-refused"

CODES: Final = frozenset(
    {DRIFT, FAILING, BEHIND, STORE, NOT_PURGED, NOT_PINGED, WORKER, QUARANTINE, SILENT, CLOCKS_DISAGREE}
    | {REFUSED, RIGHTS, RECALLED, NOT_AUTOMATIC}
)
"""Of every alarm that there may be."""


def standing() -> list[Alarm]:
    """All that stand now, in the language in force; without those of the desk where it is not loaded."""
    looks = _LOOKS + (_DESK_LOOKS if apps.is_installed("broadsheet.desk") else ())
    return [alarm for look in looks for alarm in look()]


def provider() -> Provider:
    """What `broadsheet.desk.alarms.install` takes."""
    return Provider(standing, settle, frozenset({DRIFT}))


def settle(code: str, by: str) -> None:
    """A person has seen it."""
    if code == DRIFT:
        sample.acknowledge(by)


# ---- press ------------------------------------------------------------------------------


def _drift() -> Iterator[Alarm]:
    if found := sample.open_drift():
        text = ngettext(
            "%(count)d file that readers get was not as it should be: %(file)s. Pages are made anew.",
            "%(count)d files that readers get were not as they should be, such as %(file)s."
            " Pages are made anew.",
            len(found),
        )
        message = text % {"count": len(found), "file": found[0].file}
        yield Alarm(code=DRIFT, message=message, since=found[0].found)


def _failing() -> Iterator[Alarm]:
    if found := trouble.failing():
        text = ngettext(
            "%(count)d page cannot be made and stays as it was: %(page)s.",
            "%(count)d pages cannot be made and stay as they were, such as %(page)s.",
            len(found),
        )
        first = found[0]
        message = text % {"count": len(found), "page": first.path or first.name}
        # The reason is for whoever mends it: what to do, or the missing text, or the template and its line.
        yield Alarm(code=FAILING, message=f"{message} {trouble.said_of(first, _language())}")


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def left_of(first: int, last: int) -> list[Outstanding]:
    """What `broadsheet.desk.outstanding.install` takes."""
    return outstanding(first, last, language=_language())


def refused(asset: str) -> str:
    """What `broadsheet.desk.refused.install` takes."""
    kind = asset.partition(":")[0]
    artifact = trouble.of(f"{kind}:{asset}")
    return trouble.said_of(artifact, _language()) if artifact is not None else ""


def _behind() -> Iterator[Alarm]:
    since = trouble.behind_since()
    if _too_long_ago(since):
        message = _("What was published has not reached the readers yet: see whether the worker runs.")
        yield Alarm(code=BEHIND, message=message, since=since)


def _store() -> Iterator[Alarm]:
    found = trouble.with_store()
    if found and (found.code not in _MAY_PASS or _too_long_ago(found.since)):
        message = _("What was published cannot be written for readers: %(reason)s")
        reason = _REASONS.get(found.code)
        said = f"{reason()} {found.error}" if reason else found.error
        yield Alarm(code=STORE, message=message % {"reason": said}, since=found.since)


_MAY_PASS: Final = frozenset({"press-store-failed", "press-bucket-busy", "press-bucket-unanswered"})
_REASONS: Final[dict[str, Callable[[], str]]] = {
    "press-store-full": lambda: _("There is no room left."),
    "press-bucket-refused": lambda: _("The bucket refuses it."),
    "press-bucket-missing": lambda: _("There is no such bucket."),
    "press-bucket-busy": lambda: _("The bucket asks for patience."),
    "press-bucket-unanswered": lambda: _("The bucket does not answer."),
}


def _not_purged() -> Iterator[Alarm]:
    count, since = trouble.not_purged()
    if _too_long_ago(since):
        text = ngettext(
            "The cache before the site has not heard of %(count)d change: readers may get an old page.",
            "The cache before the site has not heard of %(count)d changes: readers may get old pages.",
            count,
        )
        yield Alarm(code=NOT_PURGED, message=text % {"count": count}, since=since)


def _not_pinged() -> Iterator[Alarm]:
    count, since = trouble.not_pinged()
    if _too_long_ago(since, PATIENCE_WITH_HUB):
        text = ngettext(
            "The WebSub hub has not heard of %(count)d changed feed: subscribers get its news later.",
            "The WebSub hub has not heard of %(count)d changed feeds: subscribers get their news later.",
            count,
        )
        yield Alarm(code=NOT_PINGED, message=text % {"count": count}, since=since)


def _worker() -> Iterator[Alarm]:
    last = heartbeat.last_beat()
    if _too_long_ago(last, heartbeat.LIVES):
        message = _(
            "No worker was heard of for a while: until one is started, nothing is released and no page made."
        )
        yield Alarm(code=WORKER, message=message, since=last)


def _too_long_ago(since: datetime | None, patience: timedelta = PATIENCE) -> bool:
    return since is not None and since < clock.now() - patience


# ---- wire -------------------------------------------------------------------------------


def _quarantine() -> Iterator[Alarm]:
    if count := inbox.count_quarantined():
        text = ngettext(
            "%(count)d agency file could not be read.", "%(count)d agency files could not be read.", count
        )
        yield Alarm(code=QUARANTINE, message=text % {"count": count})


def silent() -> dict[str, datetime]:
    """Suppliers that should have sent something by now, and when they did last; the longest first."""
    from broadsheet.desk import config

    now, patience = clock.now(), config.active().silence
    last = inbox.last_of_each(now - KNOWN_FOR) if patience else {}
    quiet = [(moment, supplier) for supplier, moment in last.items() if moment < now - patience]
    return {supplier: moment for moment, supplier in sorted(quiet)}


def _silent() -> Iterator[Alarm]:
    if found := silent():
        [supplier, since], *_others = found.items()
        text = ngettext(
            "%(name)s has sent nothing since %(moment)s: ask whether the line is down.",
            "%(count)d agencies have sent nothing for long, %(name)s since %(moment)s:"
            " ask whether their lines are down.",
            len(found),
        )
        moment = date_format(localtime(since), "SHORT_DATETIME_FORMAT")
        message = text % {"count": len(found), "name": supplier, "moment": moment}
        yield Alarm(code=SILENT, message=message, since=since)


def _connectors_fail() -> Iterator[Alarm]:
    failing = ConnectorState.objects.filter(name__in=_connectors(), failures__gte=_FAILURES)
    for state in failing.order_by("name"):
        message = _("The agency connector “%(name)s” fails: %(problem)s") % {
            "name": state.name,
            "problem": state.problem,
        }
        yield Alarm(code=CONNECTOR_FAILS, message=message, since=state.went_well)


def _connectors() -> Mapping[str, Connector]:
    """Those of this site now: states of connectors that are no more are no reason for alarm."""
    return active().wire.connectors if os.environ.get(SITE_VARIABLE) else {}


# ---- desk -------------------------------------------------------------------------------


def _held() -> Iterator[Alarm]:
    from broadsheet.desk import clock_watch

    if held := clock_watch.held():
        yield Alarm(code=CLOCKS_DISAGREE, message=_why_held(*held.doubt), since=held.since)


def _why_held(reason: str, off: timedelta) -> str:
    if reason == "database":
        text = _(
            "Scheduled stories are held: machine and database differ by %(off)s. Set the wrong one right."
        )
    elif reason == "later":
        text = _("Scheduled stories are held: the machine seems to have been off for %(off)s. Is it %(now)s?")
    elif off > timedelta():
        text = _("Scheduled stories are held: the machine's clock is suddenly %(off)s ahead. Is it %(now)s?")
    else:
        text = _("Scheduled stories are held: the machine's clock is suddenly %(off)s behind. Is it %(now)s?")
    now = date_format(localtime(clock.now()), "DATETIME_FORMAT")
    return text % {"off": _span(abs(off)), "now": now}


def _span(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    if seconds < 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    moment = clock.now()
    return timesince(moment - timedelta(seconds=seconds), moment, depth=2)


def _refused() -> Iterator[Alarm]:
    from broadsheet.desk import clock_watch
    from broadsheet.desk.schedule import overdue

    late = overdue()
    if late and not clock_watch.held():
        text = ngettext(
            "%(count)d scheduled story should be published by now, but was refused.",
            "%(count)d scheduled stories should be published by now, but were refused.",
            len(late),
        )
        yield Alarm(code=REFUSED, message=text % {"count": len(late)}, since=late[0].approved_go_live_at)


def _rights() -> Iterator[Alarm]:
    from broadsheet.desk.rights import ending

    if found := ending():
        text = ngettext(
            "The rights to the published picture “%(title)s” end or ended on %(day)s: from then on readers"
            " get its stories without it. Renew them at the picture, or choose another one.",
            "The rights to %(count)d published pictures end or ended these days, first those to “%(title)s”"
            " on %(day)s: from then on readers get their stories without them. Renew them at the pictures, or"
            " choose others.",
            len(found),
        )
        day = date_format(localtime(found[0].rights_until), "SHORT_DATE_FORMAT")
        yield Alarm(code=RIGHTS, message=text % {"count": len(found), "title": found[0].title, "day": day})


def _recalled() -> Iterator[Alarm]:
    from broadsheet.desk.derived import unanswered
    from broadsheet.desk.models import StoryPage

    if found := unanswered():
        text = ngettext(
            "An agency canceled or withholds what a story was made of: “%(title)s”. Retract or correct it.",
            "Agencies canceled or withhold what %(count)d stories were made of, such as “%(title)s”."
            " Retract or correct them.",
            len(found),
        )
        title = StoryPage.objects.filter(pk=found[0]).values_list("draft_title", flat=True).first()
        yield Alarm(code=RECALLED, message=text % {"count": len(found), "title": title})


def _not_automatic() -> Iterator[Alarm]:
    from broadsheet.desk.automatic import refused

    if found := refused():
        text = ngettext(
            "“%(title)s” was not published by itself: %(reason)s",
            "%(count)d agency items were not published by themselves, first “%(title)s”: %(reason)s",
            len(found),
        )
        message = text % {"count": len(found), "title": found[0].item, "reason": found[0].refusal}
        yield Alarm(code=NOT_AUTOMATIC, message=message, since=found[0].at)


_LOOKS: Final[tuple[Callable[[], Iterator[Alarm]], ...]] = (
    _drift,
    _failing,
    _behind,
    _store,
    _not_purged,
    _not_pinged,
    _worker,
    _quarantine,
    _connectors_fail,
)
_DESK_LOOKS: Final[tuple[Callable[[], Iterator[Alarm]], ...]] = (
    _silent,
    _held,
    _refused,
    _rights,
    _recalled,
    _not_automatic,
)
