"""broadsheet metrics: figures for whoever watches."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.project.cli.options import open_desk, site_option


@click.command()
@site_option
def metrics(site: Path | None) -> None:
    """Prints all figures in Prometheus' text format: what waits, since when, and which alarms stand."""
    open_desk(site)
    from broadsheet.project.metrics import exposition

    click.echo(exposition(), nl=False)
