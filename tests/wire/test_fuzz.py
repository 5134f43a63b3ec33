"""Damaged files over every parser: each is an item or has a reason, and none is a fault of ours."""

from __future__ import annotations

import time
from collections import Counter

import nh3
import pytest

from broadsheet.kernel import clock
from broadsheet.wire import markup
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import Parsed, decode, encode
from broadsheet.wire.parsing import reading
from broadsheet.wire.text import has_hidden
from tests.wire import fuzzing

HERE = WireConfig(parse_in_child=False)
SEED = 7901


def check(name: str, data: bytes) -> list[str]:
    """The reasons, "taken" for items."""
    started = time.process_time()
    results = reading.read(data, HERE, clock.now())
    assert results, name
    assert time.process_time() - started < 5, name
    for result in results:
        if isinstance(result, Parsed):
            item = result.item
            assert decode(encode(item)) == item, name
            shown = (item.id, item.headline, item.lead, item.byline, item.body_html, *item.keywords)
            assert not any(map(has_hidden, shown)), name
            assert nh3.clean(
                item.body_html, tags=set(markup.TAGS), attributes={"a": {"href"}}, link_rel=None
            ) == (item.body_html), name
        else:
            assert result.code != "wire-format-failed", f"{name}: {result}"
    return ["taken" if isinstance(each, Parsed) else each.code for each in results]


def test_samples_are_sound_before_they_are_damaged(manual_clock: clock.ManualClock) -> None:
    for name, data in fuzzing.SAMPLES.items():
        assert "taken" in check(name, data), name


def test_damaged_files_are_items_or_have_a_reason(manual_clock: clock.ManualClock) -> None:
    for name, data in fuzzing.mutated(SEED, 150):
        check(name, data)


@pytest.mark.deep
def test_very_many_damaged_files_are_items_or_have_a_reason(manual_clock: clock.ManualClock) -> None:
    """docs/wire.md tells the result."""
    told: Counter[str] = Counter()
    for name, data in fuzzing.mutated(SEED + 1, 15_000):
        told.update(set(check(name, data)))
    assert told["taken"] > 1_000
