"""What is no backup, or no whole one, is told and leaves nothing behind."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from broadsheet.kernel.errors import BroadsheetError
from broadsheet.project import archive
from broadsheet.project.archive import Manifest
from broadsheet.project.errors import BackupDamaged, BackupNewer, FolderInUse, NoBackup
from broadsheet.project.place import building_beside
from tests.conftest import START

MANIFEST = Manifest(
    format=1,
    broadsheet="0.1.0",
    made=START,
    head=7,
    digest="d",
    migrations=("press.0001_initial",),
    missing=(),
)
BLOB = "vault/ab/" + "ab" * 32
Edit = Callable[[tarfile.TarFile], None]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "news.tar.gz"
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "large").write_bytes(bytes(range(256)) * 5000)
    with file.open("wb") as stream, archive.writing(stream) as writer:
        writer.add_bytes("manifest.json", msgspec.json.encode(MANIFEST), START)
        writer.add("broadsheet.sqlite3", sources / "large")
        writer.add_bytes("broadsheet.toml", b"[site]\n", START)
        writer.add_bytes(BLOB, b"picture", START)
        writer.add_bytes("media/Über den Dächern.jpg", b"picture", START)
        writer.add_sums(START)
    return file


def unpack(file: Path, tmp_path: Path) -> Path:
    """As `broadsheet restore` begins; whatever goes wrong leaves nothing."""
    site = tmp_path / "place" / "site"
    try:
        with building_beside(site, force=False) as building:
            archive.unpack(file, building)
    except BroadsheetError:
        assert list(site.parent.iterdir()) == []
        raise
    return site


def rewritten(good: Path, edit: Edit, *, before_sums: bool = True) -> Path:
    """The same members, and among them what `edit` adds; sums that still fit the others."""
    file = good.with_name("edited.tar.gz")
    with tarfile.open(good) as old, tarfile.open(file, "w:gz") as new:
        for member in old:
            if member.name == archive.SUMS and before_sums:
                edit(new)
            new.addfile(member, old.extractfile(member))
    return file


def with_member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> Edit:
    def edit(tar: tarfile.TarFile) -> None:
        info = tarfile.TarInfo(name)
        info.type, info.linkname, info.size = kind, link, 3 if kind == tarfile.REGTYPE else 0
        tar.addfile(info, io.BytesIO(b"bad"))

    return edit


def test_a_whole_one_comes_out_as_it_went_in(good: Path, tmp_path: Path) -> None:
    site = unpack(good, tmp_path)
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert files == {"broadsheet.sqlite3", "broadsheet.toml", BLOB, "media/Über den Dächern.jpg"}
    assert (site / "broadsheet.sqlite3").read_bytes() == bytes(range(256)) * 5000


@pytest.mark.parametrize("share", [0.0, 0.01, 0.2, 0.5, 0.9, 0.999])
def test_one_that_is_cut_off_is_refused(good: Path, tmp_path: Path, share: float) -> None:
    data = good.read_bytes()
    good.write_bytes(data[: int(len(data) * share)])
    with pytest.raises((BackupDamaged, NoBackup), match=str(good)):
        unpack(good, tmp_path)


@pytest.mark.parametrize("members", [1, 2, 3, 4])
def test_one_that_ends_cleanly_before_its_end_is_refused(good: Path, tmp_path: Path, members: int) -> None:
    file = tmp_path / "short.tar.gz"
    with tarfile.open(good) as old, tarfile.open(file, "w:gz") as new:
        for member in old.getmembers()[:members]:
            new.addfile(member, old.extractfile(member))
    with pytest.raises(BackupDamaged, match="SHA256SUMS is missing"):
        unpack(file, tmp_path)


def test_every_changed_byte_is_found(good: Path, tmp_path: Path) -> None:
    whole = good.read_bytes()
    for position in range(10, len(whole), len(whole) // 60):  # behind gzip's head, which says nothing
        changed = bytearray(whole)
        changed[position] ^= 1
        good.write_bytes(changed)
        with pytest.raises((BackupDamaged, NoBackup)):
            unpack(good, tmp_path)


def test_a_changed_file_is_named_though_the_tar_is_whole(good: Path, tmp_path: Path) -> None:
    plain = gzip.decompress(good.read_bytes())
    good.write_bytes(gzip.compress(plain.replace(b"picture", b"pixture", 1)))
    with pytest.raises(BackupDamaged, match=BLOB):
        unpack(good, tmp_path)


@pytest.mark.parametrize(
    "edit",
    [
        with_member("../x"),
        with_member("vault/../../x"),
        with_member("/etc/cron.d/x"),
        with_member("vault/./x"),
        with_member("vault//x"),
        with_member("vault"),
        with_member("vault/a\nb"),
        with_member("vault\\x"),
        with_member("public/index.html"),
        with_member("demo.py"),
        with_member("media/link", tarfile.SYMTYPE, "/etc/passwd"),
        with_member("media/link", tarfile.LNKTYPE, "broadsheet.toml"),
        with_member("media/folder", tarfile.DIRTYPE),
        with_member("media/pipe", tarfile.FIFOTYPE),
        with_member("media/device", tarfile.CHRTYPE),
        with_member("broadsheet.toml"),
        with_member(BLOB),
    ],
)
def test_a_member_that_has_no_place_in_a_site_is_refused(good: Path, tmp_path: Path, edit: Edit) -> None:
    with pytest.raises(NoBackup):
        unpack(rewritten(good, edit), tmp_path)
    assert not (tmp_path / "x").exists()


def test_a_file_that_the_sums_do_not_name_is_refused(good: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupDamaged, match=r"media/smuggled\.jpg"):
        unpack(rewritten(good, with_member("media/smuggled.jpg")), tmp_path)


def test_a_foreign_tar_is_refused_at_its_first_member(tmp_path: Path) -> None:
    file = tmp_path / "photos.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        with_member("vault/x")(tar)
    with pytest.raises(NoBackup, match="does not begin with"):
        unpack(file, tmp_path)


@pytest.mark.parametrize("data", [b"", b"no tar", gzip.compress(b"no tar"), gzip.compress(bytes(10_240))])
def test_what_is_no_tar_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(data)
    with pytest.raises((NoBackup, BackupDamaged)):
        unpack(file, tmp_path)


def test_one_of_a_later_format_is_left_to_the_version_that_made_it(tmp_path: Path) -> None:
    file = tmp_path / "news.tar.gz"
    later = msgspec.structs.replace(MANIFEST, format=2, broadsheet="9.0")
    with file.open("wb") as stream, archive.writing(stream) as writer:
        writer.add_bytes("manifest.json", msgspec.json.encode(later), START)
    with pytest.raises(BackupNewer, match=r"9\.0"):
        unpack(file, tmp_path)


# ---- its place --------------------------------------------------------------------------


def test_readers_files_stay_until_the_new_ones_take_their_place(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "public").mkdir(parents=True)
    (site / "public" / "index.html").write_text("old", encoding="utf-8")
    with building_beside(site, force=True) as building:
        (building / "public").mkdir()
        (building / "public" / "index.html").write_text("new", encoding="utf-8")
        assert (site / "public" / "index.html").read_text(encoding="utf-8") == "old"
    assert (site / "public" / "index.html").read_text(encoding="utf-8") == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_a_failure_leaves_the_readers_files_where_they_were(tmp_path: Path) -> None:
    (tmp_path / "site" / "public").mkdir(parents=True)

    def fail() -> None:
        with building_beside(tmp_path / "site", force=True):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*")] == ["site", "site/public"]


def test_a_run_that_ended_between_the_two_renames_is_undone(tmp_path: Path) -> None:
    (tmp_path / ".site.old" / "public").mkdir(parents=True)
    with (
        pytest.raises(FolderInUse, match="holds what readers get"),
        building_beside(tmp_path / "site", force=False),
    ):
        pass
    assert (tmp_path / "site" / "public").is_dir()


def test_a_folder_that_is_a_link_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "public").symlink_to(tmp_path / "disk")
    with pytest.raises(FolderInUse), building_beside(tmp_path / "site", force=True):
        pass
