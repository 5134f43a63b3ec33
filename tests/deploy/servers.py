"""The three servers of the readers' folders, as they are shipped, on loopback."""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Final, NamedTuple

from broadsheet.kernel import clock
from tests.programs import ROOT, program

DEPLOY: Final = ROOT / "deploy"
BROTLI: Final = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
"""Debian: libnginx-mod-http-brotli-static."""
READERS: Final = "news.example"
DESK: Final = "desk.news.example"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    """By lower-case names; what was sent several times with commas between."""
    body: bytes


class Server(NamedTuple):
    name: str
    port: int
    is_secure: bool = False
    encodings: tuple[str, ...] = ("br", "gzip")
    """That it can send, the best first."""

    def ask(
        self, target: str, method: str = "GET", headers: Mapping[str, str] | None = None, *,
        host: str = READERS, body: bytes | None = None,
    ) -> Answer:  # fmt: skip
        """`target` goes out as it stands: nothing is made tidy."""
        connection = self._connection(host)
        try:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            length = {"Content-Length": str(len(body))} if body is not None else {}
            for name, value in {"Host": host, **length, **(headers or {})}.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            fields: dict[str, str] = {}
            for name, value in answer.getheaders():
                key = name.lower()
                fields[key] = f"{fields[key]}, {value}" if key in fields else value
            return Answer(answer.status, fields, answer.read())
        finally:
            connection.close()

    def _connection(self, host: str) -> http.client.HTTPConnection:
        if not self.is_secure:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        return _Secure(host, self.port)


def _unsigned() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


_UNSIGNED: Final = _unsigned()


class _Secure(http.client.HTTPSConnection):
    """To loopback, by a name that no name server knows and a certificate that nobody signed."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__("127.0.0.1", port, timeout=10, context=_UNSIGNED)
        self._name = host

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = _UNSIGNED.wrap_socket(self.sock, server_hostname=self._name)


@contextmanager
def started(
    *command: str | Path, port: int | None, log: Path, told: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that listens on a port of loopback, if on any; what it says is in `log`, and `told` is
    its environment."""
    with log.open("wb") as out:
        process = subprocess.Popen([*map(str, command)], stdout=out, stderr=subprocess.STDOUT, env=told)
        try:
            if port is not None:
                _wait_for(port)
            yield process
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int) -> None:
    """The desk needs some seconds, on a busy machine many."""
    until = clock.monotonic() + 90
    while clock.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            Event().wait(0.05)
            continue
        return
    raise AssertionError(f"nobody listens on port {port}")


def substituted(file: str, changes: Mapping[str, str]) -> str:
    """A shipped file with other ports and paths; each of these must be in it."""
    text = (DEPLOY / file).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, f"{file} has no {old!r}"
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(folder: Path, *, plain: int, secure: int, readers: int, desk: int, site: Path) -> Iterator[Server]:
    """With brotli where its module is installed."""
    executable = program("nginx", "nginx-light")
    folder.mkdir()
    certificate, key = _certificate(folder)
    changes = {
        "listen 443": f"listen 127.0.0.1:{secure}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "127.0.0.1:8000": f"127.0.0.1:{readers}",
        "127.0.0.1:8001": f"127.0.0.1:{desk}",
        "/srv/news": str(site),
        "/var/log/nginx": str(folder),
        **{f"/etc/ssl/{host}/fullchain.pem": str(certificate) for host in (DESK, READERS)},
        **{f"/etc/ssl/{host}/key.pem": str(key) for host in (DESK, READERS)},
    }
    if BROTLI.exists():
        changes["# brotli_static on;"] = "brotli_static on;"
    shipped = folder / "broadsheet.conf"
    shipped.write_text(substituted("nginx/broadsheet.conf", changes), encoding="utf-8")
    around = folder / "nginx.conf"
    around.write_text(main_file(folder, shipped), encoding="utf-8")
    command: list[str | Path] = [executable, "-p", folder, "-c", around, "-e", folder / "error.log"]
    with started(*command, port=secure, log=folder / "out.log"):
        encodings = ("br", "gzip") if BROTLI.exists() else ("gzip",)
        yield Server("nginx", secure, is_secure=True, encodings=encodings)


def main_file(folder: Path, shipped: Path) -> str:
    """What Debian's own nginx.conf says around a file in conf.d/."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    module = f"load_module {BROTLI};" if BROTLI.exists() else ""
    return (
        f"{module} daemon off; master_process off; pid {folder / 'pid'}; events {{ }}\n"
        f"http {{ {temporary} include {shipped}; }}\n"
    )


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [program("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={READERS}",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


@contextmanager
def caddy(folder: Path, *, port: int, readers: int, desk: int, site: Path) -> Iterator[Server]:
    """Without TLS: certificates are Caddy's own affair, and need the network."""
    executable = program("caddy", "caddy")
    folder.mkdir()
    changes = {
        f"\n{DESK} {{": f"\nhttp://{DESK}:{port} {{",
        f"\n{READERS} {{": f"\nhttp://{READERS}:{port} {{",
        "127.0.0.1:8000": f"127.0.0.1:{readers}",
        "127.0.0.1:8001": f"127.0.0.1:{desk}",
        "/srv/news": str(site),
    }
    shipped = folder / "Caddyfile"
    around = "{\n\tadmin off\n\tstorage file_system " + str(folder / "storage") + "\n}\n"
    shipped.write_text(around + substituted("caddy/Caddyfile", changes), encoding="utf-8")
    command: list[str | Path] = [executable, "run", "--config", shipped, "--adapter", "caddyfile"]
    with started(*command, port=port, log=folder / "out.log"):
        yield Server("caddy", port)


@contextmanager
def built_in(folder: Path, *, port: int, site: Path) -> Iterator[Server]:
    folder.mkdir()
    code = (
        "import sys; from pathlib import Path; from broadsheet.serve.server import run; "
        "from broadsheet.serve.config import ServeConfig; site = Path(sys.argv[2]); "
        "run(sys.argv[1], site / 'public', site / 'answers', ServeConfig())"
    )
    command: list[str | Path] = [sys.executable, "-c", code, f"127.0.0.1:{port}", site]
    with started(*command, port=port, log=folder / "out.log"):
        yield Server("serve", port)
