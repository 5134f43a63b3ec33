"""The readers' server: the application in Granian's worker processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from broadsheet.serve.app import create_app
from broadsheet.serve.config import ServeConfig
from broadsheet.serve.errors import AddressInUse
from broadsheet.serve.listening import is_free, split_address
from broadsheet.serve.readings import Readings
from broadsheet.serve.subscribing import Hub

_HEADERS_WITHIN = 10_000
"""Milliseconds in which a reader must have sent the request's headers."""
_STOP_WITHIN = 4
"""Seconds that a worker gets to finish what it is sending."""


def run(
    address: str,
    public: Path,
    answers: Path,
    config: ServeConfig,
    readings: Path | None = None,
    hub: Hub | None = None,
    ads: Readings | None = None,
    *,
    access_log: bool = False,
) -> None:
    """Serves `address` until SIGINT or SIGTERM. Raises AddressInUse, AddressUnusable."""
    serve(
        address,
        partial(create_app, public, answers, config, readings, hub, ads),
        config,
        access_log=access_log,
    )


def serve(address: str, load: Callable[[], Any], config: ServeConfig, *, access_log: bool = False) -> None:
    """Serves what `load` returns in each worker process, as `run` does."""
    host, port = split_address(address)
    if not is_free(host, port):
        raise AddressInUse(
            f"Somebody already listens on {address}: stop them or set BROADSHEET_READERS to another address."
        )
    Granian(
        "broadsheet.serve.app:create_app",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN),
        websockets=False,
        workers=config.workers,
        workers_kill_timeout=_STOP_WITHIN,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=access_log,
    ).serve(target_loader=load, wrap_loader=False)
