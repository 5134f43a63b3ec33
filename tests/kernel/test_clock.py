from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from broadsheet.kernel import clock

NOON = datetime(2026, 11, 14, 12, tzinfo=UTC)


def test_the_machine_answers_unless_told_otherwise() -> None:
    before = clock.now()
    assert before.utcoffset() == timedelta(0)
    assert clock.now() >= before
    assert clock.monotonic() <= clock.monotonic()


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    with clock.using(clock.ManualClock(NOON)):
        assert clock.now() == clock.now() == NOON
        assert clock.monotonic() == 0.0


def test_time_that_passes_moves_both_clocks() -> None:
    manual = clock.ManualClock(NOON)
    manual.advance(timedelta(minutes=2))
    assert manual.now() == NOON + timedelta(minutes=2)
    assert manual.monotonic() == 120.0


def test_a_jump_moves_the_wall_clock_alone() -> None:
    manual = clock.ManualClock(NOON)
    manual.jump(NOON - timedelta(days=1))
    assert manual.now() == NOON - timedelta(days=1)
    assert manual.monotonic() == 0.0


def test_a_restart_begins_another_uptime() -> None:
    manual = clock.ManualClock(NOON)
    manual.advance(timedelta(seconds=5))
    before = manual.uptime()
    manual.reboot(NOON)
    assert before.seconds == 5.0
    assert manual.uptime() != before
    assert manual.uptime().boot != before.boot


def test_the_machines_uptime_goes_on_within_one_boot() -> None:
    first, second = clock.uptime(), clock.uptime()
    assert first.boot == second.boot != ""
    assert 0 < first.seconds <= second.seconds


def test_a_manual_clock_answers_in_utc() -> None:
    berlin = timezone(timedelta(hours=1))
    assert clock.ManualClock(NOON.astimezone(berlin)).now().tzinfo is UTC


def test_the_former_clock_is_back_after_the_block_even_if_it_fails() -> None:
    manual = clock.ManualClock(NOON)

    def fail_within() -> None:
        with clock.using(manual):
            raise LookupError

    with pytest.raises(LookupError):
        fail_within()
    assert clock.current() is not manual


def test_blocks_nest() -> None:
    inner, outer = clock.ManualClock(NOON), clock.ManualClock(NOON - timedelta(days=1))
    with clock.using(outer):
        with clock.using(inner):
            assert clock.current() is inner
        assert clock.current() is outer


def test_a_naive_moment_is_refused() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="has no time zone"):
        clock.require_aware(naive)
    with pytest.raises(ValueError, match="has no time zone"):
        clock.ManualClock(naive)
    with pytest.raises(ValueError, match="has no time zone"):
        clock.ManualClock(NOON).jump(naive)
