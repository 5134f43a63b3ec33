from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from django.db import DatabaseError

from broadsheet.kernel.clock import ManualClock
from broadsheet.wire import inbox, intake, models
from broadsheet.wire import store as storage
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import ArchiveDamaged, ArchiveUnwritable, UnknownQuarantine
from broadsheet.wire.outcome import Outcome
from tests.wire import noa
from tests.wire.conftest import Take

pytestmark = pytest.mark.django_db

GOOD = noa.as_bytes(noa.digitalwires())


def drop(folder: Path, **files: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def taken(paths: list[Path], archive: Path) -> list[Outcome]:
    return list(intake.take(paths, WireConfig(), archive))


def test_one_bad_file_never_stops_the_others(tmp_path: Path, archive: Path) -> None:
    folder = drop(tmp_path / "eingang", a=b"{", b=GOOD, c=b"\xff", d=noa.as_bytes(noa.ninjs3(uri="urn:x:9")))

    outcomes = taken([folder, tmp_path / "fehlt"], archive)

    assert [one.status for one in outcomes] == ["quarantined", "taken", "quarantined", "taken", "quarantined"]
    assert inbox.count_quarantined() == 2
    assert (outcomes[-1].item, "Nothing was stored" in (outcomes[-1].error or "")) == (None, True)


def test_a_folder_is_taken_sorted_with_its_folders_and_without_hidden_files(
    tmp_path: Path, archive: Path
) -> None:
    folder = drop(tmp_path / "e", b=GOOD, c=GOOD, **{".verborgen": b"{", ".a.json.part": b"{"})
    drop(folder / "a", z=GOOD)
    drop(folder / ".git", config=b"{")
    (folder / "kreis").symlink_to(folder)

    names = [Path(one.path).relative_to(folder).as_posix() for one in taken([folder], archive)]

    assert names == ["a/z", "b", "c"]


def test_the_bytes_are_durable_before_anything_is_parsed(
    archive: Path, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []

    def read(data: bytes, *_: object) -> list[object]:
        raw = models.RawFile.objects.get()
        seen.append((archive / raw.place).read_bytes())
        return []

    monkeypatch.setattr("broadsheet.wire.parsing.reading.read", read)
    intake.take_bytes(GOOD, "x.json", WireConfig(), archive)

    assert seen == [GOOD]
    digest = hashlib.sha256(GOOD).hexdigest()
    assert [str(p.relative_to(archive)) for p in archive.rglob("*") if p.is_file()] == [
        f"2026/11/14/{digest}"
    ]


def test_bytes_that_are_missing_from_the_archive_are_put_back(take: Take, archive: Path) -> None:
    take(GOOD)
    raw = models.RawFile.objects.get()
    (archive / raw.place).unlink()

    assert take(GOOD).status == "duplicate"
    assert (archive / raw.place).read_bytes() == GOOD


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(os if call == "fsync" else Path, call, full)
        (outcome,) = taken([drop(tmp_path / "e", a=GOOD)], archive)
        with pytest.raises(ArchiveUnwritable):
            intake.take_bytes(GOOD, "a", WireConfig(), archive)

    assert (outcome.status, outcome.item) == ("quarantined", None)
    assert "No space left" in (outcome.error or "")
    assert [path for path in archive.rglob("*") if path.is_file()] == []
    assert (models.RawFile.objects.count(), models.Item.objects.count()) == (0, 0)
    assert taken([tmp_path / "e"], archive)[0].status == "taken"


@pytest.mark.parametrize(
    "moment",
    [
        "broadsheet.wire.archive.Incoming.settle",
        "broadsheet.wire.intake._insert",
        "broadsheet.wire.intake.read",
        "broadsheet.wire.intake.store_all",
        "broadsheet.wire.store._outcome",
    ],
)
def test_a_process_that_dies_at_any_moment_loses_nothing(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    folder = drop(tmp_path / "e", a=GOOD)
    with monkeypatch.context() as dying:
        dying.setattr(moment, die)
        with pytest.raises(KeyboardInterrupt):
            taken([folder], archive)
    assert models.Item.objects.count() == 0

    assert [one.status for one in taken([folder], archive)] == ["taken"]
    assert (models.Item.objects.count(), models.RawFile.objects.count()) == (1, 1)
    assert len([path for path in archive.rglob("*") if path.is_file()]) == 1


def test_an_archive_that_is_no_folder_is_told(tmp_path: Path) -> None:
    file = tmp_path / "wire"
    file.write_bytes(b"")

    (outcome,) = taken([drop(tmp_path / "e", a=GOOD)], file)

    assert "took no bytes" in (outcome.error or "")


def test_a_database_that_refuses_leaves_no_item_and_stops_nothing(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = storage.store_all

    def store_all(delivered: Sequence[storage.Delivered]) -> list[Outcome]:
        outcomes = real(delivered)
        if any(each.path.endswith("/a") for each in delivered):
            raise DatabaseError("disk full")
        return outcomes

    monkeypatch.setattr("broadsheet.wire.intake.store_all", store_all)
    outcomes = taken([drop(tmp_path / "e", a=GOOD, b=noa.as_bytes(noa.digitalwires(urn="urn:x:2")))], archive)

    assert [one.status for one in outcomes] == ["quarantined", "taken"]
    assert [item.supplier_id for item in models.Item.objects.all()] == ["urn:x:2"]


def test_what_is_no_plain_file_is_told(tmp_path: Path, archive: Path) -> None:
    os.mkfifo(tmp_path / "rohr")
    (tmp_path / "leer").symlink_to(tmp_path / "nirgends")

    outcomes = taken([tmp_path / "rohr", tmp_path / "leer", tmp_path / "a\x00b"], archive)

    assert [one.status for one in outcomes] == ["quarantined"] * 3
    assert models.RawFile.objects.count() == 0


def test_a_name_that_is_no_text_does_no_harm(tmp_path: Path, archive: Path) -> None:
    file = tmp_path / os.fsdecode(b"\xfcber.json")
    file.write_bytes(GOOD)

    (outcome,) = taken([file], archive)

    assert outcome.status == "taken"
    assert msgspec.json.decode(msgspec.json.encode(outcome))["path"].endswith("\ufffdber.json")


def test_a_list_gives_an_outcome_for_every_document(archive: Path, manual_clock: ManualClock) -> None:
    documents = [noa.ninjs3(uri="urn:x:1"), {"uri": "urn:x:2"}, noa.ninjs3(uri="urn:x:3"), 7]

    outcomes = intake.take_bytes(noa.as_bytes(documents), "x", WireConfig(), archive)

    assert [one.status for one in outcomes] == ["taken", "quarantined", "taken", "quarantined"]
    assert "1 more" in models.Quarantine.objects.get().message


def test_a_queue_delivers_its_items_under_entries(take: Take) -> None:
    assert take({"entries": [noa.digitalwires()]}).status == "taken"


def test_two_versions_of_an_item_in_one_file_end_with_the_newest(archive: Path) -> None:
    documents = [noa.digitalwires(version=2), noa.digitalwires(version=1), noa.digitalwires(version=3)]

    outcomes = intake.take_bytes(noa.as_bytes(documents), "x", WireConfig(), archive)

    assert [one.status for one in outcomes] == ["taken", "older", "taken"]
    assert models.Item.objects.get().version == 3


def test_an_outcome_has_exactly_the_documented_keys(take: Take) -> None:
    outcome = take(noa.digitalwires(embargoed="2026-11-14T18:00:00+01:00"))

    assert msgspec.json.decode(msgspec.json.encode(outcome)) == {
        "path": "delivery.json",
        "status": "taken",
        "item": models.Item.objects.get().id,
        "version": 1,
        "headline": noa.HEADLINE,
        "embargo": "2026-11-14T18:00:00+01:00",
        "twin": None,
        "error": None,
    }


# ---- quarantine -------------------------------------------------------------------------


def test_a_retry_after_a_fix_takes_the_file(take: Take, archive: Path) -> None:
    large = noa.digitalwires(article_html="<p>" + "Wort " * 300_000 + "</p>")
    take(large, WireConfig(max_megabytes=1))
    case = models.Quarantine.objects.get()

    (again,) = intake.retry(case.id, WireConfig(max_megabytes=1), archive)
    (fixed,) = intake.retry(case.id, WireConfig(max_megabytes=2), archive)

    assert (again.status, fixed.status) == ("quarantined", "taken")
    case.refresh_from_db()
    assert (case.tries, case.resolved is not None) == (3, True)
    assert inbox.count_quarantined() == 0


def test_a_date_ahead_of_its_time_can_be_taken_later(
    take: Take, archive: Path, manual_clock: ManualClock
) -> None:
    take(noa.digitalwires(version_created="2026-11-20T09:00:00+01:00"))
    manual_clock.jump(manual_clock.now().replace(day=19))

    (outcome,) = intake.retry(models.Quarantine.objects.get().id, WireConfig(), archive)

    assert outcome.status == "taken"


def test_the_same_bad_bytes_again_are_the_same_case(take: Take) -> None:
    take(b"{")
    take(b"{")

    assert models.Quarantine.objects.get().tries == 2


def test_a_case_can_be_closed_by_hand(take: Take) -> None:
    take(b"{")
    intake.dismiss(models.Quarantine.objects.get().id)

    assert inbox.count_quarantined() == 0
    assert inbox.quarantined() == []


def test_an_unknown_case_is_told() -> None:
    with pytest.raises(UnknownQuarantine):
        intake.retry("0000000000", WireConfig(), Path("/nirgends"))


def test_damaged_bytes_in_the_archive_are_told(take: Take, archive: Path) -> None:
    take(b"{")
    case = models.Quarantine.objects.get()
    (archive / case.raw.place).write_bytes(GOOD)

    with pytest.raises(ArchiveDamaged):
        intake.retry(case.id, WireConfig(), archive)
    (archive / case.raw.place).unlink()
    with pytest.raises(ArchiveDamaged):
        intake.retry(case.id, WireConfig(), archive)
