"""Nothing in a file crashes, hangs, reads this machine's files, reaches a host or keeps others back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.kernel import clock
from broadsheet.wire import intake, models
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import Unusable
from broadsheet.wire.item import Parsed, encode
from broadsheet.wire.parsing import reading
from tests.wire import hostile

HERE = WireConfig(parse_in_child=False)
SECRET = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()[0]
MALFORMED, DECLARED, UNKNOWN = "wire-file-malformed", "wire-entities-declared", "wire-format-unknown"

REASONS = {
    "XInclude": "wire-content-missing",
    "attributes": "wire-content-missing",
    "one huge text": MALFORMED,
    "gzip": UNKNOWN,
    "zip": UNKNOWN,
    "deep XML": "wire-too-deep",
    "deep JSON": "wire-too-deep",
    "deep HTML": "wire-too-deep",
    "huge PNG": MALFORMED,
    "PNG text bomb": MALFORMED,
    "TIFF circle": MALFORMED,
    "SVG": UNKNOWN,
    "SVG with prolog": UNKNOWN,
    "deep multipart": "wire-too-deep",
    "deep forwarding": "wire-too-deep",
    "latin-1 as UTF-8": "wire-id-missing",
    "UTF-16 as UTF-8": "wire-file-truncated",
    "unknown to XML": MALFORMED,
    "UTF-7": MALFORMED,
    "NUL in RSS": MALFORMED,
}


@pytest.fixture(autouse=True)
def _no_socket(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Loopback, too: a parser asks nobody."""

    def refused(*_args: Any) -> None:
        raise AssertionError("a parser opened a connection")

    with monkeypatch.context() as patches:
        patches.setattr("socket.socket.connect", refused)
        yield


def test_no_file_that_is_made_to_hurt_does(manual_clock: clock.ManualClock) -> None:
    for name, data in hostile.files().items():
        started = time.process_time()
        results = reading.read(data, HERE, clock.now())
        assert time.process_time() - started < 2, name
        assert results, name
        first = results[0]
        codes = {result.code for result in results if isinstance(result, Unusable)}
        assert "wire-format-failed" not in codes, name
        assert SECRET not in shown(results), name
        if ": " in name:
            assert codes in ({MALFORMED}, {DECLARED}), name
        elif " in " in name and name[0].isdecimal() and not isinstance(first, Parsed):
            assert "wire-date-out-of-range" in codes, name
        elif name in REASONS:
            assert codes == {REASONS[name]}, name
        if "bidi" in name:
            assert isinstance(first, Parsed), name
            assert not set("\u202e\u2066\0\ufeff") & set(first.item.headline + first.item.body_html), name


def shown(results: list[Parsed | Unusable]) -> str:
    return " ".join(encode(each.item) if isinstance(each, Parsed) else str(each) for each in results)


def test_a_flood_costs_what_its_entries_cost(manual_clock: clock.ManualClock) -> None:
    """Where cost grew with the square of the entries, four times as many would cost sixteen times."""

    def seconds(entries: int) -> float:
        started = time.process_time()
        assert len(reading.read(hostile.feed(entries), HERE, clock.now())) == entries
        return time.process_time() - started

    def least(entries: int) -> float:  # other work of the process, such as collecting garbage, only adds
        return min(seconds(entries) for _ in range(3))

    assert least(400) < 10 * max(least(100), 0.02)


@pytest.mark.deep
@pytest.mark.django_db
def test_a_feed_of_ten_thousand_entries_is_ten_thousand_items(
    archive: Path, manual_clock: clock.ManualClock
) -> None:
    for status in ("taken", "duplicate"):
        outcomes = intake.take_bytes(hostile.feed(10_000), "flood.rss", WireConfig(), archive)
        assert {outcome.status for outcome in outcomes} == {status}
    assert models.Item.objects.count() == 10_000
