from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from broadsheet.kernel import clock
from broadsheet.ledger import bell, journal, state
from broadsheet.ledger.entries import Append
from broadsheet.ledger.errors import AddressTaken, NothingPublished, NotInTransaction, OlderVersion
from broadsheet.ledger.records import Section
from tests.ledger.records import MORNING, story

pytestmark = pytest.mark.django_db


def publish(story_id: str = "a", version: int | None = None, **fields: object) -> int:
    entry = journal.append(story(story_id, **fields), act="publish", by="ada", version=version)
    return entry.seq


@pytest.mark.django_db(transaction=True)
def test_an_append_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction, match=r"transaction\.atomic"):
        publish()
    assert journal.head() == 0


def test_an_entry_says_what_was_published_when_by_whom_and_why(manual_clock: clock.ManualClock) -> None:
    entry = journal.append(story(), act="publish", by="ada", why="first report")
    assert (entry.seq, entry.asset, entry.kind, entry.version) == (1, "story:a", "story", 1)
    assert (entry.act, entry.by, entry.why, entry.at) == (
        "publish",
        "ada",
        "first report",
        manual_clock.now(),
    )
    assert list(journal.entries()) == [entry]
    assert state.get("story:a") == story()


def test_versions_grow_by_themselves_or_as_given() -> None:
    publish()
    publish(headline="Haushalt beschlossen")
    publish(version=7)
    publish()
    assert [entry.version for entry in journal.history("story:a")] == [1, 2, 7, 8]
    assert state.version_of("story:a") == 8


@pytest.mark.parametrize("version", [6, 7])
def test_a_version_that_is_not_newer_is_refused(version: int) -> None:
    publish(version=7)
    with pytest.raises(OlderVersion, match=f"stands at version 7; version {version} is not newer"):
        publish(version=version, headline="Alt")
    assert state.get("story:a") == story()
    assert journal.head() == 1


def test_a_tombstone_takes_an_asset_back_for_good_or_until_it_is_published_again() -> None:
    publish()
    entry = journal.withdraw("story:a", act="retract", by="ada", why="false")
    assert (entry.record, entry.version) == (None, 2)
    assert state.get("story:a") is None
    assert state.version_of("story:a") == 2
    assert state.places("news") == []
    assert state.owner("/politik/haushalt-a/") == "story:a"
    publish()
    assert state.get("story:a") == story()
    assert state.version_of("story:a") == 3


def test_what_is_not_published_cannot_be_taken_back() -> None:
    with pytest.raises(NothingPublished, match="is not published"):
        journal.withdraw("story:a", act="retract", by="ada")
    publish()
    journal.withdraw("story:a", act="retract", by="ada")
    with pytest.raises(NothingPublished, match="is not published"):
        journal.withdraw("story:a", act="retract", by="ada")


@pytest.mark.parametrize("asset", ["", "a", "hologram:a"])
def test_a_name_of_no_kind_is_refused(asset: str) -> None:
    with pytest.raises(ValueError, match="is no asset id"):
        journal.kind_of_asset(asset)


def test_a_naive_moment_is_refused() -> None:
    draft = Append(asset="story:a", record=story(), act="import", by="ada", at=MORNING.replace(tzinfo=None))
    with pytest.raises(ValueError, match="has no time zone"):
        journal.append_all([draft])


# ---- addresses --------------------------------------------------------------------------


def test_an_address_where_another_stands_is_refused_and_nothing_is_kept() -> None:
    publish("a", path="/politik/rat/")
    with pytest.raises(AddressTaken, match=r"belongs to story:a\. Choose another slug"):
        publish("b", path="/politik/rat/")
    assert state.get("story:b") is None
    assert [entry.asset for entry in journal.entries()] == ["story:a"]
    assert list(journal.verify()) == []


def test_an_address_is_free_when_its_owner_has_moved() -> None:
    publish("a", path="/politik/rat/")
    publish("a", path="/politik/stadtrat/")
    assert state.paths_of("story:a") == ["/politik/rat/", "/politik/stadtrat/"]
    publish("b", path="/politik/rat/")
    assert state.owner("/politik/rat/") == "story:b"
    assert state.owner("/politik/stadtrat/") == "story:a"


def test_an_address_is_free_when_its_owner_was_taken_back() -> None:
    publish("a", path="/politik/rat/")
    journal.withdraw("story:a", act="retract", by="ada")
    publish("b", path="/politik/rat/")
    with pytest.raises(AddressTaken):
        publish("a", path="/politik/rat/")


