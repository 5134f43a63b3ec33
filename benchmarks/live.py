"""How long after the act of publishing readers have a new story, beside stock Wagtail.

    python benchmarks/live.py [--stories 2000] [--rounds 20] [--burst 50] [--without-wagtail] [--quick]
    python benchmarks/live.py --site SITE [--stories 2000] [--rounds 20]

A draft is ready in a process of its own. From the call of the act on, its page, home, the section and
the feed are asked for every 5 ms until the headline is in each; a round is the worst of the four.
Broadsheet runs as `broadsheet up` does. Wagtail is a small project of its own (`stock/`): the same number
of stories of the same length, in as many sections, with as many pictures, authors and topics; pages that show
what Broadsheet's show, made from the database at each request; two workers under the same server. It runs
with Wagtail's defaults: search in the database, index of references, revisions, log.
Both take turns, so that a busy machine slows both; between two rounds there is a pause, for
Broadsheet's fronts rest after each bake (`rest_seconds`).

With `--site`, a newsroom that is there is asked instead of a demo; it keeps the stories.

Then a burst: so many stories within ten seconds; how often home was baked meanwhile, and how long
after the last act all of them were there.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

POLL = 0.005
LONGEST = 60.0
PAUSE = 2.0
BURST_SECONDS = 10.0
ADDRESS = "http://127.0.0.1:8000"
"""What a site calls itself that was told nothing else."""
HERE = Path(__file__).resolve().parent
PAGES = ("story", "home", "section", "feed")
_SECTIONS = 12
_PICTURES = 31


def main() -> None:
    options = _options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="broadsheet-bench-")))
        site = options.site or _demo(folder / "broadsheet", options.stories)
        systems = [stack.enter_context(_broadsheet(site))]
        if not options.without_wagtail:
            systems.append(stack.enter_context(_wagtail(folder / "wagtail", options.stories)))
        rounds: dict[str, list[dict[str, float]]] = {each.name: [] for each in systems}
        for _ in range(options.rounds + 1):
            for each in systems:
                rounds[each.name].append(_reached(each))
            time.sleep(PAUSE)
        sizes = {"broadsheet": _size(site), "wagtail": options.stories}
        results = [
            {"system": name, "stories": sizes[name], **_summary(found[1:])} for name, found in rounds.items()
        ]
        burst = _burst(systems[0], site, options.burst) if options.burst else None
    for result in results:
        print(json.dumps(result))
    if burst:
        print(json.dumps(burst))
    _print_table(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stories", type=int, default=2_000)
    parser.add_argument("--site", type=Path, help="a newsroom that is there, which keeps the new stories")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--burst", type=int, default=50, help="stories within ten seconds; 0 for no burst")
    parser.add_argument("--without-wagtail", action="store_true")
    parser.add_argument("--quick", action="store_true", help="two rounds, small: only checks that it runs")
    parser.add_argument("--act", choices=("broadsheet", "wagtail"), help=argparse.SUPPRESS)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.stories, options.rounds, options.burst = 90, 2, 5
    if options.fill is not None:
        _fill_wagtail(options.fill)
        raise SystemExit(0)
    if options.act:
        _act(_broadsheet_draft if options.act == "broadsheet" else _wagtail_draft)
        raise SystemExit(0)
    return options


@dataclass(frozen=True)
class System:
    name: str
    address: str
    editor: subprocess.Popen[str]
    """Answers each line with a draft, and the next with the moment at which its act was called."""
    paths: dict[str, str]


def _summary(rounds: Sequence[dict[str, float]]) -> dict[str, Any]:
    worst = [max(each.values()) for each in rounds]
    medians = {f"{page}_ms": round(statistics.median(each[page] for each in rounds) * 1e3) for page in PAGES}
    live = {"live_ms": round(statistics.median(worst) * 1e3), "worst_ms": round(max(worst) * 1e3)}
    return {"rounds": len(rounds), **live, **medians}


def _print_table(results: Sequence[dict[str, Any]]) -> None:
    print("\nmilliseconds from the act's call, median; live is the worst of four")
    print("".join(f"{key:>12}" for key in results[0]))
    for result in results:
        print("".join(f"{value!s:>12}" for value in result.values()))


# ---- a round ----------------------------------------------------------------------------


def _reached(system: System) -> dict[str, float]:
    """Seconds from the act's call until each page has the headline."""
    draft = _ask(system.editor)
    with ThreadPoolExecutor(max_workers=len(PAGES)) as pool:
        paths = {**system.paths, "story": draft["path"]}
        found = {name: pool.submit(_until, system.address, paths[name], draft["headline"]) for name in PAGES}
        time.sleep(0.05)
        began = float(_ask(system.editor)["began"])
        return {name: each.result() - began for name, each in found.items()}


