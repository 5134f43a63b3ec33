"""Readings from another server's log: a line for each page, without a word on who read it.

    2026-11-22T14:05:09+01:00 GET 200 /politik/haushalt-05n9k2xq7t/

nginx writes it with `log_format readings '$time_iso8601 $request_method $status $uri';`. By then $uri may be
the file's name: a page's file has no address of its own, so it stands for the page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from broadsheet.kernel.addresses import is_safe
from broadsheet.serve.paths import INDEX
from broadsheet.serve.readings import is_page

_READ = frozenset({"200", "304"})


def count(lines: Iterable[str]) -> tuple[dict[datetime, Counter[str]], int]:
    """The sums of each hour, in UTC, and how many lines were of another form."""
    sums: dict[datetime, Counter[str]] = defaultdict(Counter)
    odd = 0
    for line in lines:
        try:
            moment, method, status, path = line.split()
            hour = _hour(moment)
        except ValueError:
            odd += 1
            continue
        page = path.removesuffix(INDEX) if path.endswith(f"/{INDEX}") else path
        if method == "GET" and status in _READ and is_page(page) and is_safe(page):
            sums[hour][page] += 1
    return sums, odd


def _hour(moment: str) -> datetime:
    """Raises ValueError for what is no moment, or one without its zone."""
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        raise ValueError(f"{moment} does not say in which zone")
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
