"""What is in a file, by whichever process the configuration says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from broadsheet.kernel import clock
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import ParserTooLarge, Unusable
from broadsheet.wire.item import Parsed
from broadsheet.wire.parsing import child, process
from broadsheet.wire.parsing.frames import Question


def read(data: bytes, config: WireConfig, received: datetime) -> list[Parsed | Unusable]:
    """Every document in the file, or why there is none. Raises ParserUnavailable."""
    question = _question(config, [received])
    if config.parse_in_child:
        return process.parser(config.parse_megabytes).read(question, data)
    return _read_here(question, 0, data)


def begin(
    files: Sequence[bytes], config: WireConfig, received: Sequence[datetime]
) -> Callable[[], list[list[Parsed | Unusable]]]:
    """The same for several files, which are read while something else is done: what it returns waits.

    Both raise ParserUnavailable.
    """
    question = _question(config, received)
    if config.parse_in_child:
        return process.parser(config.parse_megabytes).ask(question, files).results
    return lambda: [_read_here(question, number, data) for number, data in enumerate(files)]


def _question(config: WireConfig, received: Sequence[datetime]) -> Question:
    return Question(
        now=clock.now(),
        received=tuple(received),
        max_depth=config.max_depth,
        mail_authority=config.mail_authority,
        seconds=config.parse_seconds,
    )


def _read_here(question: Question, number: int, data: bytes) -> list[Parsed | Unusable]:
    try:
        return child.read(question, number, data)
    except MemoryError:
        return [ParserTooLarge("Reading it takes more memory than there is. Take it on a larger machine.")]
