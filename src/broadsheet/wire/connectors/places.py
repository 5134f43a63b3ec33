"""From a connector's configuration to a look at its place."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from broadsheet.kernel.fetching import Fetcher, Limits, internet
from broadsheet.wire.config import (
    AnyConnector,
    FolderConnector,
    FtpConnector,
    ImapConnector,
    PushConnector,
    SftpConnector,
    WebConnector,
    WireQConnector,
)
from broadsheet.wire.connectors import ftp, push, sftp
from broadsheet.wire.connectors.delivery import Cursor, Visit
from broadsheet.wire.connectors.folder import FolderVisit
from broadsheet.wire.connectors.imap import ImapVisit
from broadsheet.wire.connectors.remote import RemoteVisit
from broadsheet.wire.connectors.web import WebVisit
from broadsheet.wire.connectors.wireq import WireQVisit
from broadsheet.wire.errors import PlaceUnreadable, SecretMissing

_PATIENCE: Final = 25.0
"""Seconds for one answer."""
_VARIABLE: Final = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def visit(
    connector: AnyConnector,
    cursor: Cursor,
    site: Path,
    environment: Mapping[str, str],
    max_megabytes: int,
    name: str = "",
) -> Visit:
    """Raises SecretMissing and PlaceUnreadable."""
    match connector:
        case FolderConnector():
            return FolderVisit(site / connector.path)
        case PushConnector():
            return FolderVisit(push.spool(site, name), is_ours=True)
        case WebConnector():
            authorization = filled(connector.authorization, environment)
            fetcher = _fetcher(connector.private, max_megabytes)
            return WebVisit(fetcher, filled(connector.url, environment), authorization, cursor)
        case WireQConnector():
            return WireQVisit(_fetcher(connector.private, max_megabytes), filled(connector.url, environment))
        case _:
            return _with_account(connector, cursor, site, environment)


def _with_account(
    connector: FtpConnector | SftpConnector | ImapConnector,
    cursor: Cursor,
    site: Path,
    environment: Mapping[str, str],
) -> Visit:
    password = filled(connector.password, environment)
    if isinstance(connector, SftpConnector):
        return RemoteVisit(partial(sftp.folder, connector, password, site), cursor, connector.remove)
    context = _trust(site, connector.authority)
    if isinstance(connector, FtpConnector):
        return RemoteVisit(partial(ftp.folder, connector, password, context), cursor, connector.remove)
    return ImapVisit(connector, password, context, cursor)


def _trust(site: Path, authority: str) -> ssl.SSLContext:
    """Raises PlaceUnreadable."""
    try:
        return ssl.create_default_context(cafile=str(site / authority) if authority else None)
    except OSError as error:
        raise PlaceUnreadable(f"The certificate {authority} cannot be read ({error}).") from error


def variables(text: str) -> list[str]:
    return _VARIABLE.findall(text)


def filled(text: str, environment: Mapping[str, str]) -> str:
    """With what the environment holds for each `${NAME}`. Raises SecretMissing."""

    def value(found: re.Match[str]) -> str:
        if not environment.get(found[1]):
            raise SecretMissing(f"The environment variable {found[1]} is not set; a connector needs it.")
        return environment[found[1]]

    return _VARIABLE.sub(value, text)


def _fetcher(private: bool, max_megabytes: int) -> Fetcher:
    network = internet()
    if private:
        everywhere = frozenset(range(1, 65_536))
        network = msgspec.structs.replace(network, allows=lambda _address: True, ports=everywhere)
    return Fetcher(network, Limits(seconds=_PATIENCE, size=max_megabytes * 1_000_000))
