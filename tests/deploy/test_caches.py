"""Debian's Varnish and nginx before a site, with the files that are shipped: while they cannot be told,
readers get old pages; once they can, in the end, none."""

from __future__ import annotations

import http.client
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Section
from broadsheet.press.caches import cache_of
from broadsheet.press.config import PurgeConfig
from broadsheet.press.machine import Press
from broadsheet.press.models import Purge
from broadsheet.press.telling import PURGES, Teller
from broadsheet.press.trouble import not_purged
from broadsheet.serve.app import create_app
from broadsheet.serve.config import ServeConfig
from tests.deploy import servers
from tests.deploy.servers import READERS, Server, started, substituted
from tests.press import caches
from tests.press.bulletin import press_in, publish, story, withdraw
from tests.programs import module, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

PURGER: Final = Path("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so")
ENCODINGS: Final = ("br", "gzip, deflate", "")
POLITICS: Final = Section(id="1", path="/politik/", title="Politik", order=1)
# Of stories that are there all the time, of two that come and go, of home.
PATHS: Final = ("/", *(f"/politik/story-{number}-{number:010}/" for number in range(1, 7)))


class Origin:
    """The built-in server's application over the press's folders; counts what is asked of it."""

    def __init__(self, site: Path) -> None:
        self.asked = 0
        self.port = 0
        self._app = create_app(site / "public", site / "answers", ServeConfig(count_readings=False))

    @contextmanager
    def running(self) -> Iterator[None]:
        origin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                origin.asked += 1
                reply = origin._app.answer("GET", self.path, self.headers.get)
                self.send_response_only(reply.status)
                for field in reply.headers:
                    self.send_header(*field)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_arguments: Any) -> None:
                """Silent."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = server.server_port
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()


class Gate:
    """Where a cache is told: open, it hands on what it is told; closed, nobody listens there."""

    address = ""
    words = b""

    def __init__(self, port: int) -> None:
        self._port = port

    def take(self, method: str, path: str, headers: Any, _body: bytes) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        connection.request(method, path, headers={"Host": headers["Host"]})
        try:
            return connection.getresponse().status
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def varnish(folder: Path, origin: int) -> Iterator[Server]:
    port, work = free_port(), folder / "varnish"
    work.mkdir()
    file = folder / "broadsheet.vcl"
    file.write_text(substituted("varnish/broadsheet.vcl", {'"8000"': f'"{origin}"'}), encoding="utf-8")
    command = (program("varnishd", "varnish"), "-j", "none", "-F", "-n", work, "-f", file)
    listens = ("-a", f"127.0.0.1:{port}", "-s", "malloc,16m", "-p", "http_gzip_support=off")
    with started(*command, *listens, port=port, log=folder / "varnish.log"):
        yield Server("varnish", port)
    shutil.rmtree(work, ignore_errors=True)


@contextmanager
def nginx(folder: Path, origin: int) -> Iterator[Server]:
    executable = program("nginx", "nginx-light")
    purger = module(PURGER, "libnginx-mod-http-cache-purge")
    port, work = free_port(), folder / "nginx"
    work.mkdir()
    changes = {
        "listen 8080": f"listen 127.0.0.1:{port}",
        "127.0.0.1:8000": f"127.0.0.1:{origin}",
        "/var/cache/nginx": str(work),
    }
    shipped = work / "cache.conf"
    shipped.write_text(substituted("nginx/cache.conf", changes), encoding="utf-8")
    around = work / "nginx.conf"
    around.write_text(f"load_module {purger}; {servers.main_file(work, shipped)}", encoding="utf-8")
    command: tuple[str | Path, ...] = (executable, "-p", work, "-c", around, "-e", work / "error.log")
    with started(*command, port=port, log=work / "out.log"):
        yield Server("nginx", port)


def got(server: Server) -> dict[tuple[str, str], tuple[int, bytes]]:
    """What each kind of reader gets at each address, unpacked by nobody."""
    answers = {}
    for path in PATHS:
        for encoding in ENCODINGS:
            answer = server.ask(path, headers={"Accept-Encoding": encoding} if encoding else {})
            assert "age" not in answer.headers
            answers[path, encoding] = (answer.status, answer.body)
    return answers


def outage(
    press: Press, origin: Origin, server: Server, time: ManualClock, method: Any, act: Callable[[], None]
) -> None:
    """An act while the cache cannot be told for a minute."""
    before = got(server)
    asked = origin.asked
    assert got(server) == before
    assert origin.asked == asked, "it keeps pages"
    gate = Gate(server.port)
    with caches.listening(gate):
        port = int(gate.address.rpartition(":")[2])
    config = PurgeConfig(target="http", method=method, address=f"http://127.0.0.1:{port}", timeout=5)
    listener = cache_of(config, f"https://{READERS}")
    assert listener is not None
    teller = Teller(listener, PURGES)
    act()
    press.bake_due()
    owed = Purge.objects.count()
    for _ in range(60):
        teller.work_off()
        time.advance(timedelta(seconds=1))
    assert not_purged() == (owed, time.now() - timedelta(minutes=1)), "all of it waits, and is seen to"
    assert got(server) == before, "readers get old pages"
    time.advance(timedelta(minutes=1))
    with caches.listening(gate, port):
        teller.work_off()
    assert not_purged() == (0, None)
    assert got(server) != before
    fresh = Server("origin", origin.port)
    assert {key: of_page(*each) for key, each in got(server).items()} == {
        key: of_page(*each) for key, each in got(fresh).items()
    }


def of_page(status: int, body: bytes) -> tuple[int, bytes]:
    """Whichever form it came in."""
    return status, caches.unpacked(body)


@pytest.mark.parametrize(
    ("cache", "methods"), [(varnish, ("PURGE", "BAN")), (nginx, ("PURGE",))], ids=["varnish", "nginx"]
)
def test_nothing_stale_is_served_in_the_end(
    cache: Any, methods: tuple[str, ...], tmp_path: Path, manual_clock: ManualClock
) -> None:
    site = tmp_path / "site"
    press = press_in(site, purging=True)
    publish(POLITICS, *map(story, range(1, 6)))
    press.bake_due()
    Purge.objects.all().delete()
    origin = Origin(site)
    with origin.running(), cache(tmp_path, origin.port) as server:

        def correct_and_take_back() -> None:
            publish(story(3, body="Ein neuer Stand."), story(6))
            withdraw(5)

        def publish_again() -> None:
            publish(story(3), story(5, headline="Wieder da"))
            withdraw(6)

        for method, act in zip(methods, (correct_and_take_back, publish_again), strict=False):
            outage(press, origin, server, manual_clock, method, act)