def test_every_address_of_a_batch_is_remembered() -> None:
    drafts = [
        Append(asset="story:a", record=story("a", path=path), act="import", by="ada")
        for path in ("/alt/", "/neu/")
    ]
    journal.append_all(drafts)
    assert state.paths_of("story:a") == ["/alt/", "/neu/"]


def test_two_may_swap_their_addresses_in_one_batch() -> None:
    publish("a", path="/eins/")
    publish("b", path="/zwei/")
    journal.append_all(
        [
            Append(asset="story:a", record=story("a", path="/zwei/"), act="update", by="ada"),
            Append(asset="story:b", record=story("b", path="/eins/"), act="update", by="ada"),
        ]
    )
    assert (state.owner("/eins/"), state.owner("/zwei/")) == ("story:b", "story:a")
    assert list(journal.verify()) == []


def test_one_address_for_two_in_one_batch_is_refused() -> None:
    drafts = [
        Append(asset=f"story:{each}", record=story(each, path="/rat/"), act="import", by="ada")
        for each in ("a", "b")
    ]
    with pytest.raises(AddressTaken):
        journal.append_all(drafts)
    assert journal.head() == 0


# ---- all or none ------------------------------------------------------------------------


def test_a_batch_that_fails_at_its_end_leaves_nothing() -> None:
    drafts = [Append(asset=f"story:{n}", record=story(str(n)), act="import", by="ada") for n in range(450)]
    drafts.append(Append(asset="story:0", record=story("0"), act="import", by="ada", version=1))
    with pytest.raises(OlderVersion):
        journal.append_all(drafts)
    assert journal.head() == 0
    assert state.places("news") == []
    assert list(journal.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rolled_back_leaves_no_gap_in_the_numbers() -> None:
    with transaction.atomic():
        publish("a")
    with transaction.atomic():
        publish("b")
        transaction.set_rollback(True)
    with transaction.atomic():
        publish("c")
    assert [(entry.seq, entry.asset) for entry in journal.entries()] == [(1, "story:a"), (2, "story:c")]
    assert list(journal.verify()) == []


# ---- reading ----------------------------------------------------------------------------


def test_a_cursor_gives_what_lies_behind_it() -> None:
    for each in "abc":
        publish(each)
    assert [entry.seq for entry in journal.entries(after=1)] == [2, 3]
    assert [entry.seq for entry in journal.entries(after=0, limit=2)] == [1, 2]
    assert list(journal.entries(after=3)) == []


def test_history_tells_one_asset_alone_from_its_beginning() -> None:
    publish("a")
    publish("b")
    publish("a", headline="Haushalt beschlossen")
    first, second = journal.history("story:a")
    assert journal.before(first) is None
    assert journal.before(second) == story()


def test_places_are_an_interval_of_the_sort_key() -> None:
    for hour, each in enumerate("abcd"):
        publish(each, published=MORNING + timedelta(hours=hour))
    newest_first = state.places("news")
    assert [place.asset for place in newest_first] == ["story:d", "story:c", "story:b", "story:a"]
    c, b = newest_first[1], newest_first[2]
    assert state.places("news", from_=b.sort, below=newest_first[0].sort) == [c, b]
    assert state.places("news", limit=1, newest=False) == [newest_first[3]]


def test_all_of_a_kind_and_all_that_ever_was() -> None:
    section = Section(id="politik", path="/politik/", title="Politik", order=1)
    journal.append(section, act="publish", by="ada")
    publish("a")
    publish("b")
    journal.withdraw("story:b", act="retract", by="ada")
    assert list(state.all_of("story")) == [story("a")]
    assert dict(state.assets()) == {"section:politik": section, "story:a": story("a"), "story:b": None}
    assert list(state.left_paths()) == ["/politik/haushalt-b/"]


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_outside_a_transaction_gives_the_head() -> None:
    with transaction.atomic():
        publish("a")
    with state.snapshot() as head:
        assert head == 1
        assert state.get("story:a") == story()


def test_whoever_waits_is_rung_when_an_append_is_committed_and_not_before(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(bell, "ring", lambda: rung.append(journal.head()))
    with django_capture_on_commit_callbacks(execute=True):
        seq = publish()
        assert rung == [], "what is not committed, nobody can read yet"
    assert rung == [seq]