def _ask(editor: subprocess.Popen[str]) -> dict[str, Any]:
    assert editor.stdin
    assert editor.stdout
    editor.stdin.write("\n")
    editor.stdin.flush()
    answer: dict[str, Any] = json.loads(editor.stdout.readline())
    return answer


def _until(address: str, path: str, headline: str) -> float:
    """The moment at which the page has the headline."""
    ends = time.monotonic() + LONGEST
    connection = HTTPConnection(address, timeout=10)
    while time.monotonic() < ends:
        began = time.monotonic()
        connection.request("GET", path)
        body = connection.getresponse().read()
        if headline.encode() in body:
            return time.monotonic()
        time.sleep(max(0.0, POLL - (time.monotonic() - began)))
    raise TimeoutError(f"{path} did not get “{headline}” within {LONGEST:.0f} seconds")


def _burst(system: System, site: Path, count: int) -> dict[str, Any]:
    """Home's bakes are counted by the moments that its row was given."""
    began, bakes, drafts = time.monotonic(), set[str](), []
    with sqlite3.connect(f"file:{site / 'broadsheet.sqlite3'}?mode=ro", uri=True) as database:
        for number in range(count):
            drafts.append(_ask(system.editor))
            _ask(system.editor)
            while time.monotonic() < began + BURST_SECONDS * (number + 1) / count:
                bakes.add(_home(database))
                time.sleep(0.05)
        last = time.monotonic()
        shown = _until(system.address, system.paths["home"], drafts[-1]["headline"])
        while database.execute("SELECT 1 FROM press_artifact WHERE stale LIMIT 1").fetchone():
            bakes.add(_home(database))
            time.sleep(0.02)
        bakes.add(_home(database))
        settled = time.monotonic() - last
    return {
        "burst": count,
        "seconds": round(last - began, 1),
        "home_baked": len(bakes) - 1,
        "last_on_home_ms": round((shown - last) * 1e3),
        "settled_ms": round(settled * 1e3),
    }


def _home(database: sqlite3.Connection) -> str:
    return str(database.execute("SELECT baked_at FROM press_artifact WHERE recipe = 'home'").fetchone()[0])


# ---- the systems ------------------------------------------------------------------------


def _demo(site: Path, stories: int) -> Path:
    _python("-m", "broadsheet.project", "demo", str(site), "--stories", str(stories))
    return site


def _size(site: Path) -> int:
    """Stories that readers have."""
    with closing(sqlite3.connect(f"file:{site / 'broadsheet.sqlite3'}?mode=ro", uri=True)) as database:
        published = "SELECT count(*) FROM ledger_current WHERE kind = 'story' AND record IS NOT NULL"
        return int(database.execute(published).fetchone()[0])


@contextmanager
def _broadsheet(site: Path) -> Iterator[System]:
    readers, desk = _free(), _free()
    environment = {"BROADSHEET_SITE": str(site), "BROADSHEET_READERS": readers, "BROADSHEET_DESK": desk}
    # Another address would be another edition: all would be baked anew meanwhile.
    environment["BROADSHEET_SITE_ADDRESS"] = ADDRESS
    paths = {"home": "/", "section": "/politik/", "feed": "/feed.xml"}
    up = ("-m", "broadsheet.project", "up", "--site", str(site))
    with _running(up, environment, readers), _editor("broadsheet", environment) as editor:
        time.sleep(3)  # the worker's own start
        yield System("broadsheet", readers, editor, paths)


@contextmanager
def _wagtail(folder: Path, stories: int) -> Iterator[System]:
    folder.mkdir(parents=True)
    address = _free()
    environment = {"STOCK_SITE": str(folder), "DJANGO_SETTINGS_MODULE": "stock.settings"}
    environment["PYTHONPATH"] = f"{HERE}{os.pathsep}{folder}"
    migrations = folder / "stock_migrations" / "__init__.py"
    migrations.parent.mkdir()
    migrations.touch()
    _python(str(HERE / "live.py"), "--fill", str(stories), environment=environment)
    host, port = address.split(":")
    serve = ("-m", "granian", "--interface", "wsgi", "--host", host, "--port", port, "--workers", "2")
    application = "django.core.wsgi:get_wsgi_application"
    with (
        _running((*serve, "--factory", application), environment, address),
        _editor("wagtail", environment) as editor,
    ):
        paths = {"home": "/", "section": "/politik/", "feed": "/feed.xml"}
        yield System("wagtail", address, editor, paths)


