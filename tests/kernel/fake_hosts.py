"""Hosts of the internet that are really this machine, and answer as ill as they are told to."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from broadsheet.kernel.fetching import Network

PUBLIC: Final = "93.184.215.14"
"""An address that anybody may ask; none of these tests does."""

Answer = bytes | Callable[[socket.socket, Event], None]
"""What is sent, or who sends it; the event says that the test is over."""


class FakeHosts:
    """Answers by host and path (`video.example/oembed`), each with a connection of its own."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.names: dict[str, list[list[str]]] = {}
        """What a name resolves to, one list for each time; the last one stays. Others are PUBLIC."""
        self.asked: list[bytes] = []
        self.resolved: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self.over = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def network(self, secure: Callable[[socket.socket, str], socket.socket] | None = None) -> Network:
        """The way there: names and connections end here, the rules about addresses are the real ones."""
        return Network(resolve=self._resolve, dial=self._dial, secure=secure or (lambda plain, _host: plain))

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            Thread(target=self._answer, args=[connection], daemon=True).start()

    def close(self) -> None:
        self.over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _resolve(self, host: str, _port: int) -> list[str]:
        self.resolved.append(host)
        answers = self.names.get(host)
        if not answers:
            return [host] if host.replace(".", "").isdigit() or ":" in host else [PUBLIC]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                request = connection.recv(65_536)
                self.asked.append(request)
                answer = self.answers.get(asked_for(request), page(b"", status="404 Not Found"))
                if callable(answer):
                    answer(connection, self.over)
                else:
                    connection.sendall(answer)
            except OSError:
                return  # Whoever asked has gone.


def asked_for(request: bytes) -> str:
    """Host and path, with what stands behind a question mark."""
    line, *fields = request.decode().split("\r\n")
    host = next(field.partition(": ")[2] for field in fields if field.startswith("Host:"))
    return host + line.split(" ")[1]


def page(body: bytes, kind: str = "application/json", status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def redirect(to: str) -> bytes:
    return page(b"", status="302 Found", more=f"Location: {to}\r\n")


@contextmanager
def fake_hosts(answers: Mapping[str, Answer]) -> Iterator[FakeHosts]:
    hosts = FakeHosts(answers)
    thread = Thread(target=hosts.serve, daemon=True)
    thread.start()
    try:
        yield hosts
    finally:
        hosts.close()
        thread.join()
