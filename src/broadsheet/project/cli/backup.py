"""broadsheet backup, restore: a site as one file, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.project import archive
from broadsheet.project.cli.options import Counter, json_option, open_desk, say_json, site_option
from broadsheet.project.cli.press import words
from broadsheet.project.place import building_beside
from broadsheet.project.secret import make_secret

if TYPE_CHECKING:
    from broadsheet.project.restoring import Restored

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--with-secret", is_flag=True, help="Put secret.key in: what it signed stays good.")
@click.option("--force", is_flag=True, help="Write over FILE.")
@site_option
@json_option
def backup(file: Path, with_secret: bool, force: bool, site: Path | None, as_json: bool) -> None:
    """Writes the whole site into FILE, a .tar.gz, while it goes on working.

    Drafts, users and agency copy are in it: keep it as you keep the site. Pages are not; they
    are baked again. Ends with status 1 if files that the database names are missing.
    """
    file = file.absolute()
    archive.require_free(file, force=force)
    configuration = open_desk(site)
    from broadsheet.project.backup import back_up

    counter = Counter("files", as_json)
    made = back_up(configuration, file, with_secret=with_secret, progress=counter)
    counter.close()
    if as_json:
        say_json(made)
    else:
        _tell_missing(made.missing)
        size = f"{made.bytes / 1_000_000:.1f} MB"
        click.echo(
            f"{made.file}: {made.files} files, {size}, ledger entry {made.head}, {made.seconds:.1f} s."
        )
        without = "" if with_secret else ", and secret.key is made anew"
        click.echo(f"After a restore everybody logs in again{without}.")
    sys.exit(1 if made.missing else 0)


@click.command()
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--site", metavar="DIR", type=_FOLDER, required=True, help="A new or an empty folder.")
@click.option("--force", is_flag=True, help="DIR may hold public/ and answers/; they are made anew.")
@click.option(
    "--tombstones",
    "other",
    metavar="FILE",
    type=_FILE,
    help="A copy of answers/.tombstones.jsonl: what was retracted since the backup.",
)
@json_option
def restore(file: Path, site: Path, force: bool, other: Path | None, as_json: bool) -> None:
    """Makes the site in DIR from a backup and bakes its pages.

    Everything is checked first; whatever goes wrong, DIR stays as it was. What was retracted
    after the backup was made is retracted again before anything is baked. The database lies in
    DIR, or is the empty one that DATABASE_URL or the backup's broadsheet.toml names.
    """
    with building_beside(site, force=force) as building:
        made = _build(file.absolute(), building, site.absolute(), other, as_json)
    if as_json:
        say_json(made)
    else:
        _tell(made)
    sys.exit(1 if made.bake.failed or made.missing else 0)


def _build(file: Path, building: Path, site: Path, other: Path | None, as_json: bool) -> Restored:
    manifest, files = archive.unpack(file, building)
    new_secret = not (building / archive.KEY).exists()
    make_secret(building / archive.KEY)
    configuration = open_desk(building, new=True)
    from broadsheet.project import restoring

    kept = restoring.read_tombstones(site, other)
    counter = Counter("pages baked", as_json)
    retracted, bake = restoring.bring_up(configuration, manifest, kept, counter)
    counter.close()
    return restoring.Restored(
        site=str(site),
        made=manifest.made,
        files=files,
        head=manifest.head,
        retracted=retracted,
        new_secret=new_secret,
        missing=manifest.missing,
        bake=bake,
    )


def _tell(made: Restored) -> None:
    _tell_missing(made.missing)
    click.echo(
        f"{made.site}: {made.files} files of {made.made:%Y-%m-%d %H:%M} UTC, ledger entry {made.head}."
    )
    for asset in made.retracted:
        click.echo(f"Retracted again: {asset}")
    click.echo(words(made.bake))
    anew = ": the backup was without secret.key, so there is a new one" if made.new_secret else ""
    click.echo(f"Everybody logs in again{anew}.")
    click.echo(f"Start it with: broadsheet up --site {made.site}")


def _tell_missing(names: tuple[str, ...]) -> None:
    for name in names:
        click.echo(f"MISSING {name}: the database names it, the site's folder did not hold it.", err=True)
