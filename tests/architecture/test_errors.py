"""Error classes: one tree per room, codes that name their room and never change meaning."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

import pytest

import broadsheet
from broadsheet.kernel.errors import BroadsheetError


def error_classes() -> list[type[BroadsheetError]]:
    """Every error class of every room, the root aside."""
    for found in pkgutil.walk_packages(broadsheet.__path__, "broadsheet."):
        if found.name.endswith(("errors", "configuration")):
            importlib.import_module(found.name)
    found_classes, queue = [], [BroadsheetError]
    while queue:
        children = queue.pop().__subclasses__()
        found_classes += children
        queue += children
    own = {each for each in found_classes if each.__module__.startswith("broadsheet.")}
    return sorted(own, key=lambda each: (each.__module__, each.code))


def room_of(error: type[BroadsheetError]) -> str:
    return error.__module__.split(".")[1]


def test_codes_are_unique() -> None:
    counted = Counter(each.code for each in error_classes())
    assert [code for code, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("error", error_classes(), ids=lambda each: each.__name__)
def test_a_code_begins_with_its_room(error: type[BroadsheetError]) -> None:
    room = room_of(error)
    assert error.code in {room, "configuration"} or error.code.startswith(f"{room}-")
    assert "code" in vars(error), f"{error.__name__} has no code of its own"


@pytest.mark.parametrize("error", error_classes(), ids=lambda each: each.__name__)
def test_an_error_stands_in_the_tree_that_its_module_draws(error: type[BroadsheetError]) -> None:
    module = importlib.import_module(error.__module__)
    drawn = (module.__doc__ or "") + (importlib.import_module("broadsheet.kernel.errors").__doc__ or "")
    assert error.__name__ in drawn


def test_nothing_raises_a_bare_root_error() -> None:
    assert BroadsheetError.code == "broadsheet"
    assert BroadsheetError not in error_classes()
