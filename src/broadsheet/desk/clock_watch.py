"""Whether the machine's clock can be trusted with an embargo.

Three clocks must agree: the wall clock, the time that the machine has been running, and the
database's. What they said is kept in the database, so a restart of the process changes nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from django.db import connection
from django.db.models.functions import Now

from broadsheet.desk.config import active
from broadsheet.desk.models import ClockReading
from broadsheet.kernel import clock

log = logging.getLogger(__name__)

Reason = Literal["jumped", "earlier", "later", "database"]

SLEWING: Final = 500e-6
"""No faster than this is a clock brought right without a step: 500 parts per million (RFC 5905).

On Linux slewing moves the uptime as well and needs no allowance; elsewhere it does.
"""
LONGEST_OFF: Final = timedelta(days=1)
"""A machine that seems to have been off for longer may have started with a wrong clock."""
KEPT_EVERY: Final = timedelta(minutes=1)


class Doubt(NamedTuple):
    """Why the time cannot be trusted now."""

    reason: Reason
    by: timedelta
    """How far the wall clock is ahead of where it should be; below zero if it is behind."""


class Look(NamedTuple):
    """What the clocks say at one moment."""

    wall: datetime
    uptime: clock.Uptime
    database: datetime | None
    """None where the database has no clock of its own."""


class Hold(NamedTuple):
    since: datetime
    """By the clock that is in doubt."""
    doubt: Doubt


class Judgement(NamedTuple):
    moment: datetime
    """The wall clock's; what is due is due by it."""
    doubt: Doubt | None


def judge() -> Judgement:
    """Compares the clocks and keeps what they say; the log tells when they begin and cease to agree."""
    look, kept = _look(), ClockReading.objects.first()
    doubt = _doubt(look, kept)
    _keep(look, kept, doubt)
    return Judgement(look.wall, doubt)


def held() -> Hold | None:
    """Why releases would be held now, and since when they are; changes nothing."""
    look, kept = _look(), ClockReading.objects.first()
    doubt = _doubt(look, kept)
    if doubt is None:
        return None
    return Hold(kept.held_since if kept and kept.held_since else look.wall, doubt)


def trust() -> ClockReading:
    """From now on what the wall clock says is right."""
    look = _look()
    kept, _new = ClockReading.objects.update_or_create(id=1, defaults=_reading(look, look.wall))
    return kept


# ---- reading ----------------------------------------------------------------------------


def _look() -> Look:
    return Look(clock.now(), clock.uptime(), database_time())


def database_time() -> datetime | None:
    """SQLite runs inside this process and asks the same clock: its answer would say nothing."""
    return None if connection.vendor == "sqlite" else ask_database()


def ask_database() -> datetime | None:
    """None before the first reading is kept: there is no row yet to ask with."""
    return ClockReading.objects.values_list(Now(), flat=True).first()


# ---- judging ----------------------------------------------------------------------------


def _doubt(look: Look, kept: ClockReading | None) -> Doubt | None:
    """The first reading of all has nothing to be compared with but the database's clock."""
    return (_doubt_by_uptime(look, kept) if kept else None) or _doubt_by_database(look)


def _doubt_by_uptime(look: Look, kept: ClockReading) -> Doubt | None:
    expected = _expected(look, kept)
    if expected is None:
        return _doubt_after_a_start(look, kept)
    off = look.wall - expected
    return Doubt("jumped", off) if abs(off) > _tolerance() + _slewing(look, kept) else None


def _doubt_after_a_start(look: Look, kept: ClockReading) -> Doubt | None:
    """The machine was off, nobody knows for how long: only what is unlikely can be told."""
    off = look.wall - kept.wall
    if kept.reason == "jumped":  # a restart does not make a clock right that was not
        return Doubt("jumped", off)
    if off < -_tolerance():
        return Doubt("earlier", off)
    return Doubt("later", off) if off > LONGEST_OFF else None


def _doubt_by_database(look: Look) -> Doubt | None:
    off = look.wall - look.database if look.database else timedelta()
    return Doubt("database", off) if abs(off) > _tolerance() else None


def _expected(look: Look, kept: ClockReading) -> datetime | None:
    """What the wall clock should say; None if the machine was started since."""
    passed = look.uptime.seconds - kept.seconds
    same = look.uptime.boot == kept.boot and passed >= 0
    return kept.wall + timedelta(seconds=passed) if same else None


def _tolerance() -> timedelta:
    return active().clock_tolerance


def _slewing(look: Look, kept: ClockReading) -> timedelta:
    """By how much the clock may have been brought right since; none while releases are held."""
    if kept.held_since is not None:
        return timedelta()
    return timedelta(seconds=(look.uptime.seconds - kept.seconds) * SLEWING)


# ---- keeping ----------------------------------------------------------------------------


def _keep(look: Look, kept: ClockReading | None, doubt: Doubt | None) -> None:
    if kept is None:
        ClockReading.objects.get_or_create(id=1, defaults=_reading(look, look.wall))
    elif doubt is not None:
        _begin(look, kept, doubt)
    elif kept.held_since is not None:
        log.info("The clocks agree again: releases go on.")
        _replace(kept, _reading(look, _right(look, kept)))
    elif _is_old(look, kept):
        _replace(kept, _reading(look, _right(look, kept)))


def _begin(look: Look, kept: ClockReading, doubt: Doubt) -> None:
    if kept.reason != doubt.reason:
        off = f"{doubt.by.total_seconds():+.0f} s"
        log.error("Releases are held: the clocks disagree (%s, %s).", doubt.reason, off)
        _replace(kept, {"held_since": kept.held_since or look.wall, "reason": doubt.reason})


def _is_old(look: Look, kept: ClockReading) -> bool:
    expected = _expected(look, kept)
    return expected is None or expected - kept.wall >= KEPT_EVERY


def _right(look: Look, kept: ClockReading) -> datetime:
    """The wall clock's time, but followed no faster than a clock is slewed: small steps add up to a jump."""
    expected = _expected(look, kept)
    if expected is None:
        return look.wall
    most = _slewing(look, kept)
    return expected + max(-most, min(most, look.wall - expected))


def _reading(look: Look, wall: datetime) -> dict[str, object]:
    return {
        "wall": wall,
        "boot": look.uptime.boot,
        "seconds": look.uptime.seconds,
        "held_since": None,
        "reason": "",
    }


def _replace(kept: ClockReading, values: dict[str, object]) -> None:
    """Unless somebody else has kept or confirmed something meanwhile."""
    rows = ClockReading.objects.filter(id=1, seconds=kept.seconds, boot=kept.boot, reason=kept.reason)
    rows.update(**values)
