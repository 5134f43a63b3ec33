"""One child process of the supervisor: starting, output, ending."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from broadsheet.kernel import clock

_REMEMBERED_LINES: Final = 12
_LONGEST_LINE: Final = 64_000  # bytes; a longer line is broken


@dataclass(frozen=True)
class Endpoint:
    """Where a child listens."""

    host: str
    port: int
    variable: str
    """The environment variable that sets the address, for the message when it is taken."""

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    def answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        try:
            socket.create_connection((host, self.port), timeout=0.2).close()
        except OSError:
            return False
        return True


@dataclass(frozen=True)
class Child:
    """What to run; ready once it accepts connections, or after a second if it never listens."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    """The whole environment."""
    listens: Endpoint | None = None


@dataclass
class Run:
    """A child while it runs: the leader of its own process group."""

    child: Child
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=clock.monotonic)
    ready: bool = False
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED_LINES))
    _partial: bytes = b""

    @classmethod
    def start(cls, child: Child) -> Run:
        """Raises OSError if the program cannot be run."""
        process = subprocess.Popen(  # noqa: S603  # argv is ours
            child.argv,
            env=dict(child.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        os.set_blocking(cls._pipe(process), False)
        return cls(child, process)

    @property
    def group(self) -> int:
        return self.process.pid

    @property
    def output(self) -> int:
        return self._pipe(self.process)

    def age(self) -> float:
        """Seconds since the start."""
        return clock.monotonic() - self.started

    def read_lines(self) -> tuple[list[str], bool]:
        """The lines that came, and whether more may come."""
        try:
            data = os.read(self.output, 65_536)
        except BlockingIOError:
            return [], True
        *lines, self._partial = (self._partial + data).split(b"\n")
        if self._partial and (not data or len(self._partial) > _LONGEST_LINE):
            lines.append(self._partial)
            self._partial = b""
        texts = [line.decode(errors="replace").rstrip("\r") for line in lines]
        self.last_lines.extend(texts)
        return texts, bool(data)

    def signal(self, number: signal.Signals) -> None:
        """Sends to the whole group; a group that is gone is no error."""
        try:
            os.killpg(self.group, number)
        except (ProcessLookupError, PermissionError):
            return

    def close(self) -> None:
        """After the end: sweeps what the child left behind in its group."""
        self.signal(signal.SIGKILL)
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    @staticmethod
    def _pipe(process: subprocess.Popen[bytes]) -> int:
        if process.stdout is None:
            raise ValueError("the child was started without a pipe")
        return process.stdout.fileno()
