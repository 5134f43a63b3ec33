"""After any history, the index is what a rebuild from the entries gives, however they came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.ledger import index, journal, models
from broadsheet.ledger.entries import Append, Entry
from broadsheet.ledger.errors import LedgerError
from broadsheet.ledger.records import Story
from tests.ledger.records import story

pytestmark = pytest.mark.django_db

PATHS = ("/eins/", "/zwei/", "/drei/")
DRAFTS = st.builds(
    lambda name, path, topic, gone: Append(
        asset=f"story:{name}",
        record=None if gone else story(name, path=path, topics=(topic,)),
        act="retract" if gone else "publish",
        by="ada",
    ),
    st.sampled_from("abc"),
    st.sampled_from(PATHS),
    st.sampled_from(("klima", "haushalt")),
    st.sampled_from((False, False, False, True)),
)
HISTORIES = st.lists(DRAFTS, max_size=12)


@contextmanager
def _undone() -> Iterator[None]:
    """Every example begins with an empty ledger."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _index() -> dict[str, set[tuple[object, ...]]]:
    return {
        "current": set(models.Current.objects.values_list("asset", "seq", "version", "record")),
        "places": set(models.Membership.objects.values_list("list", "sort", "asset")),
        "addresses": set(models.Address.objects.values_list("path", "asset")),
        "entries": set(models.Entry.objects.values_list("seq", "asset", "version", "record")),
    }


def _one_by_one(drafts: list[Append]) -> list[Append]:
    """Appends each by itself; gives those that were not refused."""
    kept = []
    for draft in drafts:
        try:
            journal.append_all([draft])
        except LedgerError:
            continue
        kept.append(draft)
    return kept


def _rebuilt() -> dict[str, set[tuple[object, ...]]]:
    """The index made anew from the entries alone."""
    for model in (models.Current, models.Membership, models.Address):
        model.objects.all().delete()
    for entry in list(journal.entries()):
        index.apply([entry], models.Current.objects.in_bulk([entry.asset]))
    return _index()


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_the_index_equals_a_rebuild_from_the_entries(drafts: list[Append]) -> None:
    with _undone():
        _one_by_one(drafts)
        assert list(journal.verify()) == []
        assert _index() == _rebuilt()


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_a_batch_does_what_its_drafts_do_one_by_one(drafts: list[Append]) -> None:
    with _undone():
        kept = _one_by_one(drafts)
        singly = _index()
    with _undone():
        journal.append_all(kept)
        assert _index() == singly


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_a_batch_is_taken_whole_or_not_at_all(drafts: list[Append]) -> None:
    with _undone():
        before = _index()
        if _refused(lambda: journal.append_all(drafts)):
            assert _index() == before
        else:
            assert len(models.Entry.objects.all()) == len(drafts)
        assert list(journal.verify()) == []


def _refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except LedgerError:
        return True
    return False


@settings(max_examples=40, deadline=None)
@given(HISTORIES)
def test_no_two_stories_stand_at_one_address(drafts: list[Append]) -> None:
    with _undone():
        _one_by_one(drafts)
        standing = [entry.record for entry in _last_entries() if isinstance(entry.record, Story)]
        assert len({record.path for record in standing}) == len(standing)
        owners = dict(models.Address.objects.values_list("path", "asset"))
        assert all(owners[record.path] == f"story:{record.id}" for record in standing)


def _last_entries() -> list[Entry]:
    return list({entry.asset: entry for entry in journal.entries()}.values())
