"""The `broadsheet` command as a user has it: a process of its own, from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from broadsheet.kernel import clock
from tests.programs import ROOT

COMMAND = (sys.executable, "-m", "broadsheet.project")


class Answer(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """What --json said."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**more: str) -> dict[str, str]:
    """The tests' own choice of a site is not the command's."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BROADSHEET_", "DJANGO_", "DATABASE_"))
    }
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def broadsheet(
    *words: str | Path,
    site: Path | None = None,
    before: Callable[[], None] | None = None,
    more: Mapping[str, str] | None = None,
) -> Answer:
    """Runs one command to its end; `before` is called in the new process, `more` is its environment."""
    where = ["--site", str(site)] if site else []
    done = subprocess.run(
        [*COMMAND, *map(str, words), *where],
        env=environment(**(more or {})),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
        timeout=300,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def furnish(site: Path) -> None:
    """Fills a new site with one section and a few stories: tests/project/furnish.py."""
    subprocess.run(
        [sys.executable, "-m", "tests.project.furnish", str(site)],
        env=environment(),
        cwd=ROOT,
        check=True,
        timeout=300,
    )


def stories(site: Path) -> dict[str, str]:
    """Name to id of the stories that `furnish` made."""
    found: dict[str, str] = json.loads((site / "stories.json").read_text(encoding="utf-8"))
    return found


def in_one_line(text: str) -> bool:
    return text.count("\n") == 1 and "Traceback" not in text


def eventually(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it came true in time; the machine may be busy."""
    until = clock.monotonic() + seconds
    while clock.monotonic() < until:
        if condition():
            return True
        os.sched_yield()
    return condition()
