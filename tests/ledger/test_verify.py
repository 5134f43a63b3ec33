"""`verify` finds whatever was changed behind the ledger's back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from broadsheet.ledger import codec, journal, models
from tests.ledger.records import MORNING, story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_entries() -> None:
    journal.append(story("a"), act="publish", by="ada")
    journal.append(story("b", topics=("klima",)), act="publish", by="ada")
    journal.append(story("a", headline="Haushalt beschlossen"), act="update", by="ben")


def flaws() -> list[str]:
    return list(journal.verify())


def test_an_untouched_ledger_has_no_flaws() -> None:
    assert flaws() == []


FORGED = codec.encode(story("a", headline="Rat tritt zurück"))


@pytest.mark.parametrize(
    "change",
    [
        {"record": FORGED},
        {"record": b"no record at all"},
        {"record": None},
        {"by": "ben"},
        {"why": "a reason made up"},
        {"act": "import"},
        {"at": MORNING - timedelta(days=1)},
        {"kind": "topic"},
        {"schema": 9},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_entry_that_was_changed(change: dict[str, object]) -> None:
    models.Entry.objects.filter(seq=1).update(**change)
    assert "Entry 1 (story:a) was changed, or one before it: its digest does not fit." in flaws()


def test_an_entry_that_was_deleted_from_the_middle() -> None:
    models.Entry.objects.filter(seq=2).delete()
    found = flaws()
    assert "Entry 2 is missing: the next one is 3." in found
    assert "The current state of story:b is not what its last entry says." in found


def test_the_last_entry_deleted() -> None:
    models.Entry.objects.filter(seq=3).delete()
    assert "The head says entry 3, but the last entry is 2." in flaws()


def test_a_chain_that_was_forged_as_a_whole_still_misses_the_head() -> None:
    row = models.Entry.objects.get(seq=3)
    row.record = FORGED
    row.digest = journal._digest(models.Entry.objects.get(seq=2).digest, row)
    row.save()
    assert any("The head says" in flaw for flaw in flaws())


def test_versions_that_do_not_grow() -> None:
    models.Entry.objects.filter(seq=1).update(version=9)
    assert "Entry 3: version 2 of story:a does not grow." in flaws()


def _forge_current() -> None:
    models.Current.objects.filter(asset="story:a").update(record=FORGED)


def _age_current() -> None:
    models.Current.objects.filter(asset="story:a").update(seq=1)


def _forget_current() -> None:
    models.Current.objects.filter(asset="story:a").delete()


def _invent_current() -> None:
    models.Current.objects.create(
        asset="story:z", kind="story", seq=3, version=1, schema=1, record=codec.encode(story("z"))
    )


def _forget_place() -> None:
    models.Membership.objects.get(asset="story:b", list="topic:klima").delete()


def _invent_place() -> None:
    models.Membership.objects.create(asset="story:a", list="topic:klima", sort="x")


def _invent_member() -> None:
    models.Membership.objects.create(asset="story:z", list="news", sort="x")


def _move_address() -> None:
    models.Address.objects.filter(asset="story:a").update(asset="story:b")


def _forget_address() -> None:
    models.Address.objects.filter(asset="story:a").delete()


def _invent_address() -> None:
    models.Address.objects.create(path="/x/", asset="story:a")


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (_forge_current, "The current state of story:a is not what its last entry says."),
        (_age_current, "The current state of story:a is not what its last entry says."),
        (_forget_current, "story:a has entries, but no current state."),
        (_invent_current, "The current state of story:z is not what its last entry says."),
        (_forget_place, "The place of story:b in the list topic:klima is not what its record says."),
        (_invent_place, "The place of story:a in the list topic:klima is not what its record says."),
        (_invent_member, "story:z stands in a list, but has no current state."),
        (_move_address, "The owner of the address /politik/haushalt-a/ is not who claimed it last."),
        (_forget_address, "The owner of the address /politik/haushalt-a/ is not who claimed it last."),
        (_invent_address, "The owner of the address /x/ is not who claimed it last."),
    ],
)
def test_an_index_that_was_changed(tamper: Callable[[], None], words: str) -> None:
    tamper()
    assert words in flaws()
