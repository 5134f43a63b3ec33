"""Files that are taken in together leave what they leave one after the other."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from broadsheet.demo import content_files
from broadsheet.kernel.clock import ManualClock
from broadsheet.wire import intake, models
from broadsheet.wire import store as storage
from broadsheet.wire.archive import Incoming
from broadsheet.wire.config import FolderConnector, WireConfig
from broadsheet.wire.connectors.rounds import Rounds
from broadsheet.wire.outcome import Outcome
from tests.wire import noa

pytestmark = pytest.mark.django_db

HERE = WireConfig(parse_in_child=False)
TEXTS = ["".join(f"<p>{p}</p>" for p in s.body.split("\n\n")) for s in content_files.stories("politik")[:4]]


def delivery(number: int, text: str, version: int = 1, **more: Any) -> bytes:
    created = f"2026-11-14T09:1{version}:00+01:00"
    return noa.as_bytes(
        noa.digitalwires(
            urn=f"urn:newsml:a{number % 3}.example:{number}",
            version=version,
            version_created=created,
            article_html=text,
            **more,
        )
    )


FILES = [
    delivery(1, TEXTS[0]),
    delivery(2, TEXTS[0]),
    delivery(3, TEXTS[0][: len(TEXTS[0]) * 2 // 3] + TEXTS[1][: len(TEXTS[1]) // 5]),
    delivery(1, TEXTS[0], 3),
    delivery(1, TEXTS[0], 2),
    b"{",
    delivery(4, TEXTS[1]),
    delivery(1, TEXTS[0], 3),
    delivery(2, TEXTS[0], 2, pubstatus="canceled"),
    noa.iptc7901(),
    noa.RSS.encode(),
    delivery(5, TEXTS[1], 2),
    delivery(5, TEXTS[1], 1),
    delivery(6, TEXTS[2]),
]


def left(outcomes: list[Outcome]) -> list[Any]:
    """All that was stored, without ids, which chance makes."""
    items = {item.pk: item for item in models.Item.objects.all()}
    names = {pk: (item.supplier, item.supplier_id) for pk, item in items.items()}
    facts = sorted(
        (*names[pk], item.version, item.status, item.headline, item.content, names.get(item.group, ()))
        for pk, item in items.items()
    )
    versions = models.Version.objects.order_by("id").values_list("item", "version", "raw__sha256")
    told = [(each.status, names.get(each.item or ""), names.get(each.twin or "")) for each in outcomes]
    notes = sorted(models.InternalNote.objects.values_list("item__supplier_id", "version", "text"))
    words = sorted(models.Words.objects.values_list("text", flat=True))
    sketches = sorted(models.Sketch.objects.values_list("item__supplier_id", "hash"))
    order = [names[pk] for pk in models.Item.objects.order_by("arrival").values_list("pk", flat=True)]
    cases = models.Quarantine.objects.count()
    return [facts, [(names[i], *rest) for i, *rest in versions], told, notes, words, sketches, order, cases]


def test_together_is_one_after_the_other(
    tmp_path: Path, archive: Path, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "delivered"
    folder.mkdir()
    for number, data in enumerate(FILES):
        (folder / f"{number:02}").write_bytes(data)
    together = left(list(intake.take([folder], HERE, archive)))
    for model in (models.Item, models.Words, models.Quarantine, models.RawFile):
        model.objects.all().delete()
    monkeypatch.setattr(intake, "TOGETHER", 1)
    assert left(list(intake.take([folder], HERE, archive))) == together
    assert {"taken", "older", "duplicate", "quarantined"} == {status for status, _, _ in together[2]}
    assert any(twin for _, _, twin in together[2])


@pytest.mark.parametrize(
    ("owner", "name", "call"),
    [(Incoming, "harden", 9), (storage, "store", 2), (intake, "store_all", 2), (Path, "unlink", 20)],
)
def test_a_connector_that_dies_amid_files_that_go_together_loses_none(
    tmp_path: Path,
    archive: Path,
    manual_clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    name: str,
    call: int,
) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    for number, data in enumerate(FILES):
        (folder / f"{number:02}").write_bytes(data)
        os.utime(folder / f"{number:02}", (number, number))
    config = msgspec.structs.replace(HERE, connectors={"satellite": FolderConnector(path="incoming")})
    rounds = Rounds(config, tmp_path, archive, {})
    monkeypatch.setattr(intake, "TOGETHER", 5)
    with monkeypatch.context() as dying:
        dying.setattr(owner, name, _dies(getattr(owner, name), call))
        with pytest.raises(KeyboardInterrupt):
            list(rounds.look("satellite"))

    there = {path.name for path in folder.iterdir()}
    stored = {f"{number:02}" for number, data in enumerate(FILES) if _is_stored(data)}
    assert there
    assert there | stored == {f"{number:02}" for number in range(len(FILES))}
    list(rounds.look("satellite"))
    assert not list(folder.iterdir())
    assert all(map(_is_stored, FILES))


def _dies(real: Callable[..., Any], call: int) -> Callable[..., Any]:
    calls = count(1)

    def dies(*rest: Any, **more: Any) -> Any:
        if next(calls) == call:
            raise KeyboardInterrupt
        return real(*rest, **more)

    return dies


def _is_stored(data: bytes) -> bool:
    same = {"raw__sha256": hashlib.sha256(data).hexdigest()}
    kept = (models.Version.objects.filter(**same), models.Quarantine.objects.filter(**same))
    return any(each.exists() for each in kept)


def test_new_items_cost_few_statements(tmp_path: Path, archive: Path, manual_clock: ManualClock) -> None:
    folder = tmp_path / "delivered"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}").write_bytes(delivery(number, f"<p>Text {number}</p>{TEXTS[number % 4]}"))
    with CaptureQueriesContext(connection) as told:
        assert {each.status for each in intake.take([folder], HERE, archive)} == {"taken"}
    assert len(told) < 40 * 8


def test_a_feed_too_large_for_one_transaction_is_whole_when_it_comes_again(
    archive: Path, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.wire import hostile

    monkeypatch.setattr(intake, "AT_ONCE", 10)
    real, calls = storage.store_all, iter([False, True])

    def store_all(delivered: Any) -> list[Outcome]:
        if next(calls, False):
            raise DatabaseError("gone")
        return real(delivered)

    with monkeypatch.context() as patches:
        patches.setattr(intake, "store_all", store_all)
        with pytest.raises(DatabaseError):
            intake.take_bytes(hostile.feed(25), "feed", HERE, archive)
    outcomes = intake.take_bytes(hostile.feed(25), "feed", HERE, archive)
    assert [each.status for each in outcomes] == ["duplicate"] * 10 + ["taken"] * 15
    assert models.Item.objects.count() == models.Version.objects.count() == 25


def test_who_is_slower_with_the_same_bytes_finds_the_other_s_row(
    archive: Path, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = intake._insert

    def late(new: dict[str, models.RawFile]) -> None:
        for row in new.values():
            models.RawFile.objects.create(
                sha256=row.sha256, place=row.place, size=row.size, name="first", received=row.received
            )
        real(new)

    monkeypatch.setattr(intake, "_insert", late)
    assert intake.take_bytes(FILES[0], "second", HERE, archive)[0].status == "taken"
    assert [raw.name for raw in models.RawFile.objects.all()] == ["first"]
