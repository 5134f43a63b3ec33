"""The application in a real Granian, asked over a socket."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from broadsheet.kernel import clock
from broadsheet.serve.config import ServeConfig
from broadsheet.serve.errors import AddressInUse, AddressUnusable
from broadsheet.serve.listening import is_free, split_address
from broadsheet.serve.server import run
from tests.serve.client import Site

FILM = os.urandom(3_000_000)


@dataclass(frozen=True)
class Running:
    site: Site
    host: str
    port: int
    process: multiprocessing.process.BaseProcess

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=10)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    site = Site.make(tmp_path_factory.mktemp("site"))
    site.write("public/index.html", "Titelseite")
    site.write("public/ä b/index.html", "Seite")
    site.write("public/media/film.mp4", FILM)
    host, port = free_address()
    process = multiprocessing.get_context("spawn").Process(
        target=run, args=(f"{host}:{port}", site.folder / "public", site.folder / "answers", ServeConfig())
    )
    process.start()
    wait_for(host, port)
    yield Running(site, host, port, process)
    process.terminate()
    process.join(10)
    assert process.exitcode == 0
    assert is_free(host, port)


def free_address() -> tuple[str, int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host, port = probe.getsockname()
        return host, port


def wait_for(host: str, port: int) -> None:
    until = clock.monotonic() + 15
    while clock.monotonic() < until:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            continue
        return
    raise AssertionError("the server did not start")


def ask(running: Running, method: str, target: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = running.connect()
    try:
        connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def test_a_page_comes_over_the_wire(running: Running) -> None:
    status, headers, body = ask(running, "GET", "/%C3%A4%20b/?q=1")
    assert (status, body) == (200, b"Seite")
    assert headers["server"] == "broadsheet"
    assert "date" in headers
    assert ask(running, "GET", "/%c3%a4%20b/", If_None_Match=headers["etag"])[0] == 304


def test_head_keeps_the_connection_usable(running: Running) -> None:
    connection = running.connect()
    for _ in range(3):
        connection.request("HEAD", "/%C3%A4%20b/")
        response = connection.getresponse()
        assert (response.status, response.read(), response.getheader("content-length")) == (200, b"", "5")
    connection.close()


def test_a_path_is_decoded_once(running: Running) -> None:
    for target in ("/%252e%252e/secret", "/%2e%2e/secret", "/..%2fsecret", "/%00", "/%ff/", "/a%5cb"):
        assert ask(running, "GET", target)[0] == 404


def test_a_post_is_refused(running: Running) -> None:
    assert ask(running, "POST", "/%C3%A4%20b/")[0] == 405


def test_a_film_comes_whole_and_in_ranges(running: Running) -> None:
    assert ask(running, "GET", "/media/film.mp4")[2] == FILM
    status, headers, body = ask(running, "GET", "/media/film.mp4", Range="bytes=1000000-2999999")
    assert (status, body) == (206, FILM[1_000_000:])
    assert headers["content-range"] == "bytes 1000000-2999999/3000000"
    assert headers["content-length"] == "2000000"


def test_a_slow_reader_takes_no_memory(running: Running) -> None:
    running.site.write("public/media/long.mp4", b"").write_bytes(bytes(120_000_000))
    with socket.create_connection((running.host, running.port)) as reader:
        reader.sendall(b"GET /media/long.mp4 HTTP/1.1\r\nHost: x\r\n\r\n")
        reader.recv(1000)
        for _ in range(20):
            assert ask(running, "GET", "/media/film.mp4")[2] == FILM
        assert resident(running) < 100_000_000


def resident(running: Running) -> int:
    """Bytes of memory of the server's largest process."""
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
    pages = [
        int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        for pid in children.read_text(encoding="ascii").split()
    ]
    return max(pages) * os.sysconf("SC_PAGE_SIZE")


def test_readers_who_hang_up_do_not_harm(running: Running) -> None:
    for _ in range(5):
        with socket.create_connection((running.host, running.port)) as reader:
            reader.sendall(b"GET /media/film.mp4 HTTP/1.1\r\nHost: x\r\n\r\n")
            assert reader.recv(100).startswith(b"HTTP/1.1 200")
    assert ask(running, "GET", "/healthz")[0] == 200


def test_a_change_is_seen_over_the_wire(running: Running) -> None:
    for number in range(10):
        running.site.write("public/live/index.html", f"Stand {number}")
        assert ask(running, "GET", "/live/")[2] == f"Stand {number}".encode()


def test_a_second_server_on_the_same_address_is_refused(running: Running, tmp_path: Path) -> None:
    with pytest.raises(AddressInUse, match="BROADSHEET_READERS"):
        run(f"{running.host}:{running.port}", tmp_path, tmp_path, ServeConfig())


@pytest.mark.parametrize("address", ["", "8000", "host:", "host:0", "host:70000", ":80", "host:x"])
def test_an_address_needs_host_and_port(address: str) -> None:
    with pytest.raises(AddressUnusable, match="host:port"):
        split_address(address)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(AddressUnusable, match=r"192\.0\.2\.1"):
        is_free("192.0.2.1", 8000)
