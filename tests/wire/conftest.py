from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.kernel import clock
from broadsheet.wire import intake, recognise
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import Parsed, WireItem
from broadsheet.wire.outcome import Outcome
from tests.wire.noa import as_bytes

Take = Callable[..., Outcome]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "wire"


@pytest.fixture
def take(archive: Path, manual_clock: clock.ManualClock) -> Take:
    """Takes in one document (plain data or bytes) and gives its one outcome."""

    def one(document: Any, config: WireConfig | None = None) -> Outcome:
        data = document if isinstance(document, bytes) else as_bytes(document)
        outcomes = intake.take_bytes(data, "delivery.json", config or WireConfig(), archive)
        assert len(outcomes) == 1
        return outcomes[0]

    return one


@pytest.fixture
def parse(manual_clock: clock.ManualClock) -> Callable[[Any], Parsed]:
    """Reads one document without storing it; an unusable one raises."""

    def one(document: Any) -> Parsed:
        data = document if isinstance(document, bytes) else as_bytes(document)
        (result,) = recognise.read(data, WireConfig(), clock.now())
        if isinstance(result, Exception):
            raise result
        return result

    return one


@pytest.fixture
def item_of(parse: Callable[[Any], Parsed]) -> Callable[[Any], WireItem]:
    return lambda document: parse(document).item
