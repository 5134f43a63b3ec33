"""FTP over TLS with MLSD (RFC 4217, RFC 3659), as far as a client that fetches files needs it; and TLS before
any other server."""

from __future__ import annotations

import ipaddress
import socket
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def certificate(folder: Path) -> ssl.SSLContext:
    """For this machine alone; `authority.pem` in the folder vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "wire test")])
    now = datetime.now(UTC)
    loopback = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(loopback, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "authority.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "authority.pem", folder / "key.pem")
    return context


@contextmanager
def _serving(server: socketserver.ThreadingTCPServer) -> Iterator[int]:
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


class _FTP(socketserver.StreamRequestHandler):
    server: Any
    data: socket.socket

    def handle(self) -> None:
        self._say("220 here")
        with suppress(OSError):
            while line := self.rfile.readline().decode().strip():
                command, _, rest = line.partition(" ")
                getattr(self, command.lower(), self._unknown)(rest)

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _unknown(self, _rest: str) -> None:
        self._say("502 no")

    def auth(self, _kind: str) -> None:
        self._say("234 go on")
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)

    def user(self, _name: str) -> None:
        self._say("331 password" if isinstance(self.request, ssl.SSLSocket) else "530 not without TLS")

    def pass_(self, password: str) -> None:
        self._say("230 welcome" if password == self.server.password else "530 no")

    def pbsz(self, _rest: str) -> None:
        self._say("200 fine")

    prot = type = cwd = pbsz

    def epsv(self, _rest: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self._say(f"229 here (|||{listening.getsockname()[1]}|)")
            self.data = listening.accept()[0]

    def pasv(self, _rest: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
            self._say(f"227 here (127,0,0,1,{port >> 8},{port & 255})")
            self.data = listening.accept()[0]

    def mlsd(self, _rest: str) -> None:
        lines = "".join(
            f"type={'dir' if each.is_dir() else 'file'};size={each.stat().st_size};"
            f"modify={each.stat().st_mtime_ns}; {each.name}\r\n"
            for each in self.server.folder.iterdir()
        )
        self._give(lines.encode())

    def retr(self, name: str) -> None:
        self._give((self.server.folder / name).read_bytes())

    def _give(self, data: bytes) -> None:
        self._say("150 coming")
        secure = self.server.context.wrap_socket(self.data, server_side=True)
        secure.sendall(data)
        with suppress(OSError):
            secure.unwrap()
        secure.close()
        self._say("226 done")

    def dele(self, name: str) -> None:
        (self.server.folder / name).unlink()
        self._say("250 gone")

    def __getattr__(self, name: str) -> Any:
        if name == "pass":
            return self.pass_
        raise AttributeError(name)


@contextmanager
def ftps_server(folder: Path, context: ssl.SSLContext, password: str) -> Iterator[int]:
    server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _FTP)
    server.folder, server.context, server.password = folder, context, password
    with _serving(server) as port:
        yield port


class _Tunnel(socketserver.BaseRequestHandler):
    server: Any

    def handle(self) -> None:
        with (
            suppress(OSError),
            self.server.context.wrap_socket(self.request, server_side=True) as outer,
            socket.create_connection(("127.0.0.1", self.server.target)) as inner,
        ):
            back = Thread(target=_pass_on, args=(inner, outer), daemon=True)
            back.start()
            _pass_on(outer, inner)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def behind_tls(target: int, context: ssl.SSLContext) -> Iterator[int]:
    """A port that speaks TLS, for one that does not."""
    server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Tunnel)
    server.target, server.context = target, context
    with _serving(server) as port:
        yield port
