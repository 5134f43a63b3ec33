"""What went wrong in any room and waits for a person. `project` gathers it and installs itself here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec

CLOCKS_DISAGREE: Final = "releases-held"
"""Settled by the act ConfirmClock."""


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    message: str
    since: datetime | None = None
    """None where nobody wrote it down."""


class Provider(msgspec.Struct, frozen=True):
    standing: Callable[[], list[Alarm]]
    """All alarms there are now, in the language in force."""
    settle: Callable[[str, str], None]
    """A person, by name, has seen what the alarm of this code says."""
    settled: frozenset[str]
    """Codes of the alarms that stand until a person has seen them; all others end with their reason."""


_slot: list[Provider] = []


def install(provider: Provider) -> None:
    _slot[:] = [provider]


def standing() -> list[Alarm]:
    """None where nobody gathers them."""
    return _slot[0].standing() if _slot else []


def waits_for_a_person(code: str) -> bool:
    return bool(_slot) and code in _slot[0].settled


def settle(code: str, by: str) -> None:
    """Ends an alarm that `waits_for_a_person`."""
    if waits_for_a_person(code):
        _slot[0].settle(code, by)
