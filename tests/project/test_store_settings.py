"""[store] and [purge] in broadsheet.toml: wrong values name themselves, and what follows from right ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.kernel.configuration import ConfigurationError
from broadsheet.press.bucket_store import BucketStore
from broadsheet.press.errors import KeysMissing
from broadsheet.press.store import FolderStore
from broadsheet.project import configuration
from broadsheet.project.configuration import Configuration
from broadsheet.project.press_room import make_store

KEYS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}


def loaded(folder: Path, text: str) -> Configuration:
    (folder / "broadsheet.toml").write_text(text)
    return configuration.load(folder, {})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[store]\nkind = 's4'", ["kind", "'s4'", "'folder', 's3'"]),
        ("[store]\nkind = 's3'", ["'bucket' in [store]", "'zeitung'"]),
        ("[store]\nkind = 's3'\nbucket = 'zeitung'", ["'region' in [store]", "'eu-central-1'"]),
        ("[store]\nkind = 's3'\nbucket = 'Zeitung!'", ["bucket", "'Zeitung!'"]),
        ("[store]\nprefix = 'ohne-strich'", ["prefix", "'ohne-strich'"]),
        ("[store]\nendpoint = 's3.example'", ["endpoint", "'s3.example'"]),
        ("[purge]\ntarget = 'http'", ["'address' in [purge]", "http://127.0.0.1:6081"]),
        ("[purge]\ntarget = 'cloudflare'\nzone = 'a1'", ["'token' in [purge]", "BROADSHEET_PURGE_TOKEN"]),
        ("[purge]\ntarget = 'cloudfront'", ["'distribution' in [purge]", "'cloudfront'"]),
        ("[purge]\ntarget = 'cloudfront'\ndistribution = 'E1'\naddress = 'x'", ["'address'", "'x'"]),
        ("[store]\nsecret = 'x'", ["unknown key 'secret' in [store]"]),
    ],
)
def test_a_wrong_value_names_itself(tmp_path: Path, text: str, named: list[str]) -> None:
    with pytest.raises(ConfigurationError) as raised:
        loaded(tmp_path, text)
    assert [word for word in [*named, "broadsheet.toml"] if word not in str(raised.value)] == []


def test_a_bucket_takes_the_place_of_the_public_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = loaded(tmp_path, "")
    assert isinstance(make_store(here), FolderStore)
    far = loaded(tmp_path, "[store]\nkind = 's3'\nbucket = 'zeitung'\nregion = 'eu-central-1'")
    assert (here.public.name, far.public.name) == ("public", "misses")
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(KeysMissing, match="AWS_ACCESS_KEY_ID"):
        make_store(far)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    assert isinstance(make_store(far), BucketStore)
