"""Stored bytes are read again, and old ones are given up, without a word of a story changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.wire import inbox, intake, models
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import FormatUnknown
from broadsheet.wire.item import Parsed
from broadsheet.wire.parsing import reading
from broadsheet.wire.replaying import Range, Replayed, replay
from broadsheet.wire.tidying import Tidied, Tidying
from tests.conftest import START
from tests.wire import noa

pytestmark = pytest.mark.django_db

HERE = WireConfig(parse_in_child=False)
DAY = timedelta(days=1)
FIRST = noa.as_bytes(noa.digitalwires())
SECOND = noa.as_bytes(noa.digitalwires(version=3, version_created="2026-11-14T09:20:00+01:00"))
OTHER = noa.as_bytes(noa.digitalwires(urn=f"{noa.URN}2"))
BROKEN = b"{"


@pytest.fixture
def taken(archive: Path, manual_clock: ManualClock) -> list[str]:
    """Two versions of an item of which there is a story, another item, and a file that is none."""
    ids = [
        intake.take_bytes(data, name, HERE, archive)[0].item or ""
        for data, name in ((FIRST, "a.json"), (SECOND, "b.json"), (OTHER, "c.json"), (BROKEN, "d.json"))
    ]
    inbox.mark_taken(ids[1], "story-1")
    return [ids[1], ids[2]]


def again(archive: Path, *, dry: bool = False, **wanted: Any) -> list[Replayed]:
    span = Range(since=START - DAY, until=START + DAY, **wanted)
    return list(replay(span, HERE, archive, dry=dry))


def changes(archive: Path, **wanted: Any) -> list[str]:
    return [each.change for each in again(archive, **wanted)]


def facts() -> list[Any]:
    columns = ("id", "version", "arrival", "received", "state", "story", "story_version")
    return [list(models.Item.objects.order_by("id").values_list(*columns)), models.Version.objects.count()]


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A parser that knows the genre, reads what was broken and refuses the third file."""
    read = reading.read

    def reads(data: bytes, *rest: Any) -> list[Any]:
        if data == OTHER:
            return [FormatUnknown("No longer.")]
        results = read(noa.as_bytes(noa.digitalwires(urn=f"{noa.URN}3")) if data == BROKEN else data, *rest)
        return [
            Parsed(msgspec.structs.replace(each.item, genre="Neu"), ("Nur intern",))
            for each in results
            if isinstance(each, Parsed)
        ]

    with monkeypatch.context() as patches:
        patches.setattr(reading, "read", reads)
        yield


def test_the_same_parser_changes_nothing(taken: list[str], archive: Path) -> None:
    before = facts()
    assert changes(archive) == ["unchanged"] * 4
    assert facts() == before
    assert models.Quarantine.objects.get().tries == 1


def test_a_newer_parser_changes_what_items_say_and_nothing_else(
    taken: list[str], archive: Path, manual_clock: ManualClock, newer: None
) -> None:
    before = facts()
    manual_clock.advance(timedelta(hours=3))
    assert changes(archive, dry=True) == ["changed", "changed", "quarantined", "healed"]
    assert facts() == before
    assert inbox.get(taken[0]).genre == "Meldung"

    assert changes(archive, name="b.js") == ["changed"]
    assert changes(archive) == ["changed", "unchanged", "quarantined", "healed"]
    now = facts()
    assert [row for row in now[0] if row[0] in taken] == before[0]
    assert now[1] == before[1] + 1
    item = inbox.get(taken[0])
    assert (item.genre, item.wire_item.genre, item.version) == ("Neu", "Neu", 3)
    assert inbox.internal_notes(taken[0]) == ["Nur intern"]
    assert inbox.get(taken[1]).genre == "Meldung"
    open_cases = models.Quarantine.objects.filter(resolved=None)
    assert [case.raw.name for case in open_cases] == ["c.json"]
    assert models.Words.objects.count() == models.Item.objects.count()
    assert changes(archive, supplier="noa") == ["unchanged"] * 4
    assert changes(archive, supplier="nobody") == []


def test_bytes_that_are_gone_are_told(taken: list[str], archive: Path) -> None:
    (archive / models.RawFile.objects.get(name="a.json").place).unlink()
    assert changes(archive) == ["lost", "unchanged", "unchanged", "unchanged"]


def tidied(archive: Path, *, dry: bool = False, used: frozenset[str] = frozenset(), **days: int) -> Tidied:
    config = msgspec.structs.replace(HERE, **days)
    return Tidying(config, archive, lambda keys: set(keys) & used, dry=dry).all()


def test_old_copy_goes_but_for_what_stories_use(
    taken: list[str], archive: Path, manual_clock: ManualClock
) -> None:
    files = {raw.name: archive / raw.place for raw in models.RawFile.objects.all()}
    manual_clock.advance(30 * DAY)
    assert tidied(archive) == tidied(archive, keep_items_days=31, keep_raw_days=31) == Tidied()
    gone = Tidied(files=1, bytes=len(OTHER))
    assert tidied(archive, keep_raw_days=29, dry=True) == gone
    assert tidied(archive, keep_raw_days=29, used=frozenset(taken)) == Tidied()
    assert all(path.exists() for path in files.values())
    assert tidied(archive, keep_raw_days=29) == gone
    assert [name for name, path in files.items() if not path.exists()] == ["c.json"]
    assert changes(archive) == ["unchanged"] * 3

    assert tidied(archive, keep_items_days=29, used=frozenset(taken)) == Tidied()
    assert tidied(archive, keep_items_days=29, keep_raw_days=29) == Tidied(items=1)
    assert [item.pk for item in models.Item.objects.all()] == [taken[0]]
    assert models.Version.objects.filter(item=taken[0]).count() == 2
    assert models.Words.objects.count() == 1

    (outcome,) = intake.take_bytes(OTHER, "c.json", HERE, archive)
    assert outcome.status == "taken"
    assert files["a.json"].exists()


def test_an_item_that_goes_takes_its_bytes_along(
    taken: list[str], archive: Path, manual_clock: ManualClock
) -> None:
    manual_clock.advance(30 * DAY)
    assert tidied(archive, keep_items_days=29) == Tidied(items=1, files=1, bytes=len(OTHER))
    assert not models.RawFile.objects.filter(name="c.json").exists()
    assert sum(path.is_file() for path in archive.rglob("*")) == 3
