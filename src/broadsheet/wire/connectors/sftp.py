"""SFTP, to the one host that has the key which the configuration names."""

from __future__ import annotations

import base64
import binascii
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from broadsheet.wire.config import SftpConnector
from broadsheet.wire.connectors.remote import Found
from broadsheet.wire.errors import ClientMissing, FileUnreadable, PlaceUnreadable

if TYPE_CHECKING:
    import paramiko

PATIENCE: Final = 25.0
"""Seconds for one answer."""
_PIECE: Final = 1 << 16


@contextmanager
def folder(connector: SftpConnector, password: str, site: Path) -> Iterator[SftpFolder]:
    """Raises ClientMissing and PlaceUnreadable."""
    try:
        import paramiko
    except ImportError:
        raise ClientMissing(
            "SFTP needs a library that is not installed: pip install 'broadsheet[sftp]'."
        ) from None
    transport: paramiko.Transport | None = None
    try:
        expected, key = _host_key(connector), _own_key(connector, password, site)
        connection = socket.create_connection((connector.host, connector.port), PATIENCE)
        transport = paramiko.Transport(connection)
        transport.banner_timeout = transport.auth_timeout = transport.handshake_timeout = PATIENCE
        transport.connect(expected, connector.user, None if key else password, key)
        client = paramiko.SFTPClient.from_transport(transport)
        assert client is not None  # noqa: S101  # the transport is open
        client.get_channel().settimeout(PATIENCE)  # type: ignore[union-attr]
        if connector.folder:
            client.chdir(connector.folder)
        yield SftpFolder(client)
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise PlaceUnreadable(
            f"The SFTP server {connector.host} does not serve us ({str(error) or type(error).__name__})."
        ) from error
    finally:
        if transport is not None:
            transport.close()


def _own_key(connector: SftpConnector, password: str, site: Path) -> paramiko.PKey | None:
    """Ours, from a file; then the password opens it."""
    from paramiko import PKey

    if not connector.key_file:
        return None
    return PKey.from_path(site / connector.key_file, password.encode() or None)  # type: ignore[arg-type]  # bytes, as its docs say


def _host_key(connector: SftpConnector) -> paramiko.PKey:
    """Raises PlaceUnreadable."""
    from paramiko import PKey, SSHException
    from paramiko.pkey import UnknownKeyType

    kind, _, rest = connector.host_key.partition(" ")
    try:
        return PKey.from_type_string(kind, base64.b64decode(rest.split()[0], validate=True))
    except (binascii.Error, IndexError, ValueError, SSHException, UnknownKeyType) as error:
        raise PlaceUnreadable(
            f"'host_key' is no key ({error}). Write what 'ssh-keyscan {connector.host}' tells, "
            "without the name at its beginning, after the agency confirmed it."
        ) from error


class SftpFolder:
    def __init__(self, client: paramiko.SFTPClient) -> None:
        self._client = client

    def listed(self) -> list[Found]:
        return [
            Found(each.filename, f"{each.st_size} {each.st_mtime}")
            for each in self._client.listdir_attr()
            if stat.S_ISREG(each.st_mode or 0)
        ]

    def pieces(self, name: str) -> Iterator[bytes]:
        try:
            file = self._client.open(name, "rb")
        except (PermissionError, FileNotFoundError) as error:
            raise FileUnreadable(f"The SFTP server does not give it away ({error}).") from error
        try:
            with file:
                while piece := file.read(_PIECE):
                    yield piece
        except (OSError, EOFError) as error:
            raise PlaceUnreadable(f"The SFTP server broke off ({str(error) or 'no answer'}).") from error

    def remove(self, name: str) -> None:
        self._client.remove(name)
