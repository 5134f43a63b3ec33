"""What an edit and a new story cost in a small archive and in a large one.

    python benchmarks/archive.py [--stories 1000 100000] [--rounds 40] [--quick]

Makes a demo newsroom of the first size and bakes it, measures, then adds stories of the twenty
years before until each further size is reached, and measures again. What is added is written
in bulk into the ledger and into the press's traces, as if it had been published and baked: short
records made from the demo's, with its words, sections, topics and what their pages have read. Their
rows at the desk and their files are left out, and so are the months' pages that list them; an
edit is one of a story of the demo. A million take some 12 GB of disk.

An edit is the desk's own act on a body with another figure, then the press until nothing is due; a
new story the same with all that shows it. Milliseconds by the clock, and of the process's own time,
which says more on a busy machine. The last lines set the largest archive against the smallest.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

_CHUNK = 2_000
_YEARS = timedelta(days=20 * 365)
_PARAGRAPHS = 2
"""Of each added story."""
_WARM = 3

Row = tuple[Any, ...]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        site = Path(folder) / "site"
        smallest, *larger = sorted(options.stories)
        _run("-m", "broadsheet.project", "demo", str(site), "--stories", str(smallest), "--json")
        results = [_measured(site, smallest, 0.0, options.rounds)]
        for before, size in zip([smallest, *larger], larger, strict=False):
            began = time.monotonic()
            _run(__file__, "--grow", str(site), str(size - before))
            results.append(_measured(site, size, time.monotonic() - began, options.rounds))
    for result in results:
        print(json.dumps(result))
    _print_table(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=40, help="edits, and as many new stories")
    parser.add_argument("--quick", action="store_true", help="two small sizes: only checks that it runs")
    parser.add_argument("--grow", nargs=2, metavar=("SITE", "BY"), help=argparse.SUPPRESS)
    parser.add_argument("--measure", metavar="SITE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.stories, options.rounds = [90, 400], 3
    if options.grow:
        _enter(Path(options.grow[0]))
        grow(int(options.grow[1]))
        raise SystemExit(0)
    if options.measure:
        _enter(Path(options.measure))
        print(json.dumps(measure(options.rounds)))
        raise SystemExit(0)
    return options


def _enter(site: Path) -> None:
    os.environ["BROADSHEET_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()


def _measured(site: Path, stories: int, grown: float, rounds: int) -> dict[str, Any]:
    """In a process of its own, whose memory is nobody else's."""
    line = _run(__file__, "--measure", str(site), "--rounds", str(rounds))
    return {"stories": stories, "seeding_s": round(grown, 1), **json.loads(line)}


def _run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    lines = done.stdout.strip().splitlines()
    return lines[-1] if lines else ""


def _print_table(results: Sequence[dict[str, Any]]) -> None:
    for key in results[0]:
        print(f"{key:<30}" + "".join(f"{result[key]!s:>12}" for result in results))
    for key in ("edit_p95_ms", "edit_cpu_p50_ms", "new_p95_ms", "new_cpu_p50_ms"):
        if len(results) > 1:
            print(f"{key + ', last to first':<30}{results[-1][key] / results[0][key]:>12.2f}")


# ---- measuring --------------------------------------------------------------------------


def measure(rounds: int) -> dict[str, Any]:
    from broadsheet.kernel import collector
    from broadsheet.project.configuration import active
    from broadsheet.project.press_room import make_press

    press = make_press(active())
    press.start()
    press.bake_due()
    collector.spare_what_is_loaded()  # as desk and worker do
    edits = _timed(press, _edits(rounds + _WARM))
    new = _timed(press, _new_stories(rounds + _WARM))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**_figures("edit", edits), **_figures("new", new), "memory_mb": round(peak)}


Timed = tuple[float, float, float, int, int]
"""Milliseconds by the clock, of the process, of the process in the press; pages made; written."""


def _timed(press: Any, acts: Iterable[Callable[[], object]]) -> list[Timed]:
    from broadsheet.kernel import clock as clock_
    from broadsheet.press.models import Artifact

    found: list[Timed] = []
    for act in acts:
        clock, own = time.perf_counter(), time.process_time()
        act()
        acted = time.process_time()
        began = clock_.now()
        report = press.bake_due()
        ended = time.process_time()
        wall = time.perf_counter() - clock
        made = Artifact.objects.filter(baked_at__gte=began).exclude(path="").count()
        found.append((wall * 1e3, (ended - own) * 1e3, (ended - acted) * 1e3, made, report.written))
    return found[_WARM:]


