"""`broadsheet up`: readers' server, desk and worker under one parent, and the wire if it has connectors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from broadsheet.project.child import Child, Endpoint
from broadsheet.project.configuration import Configuration
from broadsheet.project.supervisor import Supervisor
from broadsheet.serve.listening import split_address

DEMO_MARK = "demo-logins.txt"
"""A file in the demo's folder: what to print about its logins."""


def run(configuration: Configuration, say: Callable[[str], None]) -> int:
    """Runs until told to stop; raises AlreadyRunning, PortInUse, ChildFailed."""
    return Supervisor(
        configuration.folder,
        children(configuration),
        say=say,
        ready=lambda: say(_welcome(configuration)),
    ).run()


def children(configuration: Configuration) -> list[Child]:
    """The processes of a running site, in the order of their start."""
    addresses = configuration.addresses
    wire = (
        [_child(configuration, "wire", "wire", "poll", "--follow")] if configuration.wire.connectors else []
    )
    return [
        _child(configuration, "readers", "serve", listens=_endpoint(addresses.readers, "BROADSHEET_READERS")),
        _child(configuration, "desk", "desk", "serve", listens=_endpoint(addresses.desk, "BROADSHEET_DESK")),
        _child(configuration, "worker", "work"),
        *wire,
    ]


def _child(configuration: Configuration, name: str, *words: str, listens: Endpoint | None = None) -> Child:
    argv = [sys.executable, "-m", "broadsheet.project", *words, "--site", str(configuration.folder)]
    return Child(name, argv, {**os.environ, "PYTHONUNBUFFERED": "1"}, listens)


def _endpoint(address: str, variable: str) -> Endpoint:
    host, port = split_address(address)
    return Endpoint(host, port, variable)


def _welcome(configuration: Configuration) -> str:
    lines = [
        "",
        f"  Readers   {configuration.site.address}/",
        f"  Desk      {configuration.desk_address}/",
    ]
    return "\n".join(
        [*lines, *_logins(configuration.folder / DEMO_MARK), "", "  Ctrl-C ends everything.", ""]
    )


def _logins(file: Path) -> list[str]:
    if not file.exists():
        return []
    return ["", "  Logins", *(f"    {line}" for line in file.read_text(encoding="utf-8").splitlines())]
