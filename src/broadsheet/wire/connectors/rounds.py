"""Goes round the connectors: looks where it is time to look, takes in what is there, keeps how it went.

A connector's state moves only when all it brought is safe. One that fails waits longer each time, and
never keeps the others from their turn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
from django.db import DatabaseError

from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.wire import intake
from broadsheet.wire.config import PushConnector, WireConfig
from broadsheet.wire.connectors import places
from broadsheet.wire.connectors.delivery import Cursor, Delivery, Visit
from broadsheet.wire.errors import FileUnreadable, UnknownConnector, Unusable, WireError
from broadsheet.wire.item import Parsed
from broadsheet.wire.models import ConnectorState
from broadsheet.wire.outcome import Outcome, quarantined
from broadsheet.wire.parsing import reading
from broadsheet.wire.text import visible

logger = logging.getLogger(__name__)

_SECRETS: Final = ("password", "secret", "authorization")
_LONGEST_REST: Final = timedelta(hours=1)


@dataclass
class Look:
    """How one look goes."""

    cursor: Cursor
    brought: bool = False
    """Whether anything was new."""
    problem: str = ""


class Rounds:
    """`visit` opens a connector; tests hand in one that ends on loopback."""

    def __init__(
        self,
        config: WireConfig,
        site: Path,
        archive: Path,
        environment: Mapping[str, str],
        visit: Callable[..., Visit] = places.visit,
    ) -> None:
        self._config = config
        self._site = site
        self._archive = archive
        self._environment = environment
        self._visit = visit

    def due(self) -> list[str]:
        """Names of those whose time has come, the longest overdue first."""
        now = clock.now()
        states = {
            state.name: state for state in ConnectorState.objects.filter(name__in=self._config.connectors)
        }
        waiting = [
            (state.next_look if (state := states.get(name)) else now, name)
            for name in self._config.connectors
        ]
        return [name for moment, name in sorted(waiting) if moment <= now]

    def look(self, name: str) -> Iterator[Outcome]:
        """Takes in what is there. What goes wrong is kept with the connector, not raised.

        Raises UnknownConnector.
        """
        state = self._state(name)
        look = Look(msgspec.json.decode(state.cursor or "{}", type=Cursor))
        try:
            yield from self._deliveries(name, look)
        except (BroadsheetError, DatabaseError, OSError) as error:
            condition = getattr(error, "code", type(error).__name__)
            logger.warning("The connector %s failed (%s).", name, condition)
            look.problem = self._without_secrets(name, str(error))
        self._keep(state, look)

    def _deliveries(self, name: str, look: Look) -> Iterator[Outcome]:
        """Raises what says that bytes are not safe; then nothing is removed where they came from."""
        visit = self._open(name, look.cursor)
        try:
            yield from self._taken(visit, look)
        finally:
            look.cursor = visit.cursor

    def _taken(self, visit: Visit, look: Look) -> Iterator[Outcome]:
        broken: list[str] = []

        def unreadable(name: str, error: WireError) -> list[Outcome]:
            """It stays where it is, and those behind it get their turn."""
            look.problem = f"{name}: {error}"
            broken.append(name)
            return [quarantined(name, str(error))]

        for deliveries in _together(visit):
            sources = [intake.Source(visible(each.name), each.data) for each in deliveries]
            taken = intake.take_together(sources, self._config, self._archive, unreadable)
            for delivery, outcomes in zip(deliveries, taken, strict=True):
                look.brought |= any(outcome.status in {"taken", "older"} for outcome in outcomes)
                yield from outcomes
                if not broken:
                    delivery.settle()
                broken.clear()

    def preview(self, name: str) -> Iterator[Outcome]:
        """What a look would bring; nothing is stored, nothing is removed, no state moves.

        Raises UnknownConnector, NotFetched, PlaceUnreadable.
        """
        for delivery in self._open(name, Cursor(is_trial=True)):
            yield from self._previewed(delivery)

    def _open(self, name: str, cursor: Cursor) -> Visit:
        connector = self._config.connectors[name]
        megabytes = self._config.max_megabytes
        if isinstance(connector, PushConnector):
            return self._visit(connector, cursor, self._site, self._environment, megabytes, name)
        return self._visit(connector, cursor, self._site, self._environment, megabytes)

    def _without_secrets(self, name: str, text: str) -> str:
        """Addresses and fields may hold passwords: what came from the environment is named, not shown."""
        connector = self._config.connectors[name]
        for field in _SECRETS:
            value = getattr(connector, field, "")
            text = text.replace(value, "…") if value and not places.variables(value) else text
        written = msgspec.json.encode(connector).decode()
        for variable in places.variables(written):
            value = self._environment.get(variable, "")
            text = text.replace(value, f"${{{variable}}}") if value else text
        return text

    def _previewed(self, delivery: Delivery) -> Iterator[Outcome]:
        try:
            data = b"".join(delivery.data)
        except FileUnreadable as error:
            yield quarantined(delivery.name, str(error))
            return
        for result in reading.read(data, self._config, clock.now()):
            yield _told(delivery.name, result)

    def _state(self, name: str) -> ConnectorState:
        if name not in self._config.connectors:
            known = ", ".join(sorted(self._config.connectors)) or "none is configured"
            raise UnknownConnector(f"There is no connector {name!r} in [wire.connectors]. Known: {known}.")
        state, _ = ConnectorState.objects.get_or_create(name=name, defaults={"next_look": clock.now()})
        return state

    def _keep(self, state: ConnectorState, look: Look) -> None:
        now = clock.now()
        rest = timedelta(seconds=look.cursor.again_after or self._config.connectors[state.name].every_seconds)
        state.looked, state.problem = now, look.problem
        state.cursor = msgspec.json.encode(look.cursor).decode()
        state.brought = now if look.brought else state.brought
        if look.problem:
            state.failures += 1
            state.next_look = now + min(rest * 2 ** min(state.failures, 12), _LONGEST_REST)
        else:
            state.failures, state.went_well, state.next_look = 0, now, now + rest
        state.save()


def _together(visit: Visit) -> Iterator[list[Delivery]]:
    """Those that may be stored together: the next is asked for when all before it are settled."""
    batch: list[Delivery] = []
    for delivery in visit:
        batch.append(delivery)
        if not delivery.follows or len(batch) >= intake.TOGETHER:
            yield batch
            batch = []


def _told(name: str, result: Parsed | Unusable) -> Outcome:
    if isinstance(result, Unusable):
        return quarantined(name, str(result))
    item = result.item
    embargo = item.embargo.isoformat() if item.embargo else None
    return Outcome(path=name, status="taken", version=item.version, headline=item.headline, embargo=embargo)
