"""What readers had of a story before, compared line by line and word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, zip_longest

import msgspec

from broadsheet.kernel.comparison import Line, compared, is_changed
from broadsheet.ledger.records import Correction, EarlierState, Story
from broadsheet.press.reader import Reader
from broadsheet.site.facets import StoryHistory, all_lines
from broadsheet.site.house import House
from broadsheet.site.moments import Moment

Text = tuple[str, ...]
"""Lines."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One state, beside the last one before it that is shown."""

    moment: Moment
    withheld: bool = False
    reason: str = ""
    lines: list[Line] = []
    """What was changed; an empty one stands for lines that stayed."""
    whole: tuple[str, ...] = ()
    """All of it, where there is nothing to compare it with."""
    corrections: tuple[str, ...] = ()
    """What the newsroom said when it published this state."""


def steps(reader: Reader, house: House, asset: str, story: StoryHistory) -> list[Step]:
    """The newest state first; `house` speaks the story's language."""
    states = [(each, _text(reader, asset, each)) for each in story.earlier]
    states.append((EarlierState(at=story.began, version=0), story.text))
    ends = [state.at for state, _ in states[1:]]
    before: Text | None = None
    found = []
    for (state, text), end in zip_longest(states, ends):
        said = tuple(each.text for each in story.corrections if _is_of(each, state, end))
        found.append(_step(house, state, text, before, said))
        before = text or before
    return found[::-1]


def _is_of(correction: Correction, state: EarlierState, end: datetime | None) -> bool:
    return state.at <= correction.at and (end is None or correction.at < end)


def _text(reader: Reader, asset: str, state: EarlierState) -> Text | None:
    """None if readers do not get it."""
    if state.withheld:
        return None
    record = reader.version(asset, state.version)
    return all_lines(record) if isinstance(record, Story) else None


def _step(house: House, state: EarlierState, text: Text | None, before: Text | None, said: Text) -> Step:
    moment = house.calendar.moment(state.at)
    if text is None:
        return Step(moment=moment, withheld=True, reason=state.reason, corrections=said)
    if before is None:
        return Step(moment=moment, whole=text, corrections=said)
    return Step(moment=moment, lines=list(_folded(before, text)), corrections=said)


def _folded(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for changed, together in groupby(compared(old, new), key=is_changed):
        if changed:
            yield from together
        else:
            yield []