def _python(*arguments: str, environment: dict[str, str] | None = None) -> None:
    merged = {**os.environ, **(environment or {})}
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=merged)


@contextmanager
def _running(arguments: Sequence[str], environment: dict[str, str], address: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, *arguments], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(address)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@contextmanager
def _editor(system: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    command = [sys.executable, str(HERE / "live.py"), "--act", system]
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdin=pipe, stdout=pipe, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def _free() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def _wait_for(address: str) -> None:
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        try:
            connection = HTTPConnection(address, timeout=10)
            connection.request("GET", "/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit(f"Nothing answers on {address}.")


# ---- the editor, in a process of its own --------------------------------------------------


def _act(draft: Any) -> None:
    """For each line a draft; for each second line its publication."""
    if "BROADSHEET_SITE" in os.environ:
        os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()
    while sys.stdin.readline():
        headline = f"Nachricht {time.time_ns()}"
        path, publish = draft(headline)
        print(json.dumps({"headline": headline, "path": path}), flush=True)
        sys.stdin.readline()
        began = time.monotonic()
        publish()
        print(json.dumps({"began": began}), flush=True)


def _broadsheet_draft(headline: str) -> tuple[str, Any]:
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.publish import Publish
    from broadsheet.desk.drafts import new_story
    from broadsheet.desk.models import SectionPage

    section = SectionPage.objects.get(slug="politik")
    page = new_story(section, headline=headline, lead="Ein Satz. " * 20)
    return page.public_path, Publish(page, by=COMMAND_LINE).execute


def _wagtail_draft(headline: str) -> tuple[str, Any]:
    from stock.models import SectionPage, StoryPage

    section = SectionPage.objects.get(slug="politik")
    page = section.add_child(instance=StoryPage(title=headline, lead="Ein Satz. " * 20, live=False))
    revision = page.save_revision()
    return f"/politik/{page.slug}/", revision.publish


def _fill_wagtail(stories: int) -> None:
    """The tables, home, sections, and so many stories of the length of the demo's, as many of them with a
    picture, an author, a topic as there."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone
    from wagtail.models import Page, Site

    from stock.models import RENDITIONS, Author, HomePage, SectionPage, StoryPage, Topic

    call_command("makemigrations", "stock", verbosity=0)
    call_command("migrate", verbosity=0)
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Stock", slug="stock"))
    Site.objects.update(root_page=home)
    names = ["Politik", *(f"Ressort {number}" for number in range(1, _SECTIONS))]
    sections = [home.add_child(instance=SectionPage(title=name)) for name in names]
    authors = [Author.objects.create(name=f"Autorin {number}") for number in range(12)]
    topics = [Topic.objects.create(title=f"Thema {number}") for number in range(40)]
    pictures = list(map(_wagtail_picture, range(_PICTURES)))
    body = f"<p>{'Ein Satz, wie ihn Zeitungen drucken. ' * 12}</p>" * 5
    with transaction.atomic():
        for number in range(stories):
            story = StoryPage(
                title=f"Geschichte {number}",
                kicker="Haushalt",
                lead="Ein Satz. " * 20,
                body=body,
                picture=pictures[number % _PICTURES] if number % 5 < 3 else None,
                first_published_at=timezone.now(),
            )
            story.authors, story.topics = [authors[number % 12]], [topics[number % 40]]
            sections[number % _SECTIONS].add_child(instance=story)
    for picture in pictures:
        picture.get_renditions(*RENDITIONS)


def _wagtail_picture(number: int) -> Any:
    """Made ahead, as all but a new story's are."""
    from io import BytesIO

    from django.core.files.images import ImageFile
    from PIL import Image as Drawing
    from wagtail.images.models import Image

    data = BytesIO()
    Drawing.linear_gradient("L").rotate(number).resize((1600, 1067)).save(data, "JPEG")
    data.seek(0)
    return Image.objects.create(title=f"Bild {number}", file=ImageFile(data, name=f"bild-{number}.jpg"))


if __name__ == "__main__":
    main()
