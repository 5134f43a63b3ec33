"""What every command shares: which site, and in which form it answers."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from broadsheet.kernel.configuration import FILE_NAME
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.project.conditions import translated
from broadsheet.project.configuration import SITE_VARIABLE, Configuration, active

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_SITE = Path("var/demo")


def default_site() -> Path:
    """The current folder if it is a site, else the demo."""
    return Path() if Path(FILE_NAME).is_file() else DEFAULT_SITE


def choose(site: Path | None) -> Configuration:
    """Makes `site` the process's site, for good, and gives its configuration; Django is not started."""
    chosen = site or Path(os.environ.get(SITE_VARIABLE) or default_site())
    os.environ[SITE_VARIABLE] = str(chosen.resolve())
    return active()


def open_site(site: Path | None) -> Configuration:
    """As `choose`, with the database of wire, ledger and press at hand."""
    return _open(site, "broadsheet.project.settings_without_desk")


def open_desk(site: Path | None, *, new: bool = False) -> Configuration:
    """As `open_site`, with the desk too, which takes seconds; a `new` site has no tables yet."""
    return _open(site, "broadsheet.project.settings", new=new)


def _open(site: Path | None, settings: str, *, new: bool = False) -> Configuration:
    configuration = choose(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django
    from django.utils import translation

    from broadsheet.project.database import require_database

    django.setup()
    translation.activate("en")  # whatever language the site speaks
    if not new:
        require_database(configuration)
    return configuration


def site_option(function: F) -> F:
    """Adds --site, given to the command as `site`."""
    option = click.option(
        "--site",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="The site's folder. Default: here if it holds broadsheet.toml, else var/demo.",
    )
    return option(function)


def json_option(function: F) -> F:
    """Adds --json as `as_json`, and turns our errors into one JSON object on standard output."""

    @functools.wraps(function)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        try:
            with translated():
                return function(*arguments, **options)
        except BroadsheetError as error:
            if not options["as_json"]:
                raise
            say_json({"error": error.code, "message": str(error)})
            sys.exit(1)

    option = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object per line.")
    return option(wrapped)  # type: ignore[return-value]


def say_json(value: object) -> None:
    click.echo(msgspec.json.encode(value).decode())


class Counter:
    """Shows on a terminal how far long work has come; silent elsewhere and with --json."""

    def __init__(self, what: str, as_json: bool) -> None:
        self._what = what
        self._shown = not as_json and sys.stderr.isatty()

    def __call__(self, count: int) -> None:
        if self._shown:
            click.echo(f"\r{count} {self._what} …", nl=False, err=True)

    def close(self) -> None:
        """The answer starts on a line of its own."""
        if self._shown:
            click.echo("\r\033[K", nl=False, err=True)
