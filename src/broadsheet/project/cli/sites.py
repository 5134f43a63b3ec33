"""broadsheet init, demo, check, migrate: a site as a whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.project import founding
from broadsheet.project.cli.options import Counter, json_option, open_desk, say_json, site_option
from broadsheet.project.cli.press import words

if TYPE_CHECKING:
    from broadsheet.project.checkup import Finding
    from broadsheet.project.rulebook import Verdict

_FOLDER = click.Path(file_okay=False, path_type=Path)
_STORIES = "So many stories in all; the written ones come first, a generator adds the rest."


def _language_option(function: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--language", type=click.Choice(LANGUAGES), default="de", show_default=True, help="Of the site."
    )(function)


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@_language_option
@json_option
def init(folder: Path, language: Language, as_json: bool) -> None:
    """Makes a new, empty site in DIR and its first account."""
    with founding.new_site(folder, language) as building:
        configuration = open_desk(building, new=True)
        founding.prepare_database()
        password = founding.make_administrator()
        from broadsheet.desk.roles import ensure_roles
        from broadsheet.project.press_room import make_press

        ensure_roles()
        press = make_press(configuration)
        press.start()
        press.bake_due()
    if as_json:
        say_json({"site": str(folder), "login": founding.ADMINISTRATOR, "password": password})
        return
    click.echo(f"{folder} is ready. Login at the desk: {founding.ADMINISTRATOR} / {password}")
    click.echo("The password is not shown again; change it after the first login.")
    click.echo(f"Start it with: broadsheet up --site {folder}")


_DEMO_ADS = """
[ads]
# Where pages keep room for advertisements, and of which size: docs/ads.md
rail = "300x250"
front = "300x250 728x90"

[wire]
# The demo's agencies are invented, and fell silent when it was made.
silent_after_hours = 0
"""


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--stories", type=click.IntRange(0, 2_000_000), default=0, metavar="N", help=_STORIES)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the generator.")
@_language_option
@json_option
def demo(folder: Path, stories: int, seed: int, language: Language, as_json: bool) -> None:
    """Makes the demo newsroom in DIR and bakes it: invented news of eighteen months."""
    counter = Counter("pages baked", as_json)
    further: Language = "en" if language == "de" else "de"
    with founding.new_site(folder, language, _DEMO_ADS, further) as building:
        configuration = open_desk(building, new=True)
        from broadsheet.project.demonstration import make

        report, count = make(
            configuration, stories, seed, _quiet if as_json else _say, lambda report: counter(report.baked)
        )
    counter.close()
    if as_json:
        say_json({"site": str(folder), "stories": count, "bake": report})
    else:
        click.echo(f"{folder}: {count} stories. {words(report)}")


def _say(line: str) -> None:
    click.echo(f"  {line}", err=True)


def _quiet(_line: str) -> None:
    return


@click.command()
@site_option
@json_option
def check(site: Path | None, as_json: bool) -> None:
    """Looks the whole site over: database, ledger, wire, rights, and every page by every rule."""
    configuration = open_desk(site)
    from broadsheet.project.checkup import check as look_over
    from broadsheet.project.rulebook import ask

    findings = list(look_over(configuration))
    counter = Counter("pages looked at", as_json)
    verdict = ask(configuration, counter)
    counter.close()
    found = [*findings, *verdict.breaches]
    for line in (*findings, *verdict.rows, *verdict.breaches) if as_json else ():
        say_json(line)
    if not as_json:
        _say_findings(findings, verdict)
        click.echo(f"{len(found)} findings." if found else "Everything is in order.")
    sys.exit(1 if found else 0)


def _say_findings(findings: Iterable[Finding], verdict: Verdict) -> None:
    for finding in findings:
        click.echo(f"{finding.check:<9} {finding.message}")
    width = max(len(row.rule) for row in verdict.rows)
    click.echo(f"\n{'rule':<{width}}  {'pages':>7}  {'broken':>6}  law or reason")
    for row in verdict.rows:
        click.echo(f"{row.rule:<{width}}  {row.looked_at:>7}  {row.violations:>6}  {row.reason}")
    click.echo()
    for breach in verdict.breaches:
        click.echo(f"{breach.path} [{breach.rule}] {breach.advice}")


@click.command()
@site_option
@json_option
def migrate(site: Path | None, as_json: bool) -> None:
    """Brings the database to this version, after an upgrade."""
    open_desk(site, new=True)
    from broadsheet.project.database import pending_migrations

    pending = pending_migrations()
    founding.prepare_database()
    if as_json:
        say_json({"migrations": pending})
    else:
        click.echo(f"The database is up to date: {pending} migrations were pending.")


@click.command("move-database")
@click.argument("url", metavar="URL")
@site_option
@json_option
def move_database(url: str, site: Path | None, as_json: bool) -> None:
    """Copies a stopped site's SQLite database into the empty PostgreSQL database at URL."""
    from broadsheet.kernel.configuration import FILE_NAME
    from broadsheet.project import archive
    from broadsheet.project.lock import running_lock

    os.environ["DATABASE_URL"] = url
    configuration = open_desk(site, new=True)
    from broadsheet.project.moving import move

    counter = Counter("rows copied", as_json)
    with running_lock(configuration.folder):
        moved = move(configuration.folder / archive.DATABASE, counter)
    counter.close()
    if as_json:
        say_json(moved)
        return
    click.echo(f"{moved.rows} rows were copied; the ledger ends with entry {moved.head}.")
    click.echo(f"Put the address into {FILE_NAME} as 'url' in [database], or set DATABASE_URL, then start.")
