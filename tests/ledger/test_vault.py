from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from broadsheet.ledger.errors import BlobMissing
from broadsheet.ledger.vault import Vault

PICTURE = b"\x89PNG not really"
NAME = hashlib.sha256(PICTURE).hexdigest()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    assert vault.put(PICTURE) == NAME
    assert vault.get(NAME) == PICTURE


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    assert vault.put(PICTURE) == vault.put(PICTURE)
    assert len(_files(tmp_path)) == 1


def test_an_absent_blob_is_told(tmp_path: Path) -> None:
    with pytest.raises(BlobMissing, match="restore the vault from a backup"):
        Vault(tmp_path).get(NAME)


def test_a_damaged_blob_is_told(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.put(PICTURE)
    _files(tmp_path)[0].write_bytes(PICTURE[:-1])
    with pytest.raises(BlobMissing, match="is damaged"):
        vault.get(NAME)


@pytest.mark.parametrize("name", ["", "..", "../secret.key", "/etc/passwd", "0" * 63, "0" * 63 + "/"])
def test_a_name_that_is_none_reaches_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(BlobMissing, match="is no blob's name"):
        Vault(tmp_path).get(name)


def test_a_full_disk_leaves_no_half_blob(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            vault.put(PICTURE)
    assert _files(tmp_path) == []
    assert vault.get(vault.put(PICTURE)) == PICTURE
