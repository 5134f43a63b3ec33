"""Looks a whole site over: what would trouble readers, editors or a lawyer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from broadsheet.desk.alarms import CLOCKS_DISAGREE
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.ledger import journal, state
from broadsheet.ledger.records import Picture
from broadsheet.press import explain
from broadsheet.project import alarms
from broadsheet.project.configuration import Configuration
from broadsheet.project.press_room import make_bucket
from broadsheet.site import theme
from broadsheet.site.errors import SiteError

_SPARE_BYTES = 500_000_000


class Finding(msgspec.Struct, frozen=True):
    check: str
    message: str


def check(configuration: Configuration) -> Iterator[Finding]:
    """Every finding, in words that say what to do. Reading the configuration and finding the
    database of this version came before."""
    for name, look in _LOOKS.items():
        for message in look(configuration):
            yield Finding(name, message)


def _disk(configuration: Configuration) -> Iterator[str]:
    free = shutil.disk_usage(configuration.folder).free
    if free < _SPARE_BYTES:
        yield f"Only {free // 1_000_000} MB are free where the site lies."


def _store(configuration: Configuration) -> Iterator[str]:
    if configuration.store.kind == "s3":
        try:
            if flaw := make_bucket(configuration).flaw():
                yield flaw
        except BroadsheetError as error:
            yield str(error)


def _ledger(_configuration: Configuration) -> Iterator[str]:
    yield from journal.verify()


def _press(_configuration: Configuration) -> Iterator[str]:
    status = explain.status()
    for failure in status.failures:
        yield f"{failure.path or failure.artifact} cannot be baked: {failure.error}"
    if status.behind or status.stale > len(status.failures):
        yield "Pages wait to be baked: run 'broadsheet up', 'broadsheet work' or 'broadsheet press bake'."


def _alarms(_configuration: Configuration) -> Iterator[str]:
    for alarm in alarms.standing():
        if alarm.code not in _NAMED_ELSEWHERE:
            yield alarm.message + _HINTS.get(alarm.code, "")


# Whether its processes run is no matter of the site itself.
_NAMED_ELSEWHERE: Final = frozenset({alarms.FAILING, alarms.BEHIND, alarms.WORKER, alarms.RIGHTS})
_HINTS: Final = {
    CLOCKS_DISAGREE: " 'broadsheet desk confirm-clock' says that it is.",
    alarms.DRIFT: " 'broadsheet press verify' compares everything, 'broadsheet press seen' ends the alarm.",
    alarms.QUARANTINE: " 'broadsheet wire list --quarantine' names them.",
}


def _house(_configuration: Configuration) -> Iterator[str]:
    if state.get("settings:site") is None:
        yield "The site has no name and no publisher: fill in the site identity at the desk."


def _pictures(_configuration: Configuration) -> Iterator[str]:
    now = clock.now()
    for picture in state.all_of("picture"):
        if isinstance(picture, Picture) and picture.rights_until is not None and picture.rights_until <= now:
            day = f"{picture.rights_until:%Y-%m-%d}"
            yield f"The rights to the picture {picture.id} ({picture.title}) ended on {day}."


def _theme(configuration: Configuration) -> Iterator[str]:
    try:
        theme.load(configuration.site.theme)
    except SiteError as error:
        yield str(error)


_LOOKS: Final[dict[str, Callable[[Configuration], Iterator[str]]]] = {
    "disk": _disk,
    "store": _store,
    "ledger": _ledger,
    "press": _press,
    "alarms": _alarms,
    "house": _house,
    "pictures": _pictures,
    "theme": _theme,
}
