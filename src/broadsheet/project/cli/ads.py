"""broadsheet ads: what was seen and clicked of advertisements."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from broadsheet.project.cli.options import json_option, open_desk, say_json, site_option


@click.group()
def ads() -> None:
    """Advertisements: what was seen and clicked, and nothing of whoever did."""


@ads.command("report")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet.")
@site_option
@json_option
def report_command(
    first: datetime | None, last: datetime | None, as_csv: bool, site: Path | None, as_json: bool
) -> None:
    """Each campaign by day and place: how often it was seen, for a second at least, and clicked."""
    configuration = open_desk(site)
    from broadsheet.project import ad_report

    counts = ad_report.counts_of(configuration)
    found = ad_report.rows(counts, first.date() if first else None, last.date() if last else None)
    if as_csv:
        click.echo(ad_report.as_csv(found), nl=False)
        return
    for row in found:
        if as_json:
            say_json(row)
        else:
            facts = f"{row.day}  {row.seen:>8} seen  {row.clicked:>6} clicked  {row.place:<6}"
            click.echo(f"{facts} {row.title} ({row.advertiser})")
