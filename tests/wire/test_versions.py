from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.kernel.clock import ManualClock
from broadsheet.wire import inbox, intake, models
from broadsheet.wire.config import WireConfig
from tests.wire import noa
from tests.wire.conftest import Take

pytestmark = pytest.mark.django_db

_numbers = itertools.count()


def test_the_newer_version_wins_in_either_order(take: Take) -> None:
    first, second = noa.digitalwires(headline="alt"), noa.digitalwires(version=2, headline="neu")

    assert [take(first).status, take(second).status] == ["taken", "taken"]
    assert headlines() == ["neu"]
    assert models.Words.objects.count() == 1, "nobody looks for what the older one said"


def test_an_older_version_is_kept_but_never_replaces_a_newer(take: Take) -> None:
    newer = take(noa.digitalwires(version=2, headline="neu"))
    older = take(noa.digitalwires(headline="alt"))

    assert (newer.status, older.status) == ("taken", "older")
    assert older.item == newer.item
    assert older.version == 1
    assert headlines() == ["neu"]
    assert [one.version for one in inbox.versions(newer.item or "")] == [2, 1]


def test_the_same_file_twice_is_one_item(take: Take) -> None:
    outcomes = [take(noa.digitalwires()) for _ in range(2)]

    assert [outcome.status for outcome in outcomes] == ["taken", "duplicate"]
    assert outcomes[0].item == outcomes[1].item
    assert (models.Item.objects.count(), models.Version.objects.count()) == (1, 1)
    assert models.RawFile.objects.count() == 1


def test_a_late_repetition_of_an_old_version_is_a_duplicate(take: Take) -> None:
    take(noa.digitalwires())
    take(noa.digitalwires(version=2))

    assert take(noa.digitalwires()).status == "duplicate"


def test_the_same_version_in_other_bytes_is_a_duplicate(take: Take) -> None:
    take(noa.digitalwires())

    assert take(noa.digitalwires(updated="2026-11-14T10:00:00Z")).status == "duplicate"
    assert models.Version.objects.count() == 1


def test_of_equal_versions_the_one_made_later_wins(take: Take) -> None:
    later = noa.digitalwires(version_created="2026-11-14T09:20:00+01:00", headline="später")
    take(noa.digitalwires(headline="früher"))

    assert take(later).status == "taken"
    assert take(noa.digitalwires(version_created="2026-11-14T09:00:00+01:00")).status == "duplicate"
    assert headlines() == ["später"]


def test_a_cancellation_wins_over_the_same_version_in_either_order(take: Take) -> None:
    take(noa.digitalwires())
    assert take(noa.digitalwires(pubstatus="canceled")).status == "taken"
    assert take(noa.digitalwires(teaser="noch einmal")).status == "duplicate"

    assert models.Item.objects.get().is_canceled


def test_a_bare_cancellation_leaves_the_headline_for_editors(take: Take) -> None:
    take(noa.digitalwires())
    take({"format": "digitalwires", "urn": noa.URN, "version": 2, "pubstatus": "canceled"})
    item = models.Item.objects.get()

    assert (item.status, item.headline) == ("canceled", noa.HEADLINE)


def test_without_version_and_date_the_order_of_arrival_decides(take: Take, manual_clock: ManualClock) -> None:
    undated = noa.ninjs2()
    del undated["version"], undated["versioncreated"]
    take({**undated, "headlines": [{"value": "zuerst"}]})
    manual_clock.advance(timedelta(seconds=1))

    assert take({**undated, "headlines": [{"value": "danach"}]}).status == "taken"
    assert take({**undated, "headlines": [{"value": "zuerst"}]}).status == "duplicate"
    assert headlines() == ["danach"]


def headlines() -> list[str]:
    return [item.headline for item in models.Item.objects.all()]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.permutations(range(1, 6)).flatmap(
        lambda order: st.tuples(st.just(order), st.lists(st.sampled_from(order), max_size=3))
    )
)
def test_any_order_of_delivery_ends_with_the_newest(
    archive: Path, delivery: tuple[list[int], list[int]]
) -> None:
    order, again = delivery
    urn = f"{noa.URN}-{next(_numbers)}"
    for version in [*order, *again]:
        data = noa.as_bytes(noa.digitalwires(urn=urn, version=version, headline=f"Fassung {version}"))
        intake.take_bytes(data, "x.json", WireConfig(), archive)

    item = models.Item.objects.get(supplier_id=urn)
    assert (item.version, item.headline, item.wire_item.headline) == (5, "Fassung 5", "Fassung 5")
    assert item.versions.count() == 5
