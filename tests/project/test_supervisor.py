"""Tiny children under a real supervisor; where signals matter, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.kernel import clock
from broadsheet.project.child import Child, Endpoint
from broadsheet.project.errors import AlreadyRunning, ChildFailed, PortInUse
from broadsheet.project.lock import running_lock
from broadsheet.project.supervisor import Patience, Supervisor
from broadsheet.serve.listening import is_free

# Each starts in a few hundredths of a second, says its pid and waits.
LISTENS = """
import os, socket, sys, time
s = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("pid", os.getpid(), flush=True)
while True:
    s.accept()[0].close()
"""
WAITS = "import os, time; print('pid', os.getpid(), flush=True); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + WAITS
HAS_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {WAITS!r}]);" + WAITS
FAILS = "import sys; sys.exit('the database is missing')"

UP = """
import json, os, sys
from pathlib import Path
from broadsheet.project.child import Child, Endpoint
from broadsheet.project.supervisor import Patience, Supervisor
folder, children = sys.argv[1], json.loads(sys.argv[2])
def say(line):
    print(line, flush=True)
supervisor = Supervisor(
    Path(folder),
    [Child(name, argv, os.environ, Endpoint("127.0.0.1", port, "X") if port else None)
     for name, argv, port in children],
    say=say, ready=lambda: say("READY"),
    patience=Patience(settle=0.2, stop=1.0, first_delay=0.1),
)
sys.exit(supervisor.run())
"""

SHORT = Patience(tries=2, start=5, settle=0.2, stop=1.0, first_delay=0.05)


class Up:
    """A supervisor in its own process."""

    def __init__(self, folder: Path, children: list[tuple[str, list[str], int]]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", UP, str(folder), json.dumps(children)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []

    def wait_for(self, wanted: Callable[[str], bool]) -> str:
        """The next line that is wanted."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if wanted(line):
                return line
        assert self.process.stderr is not None
        raise AssertionError(f"never said: {self.lines} {self.process.stderr.read()}")

    def wait_until_ready(self) -> list[int]:
        """The pids of the children."""
        self.wait_for(lambda line: line.startswith("READY"))
        return [int(line.split()[-1]) for line in self.lines if " pid " in line]

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Exit code and what was said on standard error."""
        self.process.send_signal(number)
        _, complaints = self.process.communicate(timeout=10)
        return self.process.returncode, complaints


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    started: list[Up] = []

    def start(*children: tuple[str, list[str], int]) -> Up:
        started.append(Up(tmp_path, list(children)))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.communicate(timeout=10)


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-S", "-E", "-c", code, *map(str, arguments)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def eventually(condition: Callable[[], bool], seconds: float = 8) -> bool:
    until = clock.monotonic() + seconds
    while clock.monotonic() < until:
        if condition():
            return True
        os.sched_yield()
    return False


def supervise(folder: Path, child: Child, said: list[str] | None = None) -> int:
    sink = said if said is not None else []
    supervisor = Supervisor(folder, [child], say=sink.append, ready=lambda: None, patience=SHORT)
    return supervisor.run()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_children_and_the_answer_is_nought(
    up: Callable[..., Up], number: signal.Signals
) -> None:
    port = free_port()
    running = up(("readers", python(LISTENS, port), port), ("worker", python(WAITS), 0))
    pids = running.wait_until_ready()
    assert len(pids) == 2
    assert all(map(lives, pids))
    assert running.end(number) == (0, "")
    assert not any(map(lives, pids))
    assert is_free("127.0.0.1", port)


def test_the_childrens_output_carries_their_names(up: Callable[..., Up]) -> None:
    running = up(("readers", python("print('héllo', end='')"), 0), ("desk", python(WAITS), 0))
    running.wait_for(
        lambda _: {line.split()[0] for line in running.lines if " | " in line} == {"readers", "desk"}
    )
    assert "readers | héllo" in running.lines  # without the end of a line, and before it starts again
    assert any(line.startswith("desk    | pid ") for line in running.lines)


def test_a_child_that_dies_is_started_again(up: Callable[..., Up]) -> None:
    port = free_port()
    running = up(("readers", python(LISTENS, port), port), ("worker", python(WAITS), 0))
    readers, _ = sorted(
        running.wait_until_ready(), key=lambda pid: f"readers | pid {pid}" not in running.lines
    )
    os.kill(readers, signal.SIGKILL)
    running.wait_for(lambda line: "readers was ended by SIGKILL; it starts again in 0.1 s." in line)
    again = int(running.wait_for(lambda line: "readers | pid" in line).split()[-1])
    assert again != readers
    assert eventually(lambda: not is_free("127.0.0.1", port))
    assert running.end(signal.SIGTERM) == (0, "")
    assert not lives(again)


def test_a_child_that_will_not_end_is_killed(up: Callable[..., Up]) -> None:
    running = up(("worker", python(STUBBORN), 0))
    pids = running.wait_until_ready()
    assert running.end(signal.SIGTERM) == (0, "")
    assert not any(map(lives, pids))


def test_grandchildren_end_too(up: Callable[..., Up]) -> None:
    running = up(("worker", python(HAS_CHILD), 0))
    for _ in range(2):
        running.wait_for(lambda line: " pid " in line)
    pids = [int(line.split()[-1]) for line in running.lines if " pid " in line]
    assert running.end(signal.SIGTERM)[0] == 0
    assert not any(map(lives, pids))


def test_children_do_not_outlive_a_supervisor_that_is_killed(up: Callable[..., Up]) -> None:
    running = up(("desk", python(STUBBORN), 0), ("worker", python(HAS_CHILD), 0))
    pids = running.wait_until_ready()
    running.end(signal.SIGKILL)
    assert eventually(lambda: not any(map(lives, pids)))


def test_a_port_in_use_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        endpoint = Endpoint("127.0.0.1", port, "BROADSHEET_READERS")
        child = Child("readers", python(WAITS), os.environ, endpoint)
        with pytest.raises(PortInUse, match=f"{port}.*BROADSHEET_READERS=127"):
            supervise(tmp_path, child)


def test_a_second_supervisor_names_the_first(tmp_path: Path) -> None:
    child = Child("worker", python(WAITS), os.environ)
    with running_lock(tmp_path), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        supervise(tmp_path, child)


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with running_lock(tmp_path):
            assert (tmp_path / ".up.lock").read_text(encoding="ascii") == f"{os.getpid()}\n"


def test_a_child_that_cannot_start_ends_everything_with_its_words(tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(ChildFailed, match="the database is missing"):
        supervise(tmp_path, Child("desk", python(FAILS), os.environ), said)
    assert sum("starts again" in line for line in said) == SHORT.tries - 1


def test_a_program_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ChildFailed, match="no-such-program"):
        supervise(tmp_path, Child("desk", ["/no-such-program"], os.environ))


def test_a_child_that_never_gets_ready_is_given_up(tmp_path: Path) -> None:
    endpoint = Endpoint("127.0.0.1", free_port(), "X")
    patience = Patience(tries=1, start=0.2, first_delay=0.05)
    child = Child("desk", python(WAITS), os.environ, endpoint)
    said: list[str] = []
    with pytest.raises(ChildFailed, match="SIGKILL"):
        Supervisor(tmp_path, [child], say=said.append, ready=lambda: None, patience=patience).run()
    assert any("not ready" in line for line in said)


def test_delays_double_up_to_their_bound() -> None:
    assert [Patience().delay(ends) for ends in (1, 2, 3, 4, 5, 6, 7, 9999)] == [1, 2, 4, 8, 16, 30, 30, 30]
