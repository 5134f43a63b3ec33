"""The command line: one module per group of commands."""

from __future__ import annotations

import sys

import click

from broadsheet.kernel.errors import BroadsheetError
from broadsheet.project.cli import ads, backup, desk, ledger, metrics, press, readers, running, sites, wire
from broadsheet.project.conditions import translated


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="broadsheet", message="%(version)s")
def broadsheet() -> None:
    """From a wire file to a page in a browser.

    Every command takes --site DIR: the site's folder. Without it, the current folder is
    taken if it holds a broadsheet.toml, else var/demo.
    """


for command in (
    sites.init,
    sites.demo,
    running.up,
    running.serve,
    running.work,
    sites.check,
    sites.migrate,
    sites.move_database,
):
    broadsheet.add_command(command)
for command in (backup.backup, backup.restore, metrics.metrics):
    broadsheet.add_command(command)
for group in (wire.wire, desk.desk, ledger.ledger, press.press, readers.readers, ads.ads):
    broadsheet.add_command(group)


def main() -> None:
    """The entry point: a condition that a person can mend is one line, not a traceback."""
    try:
        with translated():
            broadsheet(prog_name="broadsheet")
    except BroadsheetError as error:
        click.echo(f"broadsheet: {error} [{error.code}]", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output went away: `broadsheet ledger log | head`
        sys.stderr.close()
        sys.exit(0)
