"""How soon another theme is where readers look, and everywhere.

    python benchmarks/rolling.py [--stories 10000] [--site DIR] [--quick]

Makes a demo newsroom in a temporary folder (or takes the one in DIR, whose pages it leaves with the other
theme), chooses the other theme, and starts a press as the worker does: seconds until what readers ask for
most is on the disk, and until everything is.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_OTHER = {"broadsheet": "berliner", "berliner": "broadsheet"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--quick", action="store_true", help="a small size: only checks that it runs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        site = options.site or _made(Path(folder) / "site", 90 if options.quick else options.stories)
        found = measure(site)
    print(f"{found['artifacts']} artifacts, {found['hottest']} of them first")
    print("started after {started} s, the first done after {first} s, all after {all} s".format(**found))
    print(json.dumps(found))


def _made(site: Path, stories: int) -> Path:
    command = [sys.executable, "-m", "broadsheet.project", "demo", str(site), "--stories", str(stories)]
    subprocess.run([*command, "--json"], check=True, stdout=subprocess.DEVNULL)
    return site


def measure(site: Path) -> dict[str, Any]:
    """All in this process; only the bake's own ovens are others."""
    os.environ["BROADSHEET_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()
    import msgspec

    from broadsheet.press import explain
    from broadsheet.press.models import Artifact
    from broadsheet.project.configuration import active
    from broadsheet.project.press_room import make_press

    now = active()
    before = make_press(now)
    before.start()
    before.bake_due()
    theme = _OTHER[now.site.theme]
    press = make_press(msgspec.structs.replace(now, site=msgspec.structs.replace(now.site, theme=theme)))
    hottest = Artifact.objects.filter(stale=True, urgent=False, tier__lt=0)
    began = time.monotonic()
    press.start()
    started, count = time.monotonic() - began, 0
    while (
        explain.status().surveying
        or hottest.exists()
        or Artifact.objects.filter(stale=True, urgent=True).exists()
    ):
        press.cycle()
        count = max(count, hottest.count())
    first = time.monotonic() - began
    press.bake_due()
    return {
        "stories": Artifact.objects.filter(recipe="story").count(),
        "artifacts": Artifact.objects.count(),
        "hottest": count,
        "started": round(started, 2),
        "first": round(first, 2),
        "all": round(time.monotonic() - began, 2),
    }


if __name__ == "__main__":
    main()
