"""What was made ahead is given back whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from broadsheet.press.larder import Larder


@pytest.fixture
def larder(tmp_path: Path) -> Larder:
    return Larder(tmp_path / "larder")


@pytest.mark.parametrize("data", [b"", b"x", os.urandom(100_000)])
def test_what_was_put_is_given(larder: Larder, data: bytes) -> None:
    assert larder.get("a-1.jpg") is None
    larder.put("a-1.jpg", data)
    larder.put("a-1.jpg", data)
    assert larder.get("a-1.jpg") == data


def test_only_the_owner_may_look(larder: Larder, tmp_path: Path) -> None:
    larder.put("a", b"secret")
    assert (tmp_path / "larder").stat().st_mode & 0o077 == 0


def test_what_is_not_what_was_put_is_not_given(larder: Larder, tmp_path: Path) -> None:
    """Cut off where it may be, as after a power cut; changed; under another name."""
    file = tmp_path / "larder" / "a"
    larder.put("a", b"twelve bytes")
    whole = file.read_bytes()
    for damaged in (*(whole[:length] for length in range(len(whole))), whole + b"x", b"x" + whole[1:]):
        file.write_bytes(damaged)
        assert larder.get("a") is None
    file.with_name("b").write_bytes(whole)
    assert larder.get("b") is None
    file.write_bytes(whole)
    assert larder.get("a") == b"twelve bytes"


def test_a_full_disk_leaves_nothing_half_written(
    larder: Larder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    larder.put("a", b"before")

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        for name in ("a", "b"):
            with pytest.raises(OSError, match="No space left"):
                larder.put(name, b"after")
    assert (larder.get("a"), larder.get("b")) == (b"before", None)
    assert [path.name for path in (tmp_path / "larder").iterdir()] == ["a"]


def test_what_nobody_wants_any_more_goes_and_so_does_what_a_dead_one_left(
    larder: Larder, tmp_path: Path
) -> None:
    larder.keep(lambda _name: True)  # there is no folder yet
    for name in ("a-1", "a-2", "b-1"):
        larder.put(name, b"x")
    (tmp_path / "larder" / ".b-2.dead").write_bytes(b"half")
    larder.keep(lambda name: name.startswith("a"))
    assert sorted(path.name for path in (tmp_path / "larder").iterdir()) == ["a-1", "a-2"]


@pytest.mark.parametrize("name", ["", ".", "..", "../vault/x", "a/b"])
def test_a_name_leads_nowhere_else(larder: Larder, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        larder.put(name, b"x")
