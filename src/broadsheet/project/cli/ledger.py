"""broadsheet ledger: what was published, when, by whom."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from broadsheet.project.cli.options import json_option, open_site, say_json, site_option


class Line(msgspec.Struct, frozen=True):
    seq: int
    asset: str
    version: int
    kind: str
    act: str
    at: str
    by: str
    why: str


@click.group()
def ledger() -> None:
    """What was published, when, by whom and why."""


@ledger.command("log")
@click.option("--after", default=0, metavar="SEQ", help="Only entries behind this number.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@site_option
@json_option
def log_command(after: int, limit: int | None, site: Path | None, as_json: bool) -> None:
    """Lists the entries in their order."""
    open_site(site)
    from broadsheet.ledger import journal

    for entry in journal.entries(after=after, limit=limit):
        line = Line(
            entry.seq, entry.asset, entry.version, entry.kind, entry.act,
            entry.at.isoformat(), entry.by, entry.why,
        )  # fmt: skip
        if as_json:
            say_json(line)
        else:
            tail = f"  ({line.why})" if line.why else ""
            click.echo(
                f"{line.seq:>7}  {line.at}  {line.act:<10} {line.asset} v{line.version}  {line.by}{tail}"
            )


@ledger.command()
@click.argument("asset")
@click.option("--history", is_flag=True, help="All versions, not only the present one.")
@site_option
@json_option
def show(asset: str, history: bool, site: Path | None, as_json: bool) -> None:
    """Shows the record of ASSET, such as story:05n9k2xq7t (a story's bare id will do)."""
    open_site(site)
    from broadsheet.ledger import journal
    from broadsheet.ledger.errors import NothingPublished

    entries = journal.history(asset if ":" in asset else f"story:{asset}")
    if not entries:
        raise NothingPublished(
            f"Nothing was ever published as {asset}. 'broadsheet ledger log' lists what was."
        )
    for entry in entries if history else entries[-1:]:
        data = msgspec.json.encode(entry)
        click.echo((data if as_json else msgspec.json.format(data, indent=2)).decode())


@ledger.command()
@site_option
@json_option
def verify(site: Path | None, as_json: bool) -> None:
    """Checks numbers, versions, the chain of digests, and the index against the entries."""
    open_site(site)
    from broadsheet.ledger import journal

    flaws = list(journal.verify())
    if as_json:
        say_json({"entries": journal.head(), "flaws": flaws})
    else:
        for flaw in flaws:
            click.echo(flaw, err=True)
        click.echo(f"{journal.head()} entries, {len(flaws)} flaws.")
    sys.exit(1 if flaws else 0)
