"""Run as a program: brings a site's database to states of our apps, such as `press:0007_advice`, in order."""

from __future__ import annotations

import sys
from pathlib import Path

from broadsheet.project.cli.options import open_desk


def main(site: Path, states: list[str]) -> None:
    open_desk(site, new=True)
    from django.core.management import call_command

    for state in states:
        call_command("migrate", *state.split(":"), interactive=False, verbosity=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
