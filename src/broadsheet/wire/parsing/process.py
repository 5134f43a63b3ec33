"""Our end of the process that parses: asks it, waits for it, replaces it.

One process reads file after file: starting Python and all formats takes half a second. Whatever a file
does to it is told as that file's fault, and the next file gets a new process. Of files that were asked for
together, each is asked for alone then, so that none is blamed for another.
"""

from __future__ import annotations

import atexit
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import RLock
from typing import IO, Final, cast

import msgspec

from broadsheet.kernel import clock
from broadsheet.wire.errors import ParserCrashed, ParserTooLarge, ParserTooSlow, ParserUnavailable, Unusable
from broadsheet.wire.item import Parsed
from broadsheet.wire.parsing.child import OUT_OF_MEMORY
from broadsheet.wire.parsing.frames import LENGTH, Question, Reading, send, to_result

PROGRAM: Final = "broadsheet.wire.parsing.child"
_PIECE: Final = 1 << 16
_START: Final = 60.0
"""Seconds for its first word, on a machine that is busy."""
_decoder: Final = msgspec.json.Decoder(list[list[Reading]])

Results = list[Parsed | Unusable]
"""What is in one file."""


class Broken(Exception):
    """The process is of no use any more; `reason` says what it died of."""

    def __init__(self, reason: Unusable) -> None:
        self.reason = reason


class ParserProcess:
    """May be shared by threads, which then wait for each other."""

    def __init__(self, megabytes: int, program: str = PROGRAM) -> None:
        self._megabytes = megabytes
        self._program = program
        self._lock = RLock()
        self._child: Child | None = None
        self._underway: Underway | None = None

    def ask(self, question: Question, files: Sequence[bytes]) -> Underway:
        """Begins to read the files, and does not wait. Raises ParserUnavailable if nobody can read them."""
        with self._lock:
            self._finish()
            underway = self._underway = Underway(self, question, files)
            child, underway.is_fresh = self._running()
            try:
                child.ask(question, files)
            except Broken as broken:
                self._break(underway, broken.reason)
            return underway

    def finish(self, underway: Underway) -> None:
        """Waits for it, unless it is done."""
        with self._lock:
            if underway is self._underway:
                self._finish()

    def _finish(self) -> None:
        underway, self._underway = self._underway, None
        if underway is None or self._child is None:
            return
        try:
            underway.found = self._child.answer(underway.question)
        except Broken as broken:
            self._break(underway, broken.reason)

    def _break(self, underway: Underway, reason: Unusable) -> None:
        underway.reason, self._underway = reason, None
        self.close()

    def read(self, question: Question, data: bytes) -> Results:
        """What is in the file. Raises ParserUnavailable.

        A process that has read others before may have died of them: then a new one tries again.
        """
        while True:
            underway = self.ask(question, [data])
            self.finish(underway)
            if underway.found is not None:
                return underway.found[0]
            if underway.reason and (underway.is_fresh or isinstance(underway.reason, ParserTooSlow)):
                return [underway.reason]

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def forget(self) -> None:
        """After a fork: the process is the parent's."""
        self._lock, self._child, self._underway = RLock(), None, None

    def _running(self) -> tuple[Child, bool]:
        if self._child is not None and self._child.is_alive():
            return self._child, False
        self.close()
        self._child = Child(self._megabytes, self._program)
        return self._child, True


class Underway:
    """Files that somebody reads, and what was found in them."""

    def __init__(self, parser: ParserProcess, question: Question, files: Sequence[bytes]) -> None:
        self.question = question
        self.found: list[Results] | None = None
        self.reason: Unusable | None = None
        """What the process died of, of which file nobody knows."""
        self.is_fresh = False
        self._parser = parser
        self._files = files

    def results(self) -> list[Results]:
        """For each file; waits for them. Raises ParserUnavailable."""
        self._parser.finish(self)
        if self.found is None:
            self.found = [
                self._parser.read(msgspec.structs.replace(self.question, received=(received,)), data)
                for received, data in zip(self.question.received, self._files, strict=True)
            ]
        return self.found


class Child:
    """One process from its start to its end. Raises ParserUnavailable if it does not start."""

    def __init__(self, megabytes: int, program: str) -> None:
        self._megabytes = megabytes
        argv = [sys.executable, "-m", program, str(megabytes)]
        environment = {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own module
                argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd="/"
            )
        except OSError as error:
            raise ParserUnavailable(f"No process could be started to read the file ({error}).") from error
        self._input = cast("IO[bytes]", self._process.stdin)
        self._output = cast("IO[bytes]", self._process.stdout)
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._output, selectors.EVENT_READ)
        try:
            self._answer(clock.monotonic() + _START)
        except Broken as broken:
            self.kill()
            raise ParserUnavailable(
                f"The process that reads files did not start ({broken.reason}) "
                "Look into its messages, or raise 'parse_megabytes' in [wire]."
            ) from broken

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, question: Question, files: Sequence[bytes]) -> None:
        """Raises Broken."""
        try:
            send(self._input, msgspec.json.encode(question), *files)
        except OSError:
            raise Broken(self._cause()) from None

    def answer(self, question: Question) -> list[Results]:
        """Waits from now on for as long as one file may take, also for several. Raises Broken."""
        answer = self._answer(clock.monotonic() + question.seconds)
        return [[to_result(each) for each in found] for found in _decoder.decode(answer)]

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._ready.close()
        for pipe in (self._input, self._output):
            with suppress(OSError):
                pipe.close()

    def _answer(self, until: float) -> bytes:
        """Raises Broken."""
        (length,) = LENGTH.unpack(self._bytes(LENGTH.size, until))
        if length > self._megabytes << 20:
            raise Broken(self._too_large())
        return self._bytes(length, until)

    def _bytes(self, count: int, until: float) -> bytes:
        received = bytearray()
        while len(received) < count:
            if not self._ready.select(max(0.0, until - clock.monotonic())):
                raise Broken(_too_slow())
            piece = os.read(self._output.fileno(), min(_PIECE, count - len(received)))
            if not piece:
                raise Broken(self._cause())
            received += piece
        return bytes(received)

    def _cause(self) -> Unusable:
        """What it died of, of which it cannot tell itself."""
        status = self._process.wait()
        if status == OUT_OF_MEMORY:
            return self._too_large()
        if status == -signal.SIGXCPU:
            return _too_slow()
        cause = signal.Signals(-status).name if status < 0 else f"status {status}"
        return ParserCrashed(
            f"The process that read it crashed ({cause}). The file may be an attack: "
            "ask the agency, and report this."
        )

    def _too_large(self) -> Unusable:
        return ParserTooLarge(
            f"Reading it takes more than {self._megabytes} MB of memory. "
            "If the file is right, raise 'parse_megabytes' in [wire] and try again."
        )


def _too_slow() -> Unusable:
    return ParserTooSlow(
        "Reading it takes longer than a file may take. "
        "If the file is right, raise 'parse_seconds' in [wire] and try again."
    )


_running: Final[dict[int, ParserProcess]] = {}


def parser(megabytes: int) -> ParserProcess:
    """The one of this process with that limit; started when it is first asked."""
    return _running.setdefault(megabytes, ParserProcess(megabytes))


def close() -> None:
    """Ends them all; the next file starts one again."""
    for each in _running.values():
        each.close()


def _forget() -> None:
    for each in _running.values():
        each.forget()


atexit.register(close)
os.register_at_fork(after_in_child=_forget)
