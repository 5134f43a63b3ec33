"""From a connector's configuration to a look at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from broadsheet.kernel.fetching import Fetcher, Limits, internet
from broadsheet.wire.config import FolderConnector, WebConnector, WireQConnector
from broadsheet.wire.connectors.delivery import Cursor, Visit
from broadsheet.wire.connectors.folder import FolderVisit
from broadsheet.wire.connectors.web import WebVisit
from broadsheet.wire.connectors.wireq import WireQVisit
from broadsheet.wire.errors import SecretMissing

_PATIENCE: Final = 25.0
"""Seconds for one answer."""
_VARIABLE: Final = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def visit(
    connector: FolderConnector | WebConnector | WireQConnector,
    cursor: Cursor,
    site: Path,
    environment: Mapping[str, str],
    max_megabytes: int,
) -> Visit:
    """Raises SecretMissing."""
    match connector:
        case FolderConnector():
            return FolderVisit(site / connector.path)
        case WebConnector():
            authorization = filled(connector.authorization, environment)
            fetcher = _fetcher(connector.private, max_megabytes)
            return WebVisit(fetcher, filled(connector.url, environment), authorization, cursor)
        case WireQConnector():
            return WireQVisit(_fetcher(connector.private, max_megabytes), filled(connector.url, environment))


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
