"""The process that parses, with a library in it that a file can talk into anything."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime

from broadsheet.wire import recognise
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import Parsed
from broadsheet.wire.parsing import child

_read = recognise.read


def _talked_into(data: bytes, config: WireConfig, received: datetime) -> Iterator[Parsed | object]:
    if data.startswith(b"#python "):
        exec(data.removeprefix(b"#python "))  # noqa: S102
    return _read(data, config, received)


if __name__ == "__main__":
    recognise.read = _talked_into  # type: ignore[assignment]
    child.main(int(sys.argv[1]))
