"""The documentation names everything that it is about."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import msgspec

from broadsheet.wire import errors, identity
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import WireItem, WirePicture
from broadsheet.wire.outcome import Outcome

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "wire.md").read_text(encoding="utf-8")
CONTRACT = (DOCS / "contracts" / "wire-item.md").read_text(encoding="utf-8")


def test_every_reason_for_quarantine_is_explained_and_no_other() -> None:
    codes = {error.code for error in errors.Unusable.__subclasses__()}

    assert set(re.findall(r"^\| `(wire-[a-z0-9-]+)`", GUIDE, re.MULTILINE)) == codes


def test_the_error_tree_is_drawn_in_full() -> None:
    drawn = set(re.findall(r"── (\w+)", errors.__doc__ or ""))
    defined = {name for name, value in vars(errors).items() if isinstance(value, type)}

    assert drawn == defined - {"WireError", "BroadsheetError"}


def test_every_field_of_the_item_is_in_the_contract_in_order() -> None:
    assert re.findall(r"^\| `(\w+)`", CONTRACT, re.MULTILINE) == list(WireItem.__struct_fields__)
    for field in WirePicture.__struct_fields__:
        assert f"`{field}`" in CONTRACT


def test_every_setting_is_documented() -> None:
    for field in WireConfig.__struct_fields__:
        assert f"{field} =" in GUIDE


def test_the_example_of_the_json_output_is_an_outcome() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)

    assert tuple(json.loads(example)) == Outcome.__struct_fields__
    assert msgspec.json.decode(example, type=Outcome, strict=True).version == 2


def test_examples_in_docstrings_are_right() -> None:
    results = doctest.testmod(identity)

    assert (results.failed, results.attempted) == (0, 2)
