"""broadsheet wire: takes agency copy in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click
import msgspec

from broadsheet.project.cli.options import json_option, open_desk, open_site, say_json, site_option

if TYPE_CHECKING:
    from broadsheet.wire.models import Item
    from broadsheet.wire.outcome import Outcome
    from broadsheet.wire.replaying import Replayed

MOMENT: Final = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
"""In the site's time zone."""


@click.group()
def wire() -> None:
    """Agency copy: take, poll, list, show, retry, replay, tidy."""


@wire.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@site_option
@json_option
def take(paths: tuple[Path, ...], site: Path | None, as_json: bool) -> None:
    """Takes files, and all files in folders, into the inbox.

    A file that cannot be read goes to quarantine and never stops the others; the command
    then ends with status 1.
    """
    configuration = open_desk(site)
    from broadsheet.project import receiving
    from broadsheet.wire import intake

    outcomes = intake.take(paths, configuration.wire, configuration.archive)
    sys.exit(_tell(receiving.settled(outcomes), as_json))


@wire.command()
@click.argument("case", metavar="ID")
@site_option
@json_option
def retry(case: str, site: Path | None, as_json: bool) -> None:
    """Reads the quarantined file ID again ('wire list --quarantine' names them)."""
    configuration = open_desk(site)
    from broadsheet.project import receiving
    from broadsheet.wire import intake

    outcomes = intake.retry(case, configuration.wire, configuration.archive)
    sys.exit(_tell(receiving.settled(outcomes), as_json))


@wire.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Says what would come; stores and removes nothing.")
@click.option("--follow", is_flag=True, help="Goes on until it is told to stop, each connector in its time.")
@site_option
@json_option
def poll(names: tuple[str, ...], dry_run: bool, follow: bool, site: Path | None, as_json: bool) -> None:
    """Looks where the configuration says that copy comes in: at all connectors, or at those named.

    'up' does this by itself. Ends with status 1 if a connector failed or a file went to quarantine.
    """
    if dry_run and follow:
        raise click.UsageError("--dry-run looks once: leave out --follow.")
    configuration = open_site(site) if dry_run else open_desk(site)
    from broadsheet.project import receiving

    if follow:
        receiving.follow(configuration, names, lambda outcomes: _tell(outcomes, as_json))
        return
    rounds = receiving.rounds(configuration)
    wanted = names or tuple(configuration.wire.connectors)
    if not wanted:
        raise click.UsageError("There is no connector: describe one in [wire.connectors.NAME].")
    looks = {
        name: rounds.preview(name) if dry_run else receiving.settled(rounds.look(name)) for name in wanted
    }
    status = max(_tell(outcomes, as_json) for outcomes in looks.values())
    failed = [] if dry_run else [line for line in receiving.health(configuration, wanted) if line.problem]
    for line in failed:
        click.echo(f"{line.name}: {line.problem}", err=True)
    sys.exit(1 if failed else status)


@wire.command()
@click.option("--since", type=MOMENT, required=True, metavar="TIME", help="Files that came from then on.")
@click.option("--until", type=MOMENT, metavar="TIME", help="Files that came before; now, if it is left out.")
@click.option("--supplier", metavar="NAME", help="Files with items of this agency alone.")
@click.option("--name", metavar="TEXT", help="Files in whose name this is.")
@click.option("--dry-run", is_flag=True, help="Says what would change; changes nothing.")
@click.option("--yes", is_flag=True, help="Asks for no confirmation.")
@site_option
@json_option
def replay(
    since: datetime,
    until: datetime | None,
    supplier: str | None,
    name: str | None,
    dry_run: bool,
    yes: bool,
    site: Path | None,
    as_json: bool,
) -> None:
    """Reads stored files again, with what Broadsheet can read today.

    Items are brought up to what their newest version says now; stories are not touched. Ends with
    status 1 if a file went to quarantine or its bytes are lost.
    """
    configuration = open_desk(site)
    from broadsheet.kernel import clock
    from broadsheet.wire import replaying

    zone = ZoneInfo(configuration.site.time_zone)
    end = until.replace(tzinfo=zone) if until else clock.now()
    wanted = replaying.Range(
        since=since.replace(tzinfo=zone), until=end, supplier=supplier or "", name=name or ""
    )
    count = replaying.files(wanted).count()
    if not (dry_run or yes):
        click.confirm(f"Read {count} files again?", abort=True, err=True)
    told = _replayed(
        replaying.replay(wanted, configuration.wire, configuration.archive, dry=dry_run), count, as_json
    )
    if not as_json:
        click.echo(", ".join(f"{number} {change}" for change, number in told.items()) or "No file came then.")
    sys.exit(int(bool(told["quarantined"] or told["lost"])))


