"""How long an edit takes to reach the disk, how fast a site is baked from nothing, what pages weigh.

    python benchmarks/publishing.py [--stories 100 10000] [--edits 60] [--quick]

Makes a demo newsroom of each size in a temporary folder. An edit is the desk's own act
(a changed body, published) followed by the press until nothing is due, in one process;
the last figure's ratio says how the cost grows with the archive.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        results = [_in_process_of_its_own(Path(folder), size, options.edits) for size in options.stories]
    _print_table(results)
    for result in results:
        print(json.dumps(result))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--quick", action="store_true", help="one small size: only checks that it runs")
    parser.add_argument("--measure", metavar="SITE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.stories, options.edits = [90], 5
    if options.measure:
        print(json.dumps(measure(Path(options.measure), options.edits)))
        raise SystemExit(0)
    return options


def _in_process_of_its_own(folder: Path, stories: int, edits: int) -> dict[str, Any]:
    site = folder / str(stories)
    began = time.monotonic()
    _run("-m", "broadsheet.project", "demo", str(site), "--stories", str(stories), "--json")
    made = time.monotonic() - began
    line = _run(__file__, "--measure", str(site), "--edits", str(edits))
    return {"stories": stories, "demo_seconds": round(made, 1), **json.loads(line)}


def _run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip().splitlines()[-1]


def measure(site: Path, edits: int) -> dict[str, Any]:
    """All figures of one site, in this process."""
    os.environ["BROADSHEET_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()
    from broadsheet.project.configuration import active
    from broadsheet.project.press_room import make_press

    press = make_press(active())
    press.start()
    press.bake_due()
    return {**_edits(press, site, edits), **_weights(site), **_cold_bake(press, site)}


def _edits(press: Any, site: Path, count: int) -> dict[str, Any]:
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.publish import Publish
    from broadsheet.desk.models import StoryPage

    acts, bakes, pages = [], [], []
    stories = StoryPage.objects.filter(live=True, genre="news").order_by("story_id")
    step = max(1, stories.count() // count)
    for number, page in enumerate(stories[: step * count : step]):
        page.body = json.dumps(
            [{"type": "paragraph", "value": f"<p>Fassung {number}: ein anderer Satz.</p>"}]
        )
        page.save_revision(clean=False)
        began = time.perf_counter()
        done = Publish(page, by=COMMAND_LINE, substantial=False).execute()
        acted = time.perf_counter()
        report = press.bake_due()
        ended = time.perf_counter()
        file = site / "public" / done.url.strip("/") / "index.html"
        assert f"Fassung {number}:" in file.read_text(encoding="utf-8")
        acts.append((acted - began) * 1000)
        bakes.append((ended - acted) * 1000)
        pages.append(report.written)
    totals = [act + bake for act, bake in zip(acts, bakes, strict=True)]
    return {
        "edits": len(totals),
        "edit_p50_ms": round(statistics.median(totals), 1),
        "edit_p95_ms": round(_percentile(totals, 0.95), 1),
        "act_p50_ms": round(statistics.median(acts), 1),
        "press_p50_ms": round(statistics.median(bakes), 1),
        "press_p95_ms": round(_percentile(bakes, 0.95), 1),
        "pages_written_per_edit": statistics.mean(pages),
    }


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _weights(site: Path) -> dict[str, Any]:
    """Bytes over the wire with brotli: the page, and with it all its styles and scripts."""
    public = site / "public"
    assets = sum(_wire_size(path) for path in (public / "assets").iterdir() if path.suffix in {".css", ".js"})
    pages = sorted(public.glob("politik/*/index.html"), key=lambda path: path.stat().st_size)
    home, story = _wire_size(public / "index.html"), _wire_size(pages[len(pages) // 2])
    return {
        "home_bytes": home,
        "median_story_bytes": story,
        "largest_story_bytes": _wire_size(pages[-1]),
        "styles_and_scripts_bytes": assets,
    }


def _wire_size(path: Path) -> int:
    compressed = path.with_name(path.name + ".br")
    return (compressed if compressed.exists() else path).stat().st_size


def _cold_bake(press: Any, site: Path) -> dict[str, Any]:
    """From empty tables and empty folders, encodings included; pictures are made too."""
    from broadsheet.press import models

    for table in (
        models.Dependency,
        models.IntervalDependency,
        models.Artifact,
        models.Removal,
        models.Cursor,
    ):
        table.objects.all().delete()
    subprocess.run(["rm", "-rf", str(site / "public"), str(site / "answers")], check=True)
    press.start()
    report = press.bake_due()
    return {
        "cold_artifacts": report.written,
        "cold_seconds": report.seconds,
        "cold_artifacts_per_s": round(report.written / report.seconds, 1),
    }


def _print_table(results: list[dict[str, Any]]) -> None:
    for key in results[0]:
        print(f"{key:<26}" + "".join(f"{result[key]!s:>12}" for result in results))
    if len(results) > 1:
        ratio = results[-1]["edit_p95_ms"] / results[0]["edit_p95_ms"]
        print(f"{'edit p95, last to first':<26}{ratio:>12.2f}")


if __name__ == "__main__":
    main()
