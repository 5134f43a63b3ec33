"""broadsheet readers: what is read most."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

import click
import msgspec

from broadsheet.project.cli.options import choose, json_option, open_site, say_json, site_option


class Counted(msgspec.Struct, frozen=True):
    readings: int
    hours: int
    odd: int
    """Lines of another form."""


class Ranked(msgspec.Struct, frozen=True):
    changed: bool
    stories: tuple[str, ...]
    """Their addresses, the most read first."""


@click.group()
def readers() -> None:
    """What is read most: sums of readings, and nothing of who reads."""


@readers.command("count")
@click.argument("log", type=click.File("rb"))
@site_option
@json_option
def count_command(log: BinaryIO, site: Path | None, as_json: bool) -> None:
    """Counts the readings in LOG, or - for standard input: one line for each, TIME METHOD STATUS PATH.

    Give each line once: one log, rotated away, then the next. The same log twice counts once.
    """
    configuration = choose(site)
    from broadsheet.serve import logs
    from broadsheet.serve.readings import Readings

    data = log.read()
    sums, odd = logs.count(data.decode(errors="replace").splitlines())
    readings, source = Readings(configuration.readings), hashlib.sha256(data).hexdigest()[:16]
    for hour, paths in sorted(sums.items()):
        readings.write(hour, source, paths)
    counted = Counted(sum(paths.total() for paths in sums.values()), len(sums), odd)
    if as_json:
        say_json(counted)
    else:
        click.echo(
            f"{counted.readings} readings in {counted.hours} hours; {counted.odd} lines of another form."
        )


@readers.command("rank")
@site_option
@json_option
def rank_command(site: Path | None, as_json: bool) -> None:
    """Ranks the last day's stories now; a worker does it every quarter of an hour."""
    configuration = open_site(site)
    from broadsheet.ledger import state
    from broadsheet.ledger.records import Ranking, path_of
    from broadsheet.project.ranking import rank
    from broadsheet.serve.readings import Readings

    changed = rank(Readings(configuration.readings))
    ranking = state.get("ranking:read")
    ids = ranking.stories if isinstance(ranking, Ranking) else ()
    records = (state.get(f"story:{each}") for each in ids)
    ranked = Ranked(changed, tuple(path_of(record) or "" for record in records if record is not None))
    if as_json:
        say_json(ranked)
    else:
        click.echo("Another ranking." if changed else "The ranking is as it was.")
        for number, path in enumerate(ranked.stories, start=1):
            click.echo(f"{number:>3}  {path}")