def _replayed(files: Iterable[Replayed], count: int, as_json: bool) -> Counter[str]:
    """Says what changed, and how far it is."""
    told: Counter[str] = Counter()
    for number, file in enumerate(files, 1):
        told[file.change] += 1
        if as_json:
            say_json(file)
        elif file.change != "unchanged":
            click.echo(
                f"{file.change:<11} {' '.join(file.items) or '-':<10}  {file.path}: {file.error or ''}"
            )
        if number % 500 == 0:
            click.echo(f"{number} of {count}", err=True)
    return told


@wire.command()
@click.option("--dry-run", is_flag=True, help="Says what would go; removes nothing.")
@site_option
@json_option
def tidy(dry_run: bool, site: Path | None, as_json: bool) -> None:
    """Gives up items and files that are older than [wire] keeps them and that no story uses.

    The worker does this by itself once a day.
    """
    configuration = open_desk(site)
    from broadsheet.project.tidying import tidying

    found = tidying(configuration, dry=dry_run).all()
    if as_json:
        say_json(found)
    else:
        gone = "would go" if dry_run else "went"
        click.echo(f"{found.items} items and the bytes of {found.files} files ({found.bytes}) {gone}.")


@wire.command()
@site_option
@json_option
def connectors(site: Path | None, as_json: bool) -> None:
    """Lists the connectors: when each looked, when something new came, and what is wrong."""
    configuration = open_site(site)
    from broadsheet.project import receiving

    for line in receiving.health(configuration, tuple(configuration.wire.connectors)):
        if as_json:
            say_json(line)
        else:
            click.echo(
                f"{line.name:<16} {line.kind:<7} looked {line.looked or 'never':<17} "
                f"new {line.brought or 'never':<17} {line.problem or 'well'}"
            )


def _tell(outcomes: Iterable[Outcome], as_json: bool) -> int:
    """Says what became of each file, as it happens; 1 if any went to quarantine."""
    quarantined = False
    for outcome in outcomes:
        quarantined |= outcome.status == "quarantined"
        if as_json:
            say_json(outcome)
            continue
        embargo = f"  [embargo until {outcome.embargo}]" if outcome.embargo else ""
        what = outcome.error or outcome.headline or ""
        click.echo(f"{outcome.status:<11} {outcome.item or '-':<10}  {outcome.path}: {what}{embargo}")
    return int(quarantined)


class Line(msgspec.Struct, frozen=True):
    item: str
    received: str
    supplier: str
    version: int
    state: str
    status: str
    headline: str
    embargo: str | None


@wire.command("list")
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="At most so many."
)
@click.option("--quarantine", is_flag=True, help="The files that could not be read, instead of items.")
@site_option
@json_option
def list_command(limit: int, quarantine: bool, site: Path | None, as_json: bool) -> None:
    """Lists the newest items of the inbox, or what lies in quarantine."""
    open_site(site)
    if quarantine:
        _list_quarantine(limit, as_json)
        return
    from broadsheet.wire import inbox

    for item in inbox.newest(limit):
        line = _line(item)
        if as_json:
            say_json(line)
        else:
            click.echo(
                f"{line.item}  {line.received[:16]}  {line.supplier:<12.12} V{line.version}  "
                f"{line.state:<8} {line.headline}"
            )


def _line(item: Item) -> Line:
    embargo = item.embargo.isoformat() if item.embargo else None
    received = item.received.isoformat()
    return Line(
        item.id, received, item.supplier, item.version, item.state, item.status, item.headline, embargo
    )


def _list_quarantine(limit: int, as_json: bool) -> None:
    from broadsheet.wire import inbox

    for case in inbox.quarantined(limit):
        if as_json:
            say_json(
                {"id": str(case.pk), "name": case.raw.name, "reason": case.reason, "error": case.message}
            )
        else:
            click.echo(f"{case.pk}  {case.raw.name}: {case.message} [{case.reason}]")


@wire.command()
@click.argument("item", metavar="ID")
@site_option
@json_option
def show(item: str, site: Path | None, as_json: bool) -> None:
    """Shows the item ID as it stands in the inbox, with what the agency says to the newsroom alone."""
    open_site(site)
    from broadsheet.wire import inbox

    found = inbox.get(item)
    shown = {"item": found.wire_item, "internal_notes": inbox.internal_notes(item), "story": found.story}
    data = msgspec.json.encode(shown)
    click.echo((data if as_json else msgspec.json.format(data, indent=2)).decode())
