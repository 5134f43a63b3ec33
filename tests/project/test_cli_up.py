"""A running site: readers, desk and worker for real."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from broadsheet.project import configuration, running
from tests.project.command import COMMAND, broadsheet, environment, eventually, in_one_line, stories
from tests.project.test_supervisor import free_port, lives


class Up:
    """`broadsheet up` on ports of its own."""

    def __init__(self, site: Path) -> None:
        readers, desk = free_port(), free_port()
        self.readers, self.desk = f"127.0.0.1:{readers}", f"127.0.0.1:{desk}"
        self.process = subprocess.Popen(
            [*COMMAND, "up", "--site", str(site)],
            env=environment(BROADSHEET_READERS=self.readers, BROADSHEET_DESK=self.desk),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        self.said.extend(self.process.stdout)

    def is_ready(self) -> bool:
        return any("Ctrl-C ends everything" in line for line in list(self.said))

    def page(self, path: str) -> str:
        """What readers get; empty if nothing stands there."""
        return _fetched(f"http://{self.readers}{path}")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=30)
        self._close()
        return status

    def _close(self) -> None:
        """The pipe, once the listener has read it to its end."""
        self._listener.join(timeout=10)
        assert self.process.stdout is not None
        self.process.stdout.close()


def _fetched(address: str) -> str:
    try:
        with urlopen(address, timeout=20) as answer:  # noqa: S310 - our own address
            return str(answer.read().decode())
    except (HTTPError, URLError, ConnectionError):
        return ""


@pytest.fixture
def up(site: Path) -> Iterator[Callable[[], Up]]:
    started: list[Up] = []

    def start() -> Up:
        one = Up(site)
        started.append(one)
        assert eventually(one.is_ready, 180), "".join(one.said)
        return one

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end()


def below(pid: int) -> set[int]:
    """All processes that descend from this one."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and lives(int(entry.name)):
            fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = set[int](), [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found.update(children)
        waiting += children
    return found


@pytest.mark.deep
@pytest.mark.slow
def test_what_is_published_is_served_within_seconds_and_ctrl_c_ends_all(
    site: Path, up: Callable[[], Up]
) -> None:
    running = up()
    assert "Politik" in running.page("/")
    assert "login" in _fetched(f"http://{running.desk}/login/")
    [done] = broadsheet("desk", "publish", "--story", stories(site)["ready"], "--json", site=site).objects
    assert eventually(lambda: "Die Brücke hält" in running.page(done["url"]))
    second = broadsheet("up", site=site)
    assert second.status == 1
    assert in_one_line(second.err)
    assert str(running.process.pid) in second.err
    assert "[project-already-running]" in second.err
    processes = below(running.process.pid)
    assert len(processes) >= 4
    assert running.end() == 0
    assert not any(map(lives, processes))


def test_a_port_in_use_is_named_with_what_to_do(site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        ports = {"BROADSHEET_READERS": taken, "BROADSHEET_DESK": f"127.0.0.1:{free_port()}"}
        answer = broadsheet("up", site=site, more=ports)
        alone = broadsheet("serve", site=site, more=ports)
    assert (answer.status, alone.status) == (1, 1)
    for said in (answer.err, alone.err):
        assert in_one_line(said)
        assert taken in said
        assert "BROADSHEET_READERS" in said


def test_the_wire_has_a_process_only_where_there_are_connectors(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text("", encoding="utf-8")
    plain = configuration.load(tmp_path, {})
    (tmp_path / "broadsheet.toml").write_text(
        '[wire.connectors.drop]\nkind = "folder"\npath = "in"\n', encoding="utf-8"
    )
    watching = configuration.load(tmp_path, {})
    assert [child.name for child in running.children(plain)] == ["readers", "desk", "worker"]
    assert [child.name for child in running.children(watching)] == ["readers", "desk", "worker", "wire"]
