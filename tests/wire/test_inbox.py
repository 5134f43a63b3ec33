from __future__ import annotations

from datetime import timedelta

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.wire import inbox
from broadsheet.wire.errors import UnknownItem
from tests.wire import noa
from tests.wire.conftest import Take

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(take: Take, manual_clock: ManualClock) -> list[str]:
    """Ids of three items, a minute apart, the oldest first."""
    ids = []
    for number in range(3):
        outcome = take(noa.digitalwires(urn=f"{noa.URN}-{number}", headline=f"Meldung Nummer {number}"))
        ids.append(outcome.item or "")
        manual_clock.advance(timedelta(minutes=1))
    return ids


def ids(**query: object) -> list[str]:
    return [item.id for item in inbox.newest(**query)]  # type: ignore[arg-type]


def test_the_newest_come_first(three: list[str]) -> None:
    assert ids() == three[::-1]
    assert ids(limit=2) == three[:0:-1]
    assert ids(before=inbox.get(three[1]).received) == three[:1]


def test_all_words_of_a_search_must_be_there(three: list[str]) -> None:
    assert ids(text="NUMMER 1") == [three[1]]
    assert ids(text="schifffahrt Hafen") == three[::-1]
    assert ids(text="nummer bergbau") == []


def test_an_item_is_found_by_state_and_supplier(three: list[str]) -> None:
    inbox.mark_taken(three[0], "story1")
    inbox.mark_ignored([three[0], three[1]])

    assert ids(state="taken") == [three[0]]
    assert ids(state="ignored") == [three[1]]
    assert ids(state="new", supplier="noa") == [three[2]]
    assert ids(supplier="andere") == []
    assert inbox.suppliers() == ["noa"]


def test_a_new_version_of_a_taken_item_is_seen(take: Take, three: list[str]) -> None:
    inbox.mark_taken(three[0], "story1")
    assert not inbox.get(three[0]).is_newer_than_story
    take(noa.digitalwires(urn=f"{noa.URN}-0", version=2))
    (item,) = inbox.of_story("story1")

    assert (item.state, item.is_newer_than_story) == ("taken", True)
    assert ids()[0] == three[0]
    inbox.mark_taken(three[0], "story1", version=2)
    assert not inbox.get(three[0]).is_newer_than_story


def test_an_unknown_item_is_told() -> None:
    with pytest.raises(UnknownItem):
        inbox.get("0000000000")
    with pytest.raises(UnknownItem):
        inbox.mark_taken("0000000000", "story1")


def test_quarantined_files_are_counted(take: Take) -> None:
    take(b"{")

    assert inbox.count_quarantined() == 1
    assert [case.reason for case in inbox.quarantined()] == ["wire-file-truncated"]
