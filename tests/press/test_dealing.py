"""How much work is dealt to several ovens."""

from __future__ import annotations

from itertools import chain
from multiprocessing import Pipe

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press import dealing
from broadsheet.press.models import Artifact
from broadsheet.press.ovens import Drained

SIZE = 3


def planned(tiers: list[int]) -> list[Artifact]:
    return [Artifact(id=number, tier=tier) for number, tier in enumerate(sorted(tiers), start=1)]


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(1, 5))
def test_everything_is_dealt_once_tier_by_tier_in_parts_that_are_no_larger(
    tiers: list[int], ovens: int
) -> None:
    work = planned(tiers)
    parts = dealing.parts(work, SIZE, ovens)
    dealt = list(chain.from_iterable(parts))
    assert sorted(each.pk for each in dealt) == [each.pk for each in work]
    assert [each.tier for each in dealt] == sorted(tiers)
    assert all(1 <= len(part) <= (SIZE if part[0].tier else 1) for part in parts)


def test_each_oven_gets_neighbours() -> None:
    parts = dealing.parts(planned([1] * 24), SIZE, 2)
    by_oven = [[each.pk for part in parts[oven::2] for each in part] for oven in range(2)]
    assert by_oven == [list(range(1, 13)), list(range(13, 25))]


def test_an_oven_never_waits_for_whoever_reads_its_answers() -> None:
    here, there = Pipe()
    oven = Drained(here)
    answers = [bytes([number]) * 500_000 for number in range(1, 5)]
    for answer in answers:
        there.send_bytes(answer)  # a pipe holds less than one: without its thread this waits for ever
    assert oven.poll(5)
    assert [oven.recv_bytes() for _ in answers] == answers
    assert not oven.poll(0.01)
    there.close()
    assert oven.poll(5)
    with pytest.raises(EOFError):
        oven.recv_bytes()
    here.close()