def _figures(name: str, timed: Sequence[Timed]) -> dict[str, Any]:
    wall, own, pressed, made, written = zip(*timed, strict=True)
    return {
        f"{name}_p50_ms": round(statistics.median(wall), 1),
        f"{name}_p95_ms": round(sorted(wall)[min(len(wall) - 1, int(len(wall) * 0.95))], 1),
        f"{name}_cpu_p50_ms": round(statistics.median(own), 1),
        f"{name}_press_cpu_p50_ms": round(statistics.median(pressed), 1),
        f"{name}_made": statistics.median(made),
        f"{name}_made_in_vain": f"{1 - sum(written) / sum(made):.1%}",
    }


def _edits(count: int) -> Iterator[Callable[[], object]]:
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.publish import Publish
    from broadsheet.desk.models import StoryPage

    stories = StoryPage.objects.filter(live=True, genre="news").order_by("story_id")
    step = max(1, stories.count() // count)
    for number, page in enumerate(stories[: step * count : step]):
        more = {"type": "paragraph", "value": f"<p>{number}: {time.time_ns()}.</p>"}
        page.body = json.dumps([*page.body.raw_data, more])
        page.save_revision(clean=False)
        yield Publish(page, by=COMMAND_LINE, substantial=False).execute


def _new_stories(count: int) -> Iterator[Callable[[], object]]:
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.publish import Publish
    from broadsheet.desk.drafts import new_story
    from broadsheet.desk.models import SectionPage, StoryTopic, Topic

    section = SectionPage.objects.get(slug="politik")
    topic = Topic.objects.order_by("pk").first()
    for number in range(count):
        page = new_story(section, headline=f"Neues aus dem Rat {time.time_ns()}", lead=f"Nummer {number}.")
        page.topic_links = [StoryTopic(page=page, topic=topic, sort_order=0)]
        page.save_revision(clean=False)
        yield Publish(page, by=COMMAND_LINE).execute


# ---- a large archive --------------------------------------------------------------------


def grow(by: int) -> None:
    """Adds so many stories to ledger and traces; nothing is left to be baked by them."""
    from django.db import connection

    from broadsheet.ledger import journal, models
    from broadsheet.press.models import Cursor

    models_ = _models()
    head = models.Head.objects.get(id=1)
    oldest = min(model.record.published for model in models_)
    first = models.Current.objects.filter(kind="story").count()
    done = 0
    with _in_a_hurry():
        while done < by:
            size = min(_CHUNK, by - done)
            with connection.cursor() as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                _add(
                    cursor,
                    head,
                    [
                        (
                            models_[number % len(models_)],
                            first + number,
                            oldest - _YEARS * ((number + 1) / by),
                        )
                        for number in range(done, done + size)
                    ],
                )
                cursor.execute("COMMIT")
            done += size
        head.save()
        Cursor.objects.filter(id=1).update(seq=journal.head())


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    from django.db import connection

    with connection.cursor() as cursor:
        for pragma in ("synchronous=OFF", "cache_size=-1000000", "wal_autocheckpoint=50000"):
            cursor.execute(f"PRAGMA {pragma}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Model:
    """A story of the demo as others are made from it: its record, places, and what its page has read."""

    def __init__(self, record: Any, places: list[tuple[str, str]], artifact: Row, read: Row) -> None:
        self.record = record
        self.places = places
        self.artifact = artifact
        self.keys, self.parts = read


def _models() -> list[_Model]:
    import msgspec
    from django.db import connection

    from broadsheet.desk.models import StoryPage
    from broadsheet.ledger import lists, state
    from broadsheet.press.models import Artifact, Dependency, IntervalDependency

    columns = _columns()
    found = []
    for story_id in StoryPage.objects.filter(live=True, genre="news").values_list("story_id", flat=True):
        asset = f"story:{story_id}"
        record: Any = state.get(asset)
        artifact = Artifact.objects.filter(name=f"story:{asset}", stale=False).first()
        if record is None or artifact is None:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM press_artifact WHERE id = %s", [artifact.pk])  # noqa: S608
            row = cursor.fetchone()
        keys = list(Dependency.objects.filter(artifact=artifact).values_list("key", flat=True))
        parts = list(IntervalDependency.objects.filter(artifact=artifact).values_list("list", "low", "high"))
        places = [each for each in lists.memberships(record).items() if each[1] == lists.story_key(record)]
        short = {"body": record.body[:_PARAGRAPHS], "updated": None, "corrections": (), "earlier": ()}
        found.append(_Model(msgspec.structs.replace(record, **short), places, row, (keys, parts)))
    return found


def _columns() -> str:
    from broadsheet.press.models import Artifact

    names = [str(each.column) for each in Artifact._meta.concrete_fields if each.column != "id"]  # noqa: SLF001
    return ", ".join(names)


def _add(cursor: Any, head: Any, work: Sequence[tuple[_Model, int, datetime]]) -> None:
    import msgspec

    from broadsheet.kernel.ids import encode
    from broadsheet.ledger import codec, journal, lists
    from broadsheet.ledger.entries import Append

    tables: dict[str, list[Row]] = {"entry": [], "current": [], "place": [], "address": []}
    traces: dict[str, list[Row]] = {"artifact": [], "key": [], "part": []}
    cursor.execute("SELECT max(id) FROM press_artifact")
    artifact = cursor.fetchone()[0]
    for model, number, at in work:
        old = model.record
        new_id = encode((number << 18) + 1)
        path = old.path.replace(old.id, new_id)
        record = msgspec.structs.replace(old, id=new_id, path=path, published=at)
        asset, sort = f"story:{new_id}", lists.story_key(record)
        row = journal._row(Append(asset=asset, record=record, act="publish", by="benchmark", at=at), head, 1)  # noqa: SLF001
        head.seq, head.digest = row.seq, row.digest
        data = codec.encode(record)
        tables["entry"].append(
            (row.seq, asset, "story", 1, row.schema, data, "publish", row.at, "benchmark", "", row.digest)
        )
        tables["current"].append((asset, "story", row.seq, 1, row.schema, data, path))
        tables["place"] += [(name, sort, asset) for name, _ in model.places]
        tables["address"].append((path, asset))
        artifact += 1
        traces["artifact"].append((artifact, *_renamed(model, old.id, new_id, row.seq)))
        traces["key"] += [(artifact, key.replace(old.id, new_id)) for key in model.keys]
        shift = at - old.published
        traces["part"] += [
            (
                artifact,
                *(
                    part.replace(old.id, new_id)
                    for part in (name, _shifted(low, shift), _shifted(high, shift))
                ),
            )
            for name, low, high in model.parts
        ]
    _insert(cursor, tables, traces)


def _renamed(model: _Model, old: str, new: str, seq: int) -> Row:
    names = _columns().split(", ")
    renamed = {"name", "target", "path"}
    numbers = {"wanted", "asked", "built"}
    return tuple(
        value.replace(old, new) if name in renamed else seq if name in numbers else value
        for name, value in zip(names, model.artifact, strict=True)
    )


def _shifted(bound: str, by: timedelta) -> str:
    """A bound of a part of a list, as far from the new story as it was from the old one."""
    from broadsheet.ledger.entries import Place
    from broadsheet.ledger.lists import moment_key, moment_of

    moment, colon, rest = bound.partition(":")
    if not colon or "T" not in moment:
        return bound
    return f"{moment_key(moment_of(Place(bound, '')) + by)}:{rest}"


_INTO = {
    "entry": "ledger_entry (seq, asset, kind, version, schema, record, act, at, by, why, digest)",
    "current": "ledger_current (asset, kind, seq, version, schema, record, path)",
    "place": "ledger_membership (list, sort, asset)",
    "address": "ledger_address (path, asset)",
    "key": "press_dependency (artifact_id, key)",
    "part": "press_intervaldependency (artifact_id, list, low, high)",
}


def _insert(cursor: Any, *groups: dict[str, list[Row]]) -> None:
    for group in groups:
        for name, rows in group.items():
            into = _INTO.get(name) or f"press_artifact (id, {_columns()})"
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608


if __name__ == "__main__":
    main()
