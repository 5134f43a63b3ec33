"""What is in a file, by whichever process the configuration says."""

from __future__ import annotations

from datetime import datetime

from broadsheet.kernel import clock
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import ParserTooLarge, Unusable
from broadsheet.wire.item import Parsed
from broadsheet.wire.parsing import child, process
from broadsheet.wire.parsing.frames import Question


def read(data: bytes, config: WireConfig, received: datetime) -> list[Parsed | Unusable]:
    """Every document in the file, or why there is none. Raises ParserUnavailable."""
    question = Question(
        now=clock.now(),
        received=received,
        max_depth=config.max_depth,
        mail_authority=config.mail_authority,
        seconds=config.parse_seconds,
    )
    if config.parse_in_child:
        return process.parser(config.parse_megabytes).read(question, data)
    try:
        return child.read(question, data)
    except MemoryError:
        return [ParserTooLarge("Reading it takes more memory than there is. Take it on a larger machine.")]
