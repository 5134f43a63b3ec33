"""broadsheet press: bakes what is due, and explains itself."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import msgspec

from broadsheet.press.report import Report
from broadsheet.project.cli.options import Counter, json_option, open_site, say_json, site_option

if TYPE_CHECKING:
    from broadsheet.press.config import PressConfig
    from broadsheet.press.explain import Status
    from broadsheet.press.machine import Press
    from broadsheet.press.verify import Verdict


@click.group()
def press() -> None:
    """Pages from the ledger: bake, status, why, verify, seen."""


@press.command()
@click.option("--full", is_flag=True, help="Bake everything anew; only what differs is written.")
@site_option
@json_option
def bake(full: bool, site: Path | None, as_json: bool) -> None:
    """Brings the pages that readers get up to date with the ledger."""
    configuration = open_site(site)
    from broadsheet.kernel import collector
    from broadsheet.project.press_room import make_press, make_tellers

    machine = make_press(configuration)
    machine.start()
    collector.spare_what_is_loaded()
    counter = Counter("baked", as_json)
    bake = machine.bake_full if full else machine.bake_due
    report = bake(lambda sum_so_far: counter(sum_so_far.baked))
    counter.close()
    for teller in make_tellers(configuration):
        teller.work_off()
    if as_json:
        say_json(report)
    else:
        click.echo(words(report))
    sys.exit(1 if report.failed else 0)


def words(report: Report) -> str:
    failed = f", {report.failed} failed (see 'broadsheet press status')" if report.failed else ""
    return (
        f"{report.baked} baked, {report.written} written, {report.deleted} deleted{failed} "
        f"in {report.seconds:.2f} s."
    )


@press.command()
@site_option
@json_option
def status(site: Path | None, as_json: bool) -> None:
    """Shows the queue, and what cannot be baked and why."""
    open_site(site)
    from broadsheet.press import explain
    from broadsheet.project import alarms

    found, standing = explain.status(), alarms.standing()
    if as_json:
        say_json({**msgspec.to_builtins(found), "alarms": standing})
        return
    _say_queues(found)
    for alarm in standing:
        click.echo(f"ALARM {alarm.message}")
    for failure in found.failures:
        click.echo(f"FAILED {failure.path or failure.artifact} ({failure.tries} tries): {failure.error}")


def _say_queues(found: Status) -> None:
    click.echo(f"{found.artifacts} artifacts, {found.stale} stale, {found.behind} ledger entries behind,")
    click.echo(f"{found.removals} to be removed, last bake {found.last_bake or 'never'}.")
    if found.outdated:
        click.echo(f"{found.outdated} of the stale ones are to be made by another version, theme or setting.")
    if found.surveying:
        click.echo("The ledger is looked through for what only this version has.")
    if found.purges:
        click.echo(f"{found.purges} addresses to be purged, the oldest since {found.purges_since}.")
    if found.purge_error:
        click.echo(f"FAILED to purge: {found.purge_error}")
    if found.pings:
        click.echo(
            f"{found.pings} feeds of which the hub has not heard, the oldest since {found.pings_since}."
        )
    if found.ping_error:
        click.echo(f"FAILED to tell the hub: {found.ping_error}")
    if found.store_error:
        click.echo(f"FAILED to write: {found.store_error}")


@press.command()
@click.argument("url")
@site_option
@json_option
def why(url: str, site: Path | None, as_json: bool) -> None:
    """Explains the page at URL: what it read, when and why it was baked, what would re-bake it."""
    configuration = open_site(site)
    from broadsheet.press import explain
    from broadsheet.project.wording import sentences

    zone = ZoneInfo(configuration.site.time_zone)
    for number, found in enumerate(explain.why(url)):
        if as_json:
            say_json(found)
            continue
        click.echo("\n" * bool(number) + "\n".join(sentences(found, zone)))


@press.command()
@click.option(
    "--sample", type=click.IntRange(1), metavar="N", help="Only N artifacts and N files, at random."
)
@click.option("--seed", type=int, help="With --sample: the same ones again.")
@site_option
@json_option
def verify(sample: int | None, seed: int | None, site: Path | None, as_json: bool) -> None:
    """Bakes cleanly into a temporary folder and compares byte for byte.

    With --sample, what differs is baked again; an alarm stands until 'broadsheet press seen'.
    """
    configuration = open_site(site)
    from broadsheet.project.press_room import make_press

    machine = make_press(configuration)
    machine.start()
    due = Counter("baked that were due", as_json)
    machine.bake_due(lambda sum_so_far: due(sum_so_far.baked))
    counter = Counter("compared", as_json)
    verdict = (
        _sampled(machine, configuration.press, sample, seed, counter)
        if sample
        else _verified(machine, configuration.press, counter)
    )
    counter.close()
    _say_verdict(verdict, as_json)


def _verified(machine: Press, config: PressConfig, counter: Counter) -> Verdict:
    from broadsheet.press.verify import verify as compare

    return compare(machine.edition, machine.store, machine.vault, config, counter)


def _sampled(machine: Press, config: PressConfig, size: int, seed: int | None, counter: Counter) -> Verdict:
    from broadsheet.press.sample import Sampler
    from broadsheet.press.verify import Verdict

    sampler = Sampler(machine, config, SystemRandom() if seed is None else Random(seed))  # noqa: S311
    for number in range(size):
        sampler.take()
        counter(number)
    done = sampler.finish()
    machine.bake_due()
    return Verdict(done.artifacts, done.differences)


def _say_verdict(verdict: Verdict, as_json: bool) -> None:
    if as_json:
        say_json(verdict)
    else:
        for difference in verdict.differences:
            click.echo(f"{difference.how:<10} {difference.file}", err=True)
        kept = f", {verdict.kept} files kept of an older version" if verdict.kept else ""
        click.echo(f"{verdict.artifacts} artifacts, {len(verdict.differences)} differences{kept}.")
    sys.exit(1 if verdict.differences else 0)


@press.command()
@site_option
@json_option
def seen(site: Path | None, as_json: bool) -> None:
    """Acknowledges the differences that samples have found: their alarm ends."""
    open_site(site)
    from broadsheet.press.sample import acknowledge

    count = acknowledge("command line")
    if as_json:
        say_json({"seen": count})
    else:
        click.echo(f"{count} differences acknowledged.")
