"""Run as a program: several commands on one site in one process, or one that publishes without end.

`lose FILE` stands for a file that somebody deletes meanwhile.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from io import StringIO
from itertools import count
from pathlib import Path

from broadsheet.project.cli import broadsheet


def run(words: list[str]) -> str:
    """What the command said with --json, as one list; each object with the command's status."""
    if words[0] == "lose":
        Path(words[1]).unlink()
        return "[]"
    said, status = StringIO(), 0
    with redirect_stdout(said):
        try:
            broadsheet([*words, "--json"], standalone_mode=False)
        except SystemExit as end:
            status = int(end.code or 0)
    return json.dumps([{**json.loads(line), "status": status} for line in said.getvalue().splitlines()])


def publish() -> None:
    from broadsheet.project.cli.options import open_desk

    open_desk(None)
    from tests.desk import newsroom

    for number in count():
        newsroom.published(f"Stand {number}", body=[("paragraph", f"<p>{'Text ' * 500}</p>")])


if __name__ == "__main__":
    if sys.argv[1] == "publish":
        publish()
    for each in json.loads(sys.argv[1]):
        print(run(each), flush=True)  # noqa: T201 - for the parent
