"""broadsheet up, serve, work: the processes of a running site."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Final
from zoneinfo import ZoneInfo

import click

from broadsheet.project.cli.options import choose, open_desk, open_site, site_option

# Seconds after which a thread that compresses a page gets the interpreter from the one that bakes the next.
# Python's own five milliseconds are as long as a bake, and it asks some ten times.
_SWITCH: Final = 0.0005


@click.command()
@site_option
def up(site: Path | None) -> None:
    """Starts readers' server, desk, worker and the wire's connectors together; Ctrl-C ends them all."""
    configuration = open_site(site)
    from django.db import connections

    from broadsheet.project import running

    connections.close_all()  # the database was only to be looked at before the processes start
    raise SystemExit(running.run(configuration, click.echo))


@click.command()
@site_option
def serve(site: Path | None) -> None:
    """Starts the readers' server alone. It needs the site's folder, but no database."""
    configuration = choose(site)
    from broadsheet.serve import advertising, server
    from broadsheet.serve.subscribing import Hub

    site_config = configuration.site
    server.run(
        configuration.addresses.readers,
        configuration.public,
        configuration.answers,
        configuration.serve,
        configuration.readings,
        Hub(site_config.hub, site_config.address) if site_config.hub else None,
        advertising.counts_in(configuration.ad_counts, ZoneInfo(site_config.time_zone)),
    )


@click.command()
@site_option
def work(site: Path | None) -> None:
    """Starts one worker alone: it releases what is scheduled and bakes what is due."""
    configuration = open_desk(site)
    from broadsheet.kernel import collector
    from broadsheet.press.heartbeat import beating
    from broadsheet.project.press_room import make_worker

    stop = Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with beating() as heart:
        worker = make_worker(configuration, stop, heart)
        collector.spare_what_is_loaded()
        sys.setswitchinterval(_SWITCH)
        worker.run()
