"""FTP, with TLS (RFC 4217) unless the configuration says otherwise."""

from __future__ import annotations

import ftplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from broadsheet.wire.config import FtpConnector
from broadsheet.wire.connectors.remote import Found
from broadsheet.wire.errors import FileUnreadable, PlaceUnreadable

PATIENCE: Final = 25.0
"""Seconds for one answer."""
_PIECE: Final = 1 << 16


class _SecureFTP(ftplib.FTP_TLS):
    """Servers demand that the second connection continues the first one's session: it proves who asks."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321  # TLS follows
        if not self._prot_p:  # type: ignore[attr-defined]
            return connection, size
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        return self.context.wrap_socket(connection, server_hostname=self.host, session=session), size


@contextmanager
def folder(connector: FtpConnector, password: str, context: ssl.SSLContext) -> Iterator[FtpFolder]:
    """Raises PlaceUnreadable."""
    client = _SecureFTP(context=context) if connector.tls else ftplib.FTP()  # noqa: S321  # if so configured
    try:
        client.connect(connector.host, connector.port, PATIENCE)
        client.login(connector.user, password)
        if isinstance(client, _SecureFTP):
            client.prot_p()
        if connector.folder:
            client.cwd(connector.folder)
        yield FtpFolder(client)
    except ftplib.all_errors as error:
        raise PlaceUnreadable(f"The FTP server {connector.host} does not serve us ({error}).") from error
    finally:
        client.close()


class FtpFolder:
    def __init__(self, client: ftplib.FTP) -> None:
        self._client = client

    def listed(self) -> list[Found]:
        """By MLSD (RFC 3659); older servers tell names, sizes and dates one by one."""
        try:
            facts = list(self._client.mlsd())
        except ftplib.error_perm:
            return [Found(name, self._mark(name)) for name in self._names()]
        return [
            Found(name, f"{fact.get('size')} {fact.get('modify')}")
            for name, fact in facts
            if fact.get("type", "file") == "file" and _is_plain(name)
        ]

    def _names(self) -> list[str]:
        """Without folders, which the older command tells apart only in its listing for people."""
        try:
            names = [name.removeprefix("./") for name in self._client.nlst(".")]
        except ftplib.error_perm:  # many servers answer so for an empty folder
            return []
        lines: list[str] = []
        self._client.dir(lines.append)
        folders = {line.split(maxsplit=8)[-1] for line in lines if line.startswith("d")}
        return [name for name in names if _is_plain(name) and name not in folders]

    def _mark(self, name: str) -> str:
        try:
            self._client.voidcmd("TYPE I")
            return f"{self._client.size(name)} {self._client.voidcmd(f'MDTM {name}')}"
        except ftplib.error_perm:
            return ""

    def pieces(self, name: str) -> Iterator[bytes]:
        try:
            self._client.voidcmd("TYPE I")
            connection = self._client.transfercmd(f"RETR {name}")
        except ftplib.error_perm as error:
            raise FileUnreadable(f"The FTP server does not give it away ({error}).") from error
        except ftplib.all_errors as error:
            raise _broken(error) from error
        try:
            with connection:
                while piece := connection.recv(_PIECE):
                    yield piece
            self._client.voidresp()
        except ftplib.all_errors as error:
            raise _broken(error) from error

    def remove(self, name: str) -> None:
        self._client.delete(name)


def _broken(error: Exception) -> PlaceUnreadable:
    """Told at once: whoever writes to the archive would take it for the disk's fault."""
    return PlaceUnreadable(f"The FTP server broke off ({str(error) or type(error).__name__}).")


def _is_plain(name: str) -> bool:
    """A name of this folder that is no second command."""
    return bool(name) and "/" not in name and name.isprintable()
