"""The months in which something was published, in the site's zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from broadsheet.ledger import lists
from broadsheet.press.reader import Reader
from broadsheet.site.moments import Calendar


class Month(NamedTuple):
    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def month_of(moment: datetime, calendar: Calendar) -> Month:
    local = calendar.local(moment)
    return Month(local.year, local.month)


def parse(name: str) -> Month:
    """`2026-11`, as a month names itself."""
    year, _, month = name.partition("-")
    return Month(int(year), int(month))


def bounds(month: Month, calendar: Calendar) -> tuple[str, str]:
    """Between which sort keys of a list of stories a month lies."""
    low, high = calendar.month_bounds(*month)
    return lists.moment_key(low), lists.moment_key(high)


def months_of(reader: Reader, name: str, calendar: Calendar) -> Iterator[Month]:
    """Earliest first."""
    after = lambda moment: bounds(month_of(moment, calendar), calendar)[1]  # noqa: E731
    return (month_of(moment, calendar) for moment in firsts(reader, name, after))


def firsts(reader: Reader, name: str, after: Callable[[datetime], str]) -> Iterator[datetime]:
    """When the first story of each span was published, earliest first; `after` gives the sort key with which
    the span of a moment ends.

    So a further story of a span that has one is nothing that was read.
    """
    end = ""
    while places := reader.oldest(name, 1, from_=end):
        moment = _moment(places[0].sort)
        yield moment
        end = after(moment)


def _moment(sort: str) -> datetime:
    """The moment in a story's sort key, as `lists.moment_key` wrote it."""
    return datetime.strptime(sort.partition(":")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
