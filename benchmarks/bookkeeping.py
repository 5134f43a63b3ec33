"""What part of a bake goes into knowing what to bake.

    python benchmarks/bookkeeping.py [--stories 1000] [--edits 40] [--quick]

Makes a demo newsroom, then bakes it from empty tables in one process, and then what edits change,
and says where the processor's time went. Bookkeeping is all that a press which bakes everything would not do:
comparing facets, finding readers, noting reads, announcing and recording. Noting reads is measured
call by call, and the measuring is counted in: the true share is lower. Its share is given of all, and of
all but the making of pictures.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

BOOKKEEPING = ("comparing, marking", "choosing what is next", "noting reads", "announcing", "recording")
PARTS = (*BOOKKEEPING, "pictures", "other recipes", "compressing, writing")

_spent: defaultdict[str, float] = defaultdict(float)
_open: list[float] = []


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        site = Path(folder) / "site"
        demo = [
            sys.executable,
            "-m",
            "broadsheet.project",
            "demo",
            str(site),
            "--stories",
            str(options.stories),
        ]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
        results = measure(site, options.edits)
    for result in results:
        print(json.dumps(result))
    _print_table(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=1_000)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--quick", action="store_true", help="small: only checks that it runs")
    options = parser.parse_args()
    if options.quick:
        options.stories, options.edits = 90, 3
    return options


def measure(site: Path, edits: int) -> list[dict[str, Any]]:
    os.environ["BROADSHEET_SITE"] = str(site)
    os.environ["BROADSHEET_PRESS_OVENS"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.publish import Publish
    from broadsheet.desk.models import StoryPage
    from broadsheet.project.configuration import active
    from broadsheet.project.press_room import make_press

    press = make_press(active())
    press.start()
    _watch(press)
    cold = _shares("from empty tables", lambda: _from_nothing(press))
    changed = []
    for page in StoryPage.objects.filter(live=True, genre="news")[:edits]:
        page.body = json.dumps(
            [{"type": "paragraph", "value": f"<p>Fassung {time.time_ns()}: ein Satz.</p>"}]
        )
        page.save_revision(clean=False)
        changed.append(page)
    for page in changed:
        Publish(page, by=COMMAND_LINE).execute()
    return [cold, _shares("edits", lambda: press.bake_due().baked)]


def _from_nothing(press: Any) -> int:
    from broadsheet.press import models

    for table in ("Dependency", "IntervalDependency", "Artifact", "Removal", "Cursor"):
        getattr(models, table).objects.all().delete()
    press.start()
    return int(press.bake_due().baked)


def _watch(press: Any) -> None:
    from broadsheet.press import machine, queue, traces
    from broadsheet.press.bake import Oven
    from broadsheet.press.trace import Recorder, Trace

    _timed(queue, "take_note", BOOKKEEPING[0])
    _timed(queue, "want", BOOKKEEPING[0])
    _timed(queue, "mark_all", BOOKKEEPING[0])
    _timed(queue, "mark_due", BOOKKEEPING[0])
    _timed(queue, "next_stale", BOOKKEEPING[1])
    _timed(queue, "removals", BOOKKEEPING[1])
    _timed(machine, "_without_clashes", BOOKKEEPING[1])
    _timed(machine, "_standing_in_the_way", BOOKKEEPING[1])
    for name in ("key", "interval", "until", "since", "add", "trace"):
        _timed(Recorder, name, BOOKKEEPING[2])
    _timed(Trace, "digest", BOOKKEEPING[2])
    _timed(traces, "announce", BOOKKEEPING[3])
    _timed(traces, "record", BOOKKEEPING[4])
    _timed(Oven, "bake", PARTS[-2])
    for recipe in ("rendition", "cover", "media"):
        _timed(press.edition.recipes[recipe], "bake", "pictures")
    _timed(type(press.store), "put", PARTS[-1])


def _timed(owner: Any, name: str, part: str) -> None:
    """Counts the call's own time, without what is counted elsewhere within it."""
    function: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(function)
    def timed(*arguments: Any, **named: Any) -> Any:
        began = time.process_time()
        _open.append(0.0)
        try:
            return function(*arguments, **named)
        finally:
            whole = time.process_time() - began
            _spent[part] += whole - _open.pop()
            if _open:
                _open[-1] += whole

    setattr(owner, name, timed)


def _shares(what: str, bake: Callable[[], int]) -> dict[str, Any]:
    _spent.clear()
    began = time.process_time()
    baked = bake()
    whole = time.process_time() - began
    shares = {part: round(100 * _spent[part] / whole, 1) for part in PARTS}
    bookkeeping = round(sum(shares[part] for part in BOOKKEEPING), 1)
    rest = round(100 - sum(shares.values()), 1)
    return {
        "what": what,
        "baked": baked,
        "cpu_s": round(whole, 2),
        **shares,
        "rest": rest,
        "bookkeeping": bookkeeping,
        "without pictures": round(100 * bookkeeping / (100 - shares["pictures"]), 1),
    }


def _print_table(results: list[dict[str, Any]]) -> None:
    print("\npercent of the processor's time")
    for key in results[0]:
        print(f"{key:<24}" + "".join(f"{result[key]!s:>20}" for result in results))


if __name__ == "__main__":
    main()
