"""docs/adding-a-wire-format.md, followed to the letter."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from broadsheet.wire import formats, recognise
from broadsheet.wire.errors import DateWithoutZone
from broadsheet.wire.item import Parsed

GUIDE = Path(__file__).parents[2] / "docs" / "adding-a-wire-format.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def quellpost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The folder of the guide, as if it lay among the others."""
    package, message, _test = blocks("python")
    folder = tmp_path / "quellpost"
    folder.mkdir()
    (folder / "__init__.py").write_text(package, encoding="utf-8")
    (folder / "message.py").write_text(message, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    name = "broadsheet.wire.formats.quellpost"
    __import__(name)
    yield sys.modules[name]
    for each in (f"{name}.message", name):
        del sys.modules[each]


def test_a_format_is_made_as_the_guide_says(
    quellpost: Any, parse: Callable[[Any], Parsed], monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = blocks("text")
    known: tuple[Any, ...] = recognise.JSON
    names = re.findall(r"\w+", line.rpartition("(")[2])
    assert names[1:] == [each.__name__.rpartition(".")[2] for each in known]
    monkeypatch.setattr(recognise, "JSON", (quellpost, *recognise.JSON))

    (sample,) = map(json.loads, blocks("json"))
    test: dict[str, Any] = {}
    exec(blocks("python")[2], test)  # noqa: S102 - the page's own code
    test["test_a_message_becomes_an_item"](parse, sample)
    with pytest.raises(DateWithoutZone):
        parse({**sample, "free_from": "2026-11-14T18:00:00"})
