"""Agency copy that comes by itself: the process beside desk, readers and worker, and how it goes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from threading import Event
from types import FrameType
from typing import Final

import msgspec
from django.db import close_old_connections

from broadsheet.project.configuration import Configuration
from broadsheet.wire.connectors.rounds import Rounds
from broadsheet.wire.models import ConnectorState
from broadsheet.wire.outcome import Outcome

_RULES_HOLD_FOR: Final = 100
"""Items, before the desk's rules are read again."""
_PAUSE: Final = 2.0
"""Seconds between two looks at the clock."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    kind: str
    looked: str | None
    brought: str | None
    failures: int
    problem: str


def rounds(configuration: Configuration) -> Rounds:
    return Rounds(configuration.wire, configuration.folder, configuration.archive, os.environ)


def settled(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Each outcome once the desk's rules were asked about it; first what an earlier process left open."""
    from broadsheet.desk import received
    from broadsheet.desk.routing import placing

    received.catch_up()
    by = placing.book()
    for number, outcome in enumerate(outcomes, start=1):
        if outcome.status == "taken" and outcome.item is not None:
            received.settle(outcome.item, by)
        if number % _RULES_HOLD_FOR == 0:
            by = placing.book()
        yield outcome


def follow(
    configuration: Configuration, names: Sequence[str], tell: Callable[[Iterable[Outcome]], object]
) -> None:
    """Until SIGTERM or SIGINT; a look that has begun is finished."""
    stop, going = Event(), rounds(configuration)

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    while not stop.wait(_PAUSE):
        close_old_connections()
        for name in going.due():
            if not stop.is_set() and (not names or name in names):
                tell(settled(going.look(name)))


def health(configuration: Configuration, names: Sequence[str]) -> list[Health]:
    states = {state.name: state for state in ConnectorState.objects.filter(name__in=names)}
    return [_health(configuration, name, states.get(name)) for name in names]


def _health(configuration: Configuration, name: str, state: ConnectorState | None) -> Health:
    return Health(
        name=name,
        kind=str(configuration.wire.connectors[name].__struct_config__.tag),
        looked=_minute(state.looked) if state else None,
        brought=_minute(state.brought) if state else None,
        failures=state.failures if state else 0,
        problem=state.problem if state else "",
    )


def _minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes")[:16] if moment else None
