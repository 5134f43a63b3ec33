"""The process that parses: file after file from its input, what was read to its output.

It knows no secret, reaches no host, starts nothing and writes to no file; the machine takes it down if it
takes more memory or time than it was given. `python -m broadsheet.wire.parsing.child MEGABYTES`.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
from typing import IO, Any, Final

import msgspec

from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.wire import recognise
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import FormatFailed, Unusable
from broadsheet.wire.item import Parsed
from broadsheet.wire.parsing.frames import Question, of_result, receive, send

logger = logging.getLogger(__name__)

OUT_OF_MEMORY: Final = 77
"""The status with which it ends when a file needs more memory than there may be."""
_FORBIDDEN: Final = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")
"""How Python calls what reaches beyond the process (its table of audit events)."""
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main(megabytes: int) -> None:
    """Until its input ends, as it does with the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    _confine(megabytes)
    send(answers, b"")
    while (asked := receive(source)) is not None:
        question = msgspec.json.decode(asked, type=Question)
        files = [receive(source) for _ in question.received]
        _answer(question, [data for data in files if data is not None], answers)


def _answer(question: Question, files: list[bytes], answers: IO[bytes]) -> None:
    """All in one answer at the end: whoever asks does something else meanwhile, and empties no pipe."""
    try:
        results = (_read_in_time(question, number, data) for number, data in enumerate(files))
        send(answers, msgspec.json.encode([[of_result(each) for each in found] for found in results]))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _read_in_time(question: Question, number: int, data: bytes) -> list[Parsed | Unusable]:
    _allow(question.seconds)
    return read(question, number, data)


def read(question: Question, number: int, data: bytes) -> list[Parsed | Unusable]:
    """Everything that is in a file, with the reason where nothing is. Raises MemoryError."""
    config = WireConfig(max_depth=question.max_depth, mail_authority=question.mail_authority)
    try:
        with clock.using(ManualClock(question.now)):
            return list(recognise.read(data, config, question.received[number]))
    except Unusable as error:
        return [error]
    except MemoryError:
        raise
    except Exception as error:
        # A fault of a format must not stop the other files; this one is kept, and the fault told.
        logger.exception("A wire format failed.")
        return [FormatFailed(f"Broadsheet failed to read it ({type(error).__name__}). Report this.")]


def _confine(megabytes: int) -> None:
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _allow(seconds: int) -> None:
    """So much of the processor's time from now on; then the machine ends us (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raises PermissionError for what no parser has to do."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"A parser may not do this: {event}.")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise PermissionError("A parser may not write to files.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
