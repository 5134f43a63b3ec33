"""Ends the children of a supervisor that was killed outright.

Started as a script with the supervisor's pipe as its standard input and the seconds of
patience as its argument. Each line is `+<group>` or `-<group>`: a process group that
lives or has ended. The pipe closes when the supervisor does, however it dies; the groups
that are left get SIGTERM and, when patience is over, SIGKILL. Unlike PR_SET_PDEATHSIG
this needs no code between fork and exec, reaches grandchildren and works on every POSIX
system.

Imports nothing of Broadsheet: it must start at once and cost little.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TextIO


def main(patience: float) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    left = _watch(sys.stdin)
    for group in left:
        _send(group, signal.SIGTERM)
    until = time.monotonic() + patience
    while time.monotonic() < until and any(_send(group, 0) for group in left):
        time.sleep(0.1)
    for group in left:
        _send(group, signal.SIGKILL)


def _watch(lines: TextIO) -> set[int]:
    """The groups that live when the supervisor ends."""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        (groups.add if line.startswith("+") else groups.discard)(group)
    return groups


def _send(group: int, number: int) -> bool:
    """Whether the group still has a process that can be reached."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main(float(sys.argv[1]))
