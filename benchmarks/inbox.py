"""How soon the inbox answers, whatever lies in it.

    python benchmarks/inbox.py [--items 100000] [--rounds 9] [--quick]

Fills a site's database with invented items (bulk inserts, as they lie after they were taken in), then asks
for the desk's pages as a browser does, in this process: session, permissions, menu and templates are counted
in, the network is not. Then documents are taken in, all of them twice, and the inbox is asked once more.
All is server time in milliseconds: the median and the slowest of the rounds, and what
the processor did for it (the median), which other work on the machine does not lengthen.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

_CHUNK = 2_000
_TEXTS = 500
"""Different ones; each comes again and again."""
_AGENCIES = ("noa", "noa", "noa", "wellenfunk", "ostbote", "karven", "presse-nord")
_PLACES = ("Neustrand", "Kaltenweiler", "Port Merle", "Brunnhagen", "Ostheim", "Grauburg")
_SUBJECTS = ("Politik", "Wirtschaft", "Sport", "Kultur", "Wissenschaft", "Vermischtes", "Wetter")
_WORDS = [
    "Hafen",
    "Schleuse",
    "Stadtrat",
    "Regierung",
    "Streik",
    "Fähre",
    "Brücke",
    "Haushalt",
    "Gericht",
    "Urteil",
    "Messe",
    "Ernte",
    "Sturm",
    "Wahl",
    "Verein",
    "Pokal",
    "Trainer",
    "Museum",
    "Orchester",
    "Forscher",
    "Labor",
    "Impfung",
    "Preise",
    "Steuer",
    "Zoll",
    "Bahn",
    "Verkehr",
    "Feuerwehr",
    "Polizei",
    "beschließt",
    "warnt",
    "fordert",
    "kündigt",
    "meldet",
    "bestätigt",
    "verliert",
    "gewinnt",
    "eröffnet",
    "schließt",
    "prüft",
    "plant",
    "bleibt",
    "steigt",
    "sinkt",
    "deutlich",
    "leicht",
    "erneut",
    "überraschend",
    "vorläufig",
    "nach",
    "Protest",
    "gegen",
    "neue",
    "alte",
    "mehrere",
    "viele",
    "Menschen",
    "am",
    "Abend",
    "Morgen",
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Freitag",
    "Prozent",
    "Millionen",
    "Tonnen",
    "Kilometer",
    "Jahre",
    "Wochen",
    "Bericht",
    "Studie",
]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        results = measure(Path(folder), options)
    for result in results:
        print(json.dumps(result))
    _print_table(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--flood", type=int, default=1_000, help="documents that come at once, twice")
    parser.add_argument("--quick", action="store_true", help="small: only checks that it runs")
    options = parser.parse_args()
    if options.quick:
        options.items, options.rounds, options.flood = 300, 2, 10
    return options


def measure(folder: Path, options: argparse.Namespace) -> list[dict[str, Any]]:
    _begin(folder)
    from django.test import Client

    seed(options.items)
    client = Client()
    client.force_login(_editor())
    results = [
        {"what": what, **_asked(client, address, options.rounds)}
        for what, address in _addresses(options.items)
    ]
    flooded = _flood(folder, options.flood)
    again = {"what": "first paint, after the flood", **_asked(client, "/inbox/", options.rounds)}
    return [{"items": options.items, **result} for result in (*results, flooded, again)]


def _begin(folder: Path) -> None:
    (folder / "broadsheet.toml").write_text('[site]\nlanguage = "de"\n', encoding="utf-8")
    (folder / "secret.key").write_text("not-secret-" * 4, encoding="ascii")
    os.environ |= {"BROADSHEET_SITE": str(folder), "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings"}
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)


def _editor() -> Any:
    from django.contrib.auth.models import User

    from broadsheet.desk.acts import PublishSection, System
    from broadsheet.desk.models import SavedSearch, SectionPage
    from broadsheet.wire import listing

    PublishSection(SectionPage(title="Politik", slug="politik"), by=System("benchmark")).execute()
    editor = User.objects.create_superuser("editor", "", "geheim")
    for query in ("q=hafen", "supplier=karven&urgency=2", "status=embargoed"):
        seen = max(0, listing.newest_arrival() - 3_000)
        SavedSearch.objects.create(user=editor, name=query, query=query, alert=True, seen=seen)
    return editor


def seed(items: int) -> None:
    """Items, their versions and their words; every tenth belongs to a group of two."""
    from broadsheet.kernel import clock
    from broadsheet.wire import models

    chance = random.Random(11)  # noqa: S311 - the same inbox each time
    texts = [_wire(number, chance) for number in range(_TEXTS)]
    raw = models.RawFile.objects.create(sha256="0" * 64, place="x", size=1, name="x", received=clock.now())
    group = ""
    for start in range(0, items, _CHUNK):
        made = []
        for number in range(start, min(start + _CHUNK, items)):
            item, words = _item(number, items, texts, chance)
            item.group = group = item.pk if number % 10 == 0 else group if number % 10 == 1 else ""
            made.append((item, words))
        _store(made, raw)


def _store(made: list[tuple[Any, Any]], raw: Any) -> None:
    from broadsheet.wire import models

    models.Item.objects.bulk_create([item for item, _ in made])
    models.Words.objects.bulk_create([words for _, words in made])
    models.Version.objects.bulk_create(
        models.Version(
            id=item.arrival, item=item, version=1, raw=raw, content=item.content, received=item.received
        )
        for item, _ in made
    )


def _item(number: int, items: int, texts: list[tuple[Any, str, Any]], chance: random.Random) -> Any:
    """One of the texts, as if it had come in every ten seconds; and its words."""
    from broadsheet.kernel import clock
    from broadsheet.wire import models

    wire, content, words = texts[number % len(texts)]
    received = clock.now() - timedelta(seconds=10 * (items - number))
    item = models.Item(
        supplier=chance.choice(_AGENCIES),
        supplier_id=f"{wire.id}:{number}",
        version=1,
        version_created=received,
        received=received,
        arrival=number + 1,
        status=chance.choices(("usable", "withheld", "canceled"), (98, 1, 1))[0],
        kind="text",
        headline=wire.headline,
        place=wire.place,
        language=chance.choices(("de", "en"), (9, 1))[0],
        urgency=chance.choices((1, 2, 3, 4, 5), (1, 4, 15, 60, 20))[0],
        embargo=clock.now() + timedelta(days=1) if chance.random() < 0.002 else None,
        content=content,
        state=chance.choices(("new", "taken", "ignored"), (80, 5, 15))[0],
    )
    rare = f" sonderwort{number}" if number % 1_000 == 0 else ""
    return item, models.Words(arrival=item.arrival, text=words.text + rare, subjects=words.subjects)


def _wire(number: int, chance: random.Random) -> tuple[Any, str, Any]:
    """An invented item, as it is stored, and what of it can be searched."""
    from broadsheet.kernel import clock
    from broadsheet.wire import models
    from broadsheet.wire.item import WireItem, WireSubject, encode
    from broadsheet.wire.store import words_of

    sentences = (" ".join(chance.choices(_WORDS, k=14)) + "." for _ in range(18))
    wire = WireItem(
        supplier="noa",
        id=f"urn:newsml:noa.example:{number}",
        version=1,
        version_created=clock.now(),
        headline=" ".join(chance.choices(_WORDS, k=7)).capitalize(),
        kicker=chance.choice(_SUBJECTS),
        lead=" ".join(chance.choices(_WORDS, k=16)),
        body_html="".join(f"<p>{sentence}</p>" for sentence in sentences),
        place=chance.choice(_PLACES),
        subjects=(WireSubject(name=chance.choice(_SUBJECTS), code=f"noa:{number % 40}"),),
    )
    return wire, encode(wire), words_of(models.Item(arrival=1, headline=wire.headline), wire)


def _addresses(items: int) -> list[tuple[str, str]]:
    filters = {
        "no filter": "",
        "agency, rare urgency": "supplier=karven&urgency=1",
        "canceled": "status=canceled",
        "usable, of a place": "status=usable&place=port",
        "under embargo": "status=embargoed",
        "unread, of a day": "state=unread&hours=24",
        "common word": "q=hafen",
        "two common words, agency, urgency": "q=hafen+sturm&supplier=ostbote&urgency=2",
        "rare word": "q=sonderwort7",
        "word that is nowhere": "q=nirgendwort",
        "common word, canceled, English": "q=hafen&status=canceled&language=en",
        "subject": "subject=kultur",
        "far down": "before=2000",
    }
    return [
        ("first paint: the whole page", "/inbox/"),
        *((f"filter: {name}", f"/inbox/results/?{query}") for name, query in filters.items()),
        ("news: nothing new", "/inbox/news/?after=999999999&shown="),
        ("news: a filter, three searches", f"/inbox/news/?after={max(1, items - 500)}&q=hafen&urgency=2"),
        ("alerts, for the rest of the desk", "/inbox/alerts/"),
    ]


def _asked(client: Any, address: str, rounds: int) -> dict[str, Any]:
    """Once to warm up, as a process that runs for days is."""
    answer = client.get(address)
    taken, worked = [], []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        answer = client.get(address)
        taken.append(1_000 * (time.perf_counter() - began))
        worked.append(1_000 * (time.process_time() - busy))
        assert answer.status_code == 200, (address, answer.status_code)
    return {
        "median_ms": round(statistics.median(taken), 1),
        "slowest_ms": round(max(taken), 1),
        "cpu_ms": round(statistics.median(worked), 1),
        "kilobytes": round(len(answer.content) / 1_000, 1),
    }


def _flood(folder: Path, size: int) -> dict[str, Any]:
    """What of documents that all come twice becomes items, and how fast."""
    from broadsheet.wire import intake, models
    from broadsheet.wire.config import WireConfig

    before = models.Item.objects.count()
    documents = [json.dumps(_document(number)).encode() for number in range(size)]
    began = time.perf_counter()
    for _ in range(2):
        for number, document in enumerate(documents):
            intake.take_bytes(document, f"{number}.json", WireConfig(), folder / "wire")
    seconds = time.perf_counter() - began
    rows = models.Item.objects.count() - before
    return {"what": f"{size:,} documents, twice", "rows": rows, "per_second": round(2 * size / seconds)}


def _document(number: int) -> dict[str, Any]:
    chance = random.Random(number)  # noqa: S311
    body = "".join(f"<p>{' '.join(chance.choices(_WORDS, k=30))}.</p>" for _ in range(6))
    return {
        "uri": f"urn:newsml:noa.example:flood:{number}",
        "type": "text",
        "version": "1",
        "versioncreated": "2026-11-14T09:10:00+01:00",
        "headline": " ".join(chance.choices(_WORDS, k=7)),
        "language": "de",
        "body_xhtml": body,
    }


def _print_table(results: list[dict[str, Any]]) -> None:
    print(
        f"\n{results[0]['items']:,} items, server time in ms{'median':>25}{'slowest':>10}{'cpu':>8}{'kB':>8}"
    )
    for result in results:
        if "rows" in result:
            print(f"{result['what']:<45} {result['rows']:,} rows, {result['per_second']:,} documents/s")
        else:
            times = f"{result['median_ms']:>10}{result['slowest_ms']:>10}{result['cpu_ms']:>8}"
            print(f"{result['what']:<45}{times}{result['kilobytes']:>8}")


if __name__ == "__main__":
    main()
