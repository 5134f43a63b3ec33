"""How fast agency copy is read and stored.

    python benchmarks/intake.py [--items 1000] [--samples DIR] [--quick]

Makes a new site and takes in, with one process and the one that parses, as many files as asked for:
invented texts as dpa digitalwires, ninjs, NewsML-G2 and NITF, or those of a folder, each with an id of its
own. Then the same flood again, which must leave the same rows, and one feed of as many entries. Says how many
items a second were read and stored, and how long the inbox's first page takes in the database.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

SYLLABLES = (
    *("ha", "fen", "schleu", "se", "stadt", "rat", "neu", "strand", "bau", "zeit", "mehr", "heit", "ver"),
    *("wal", "tung", "a", "bend", "an", "trag"),
)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        site = Path(folder) / "site"
        command = [sys.executable, "-m", "broadsheet.project", "init", str(site)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        results = measure(site, options.items, options.samples)
    load = os.getloadavg()[0]
    for result in results:
        print(json.dumps({**result, "load": round(load, 2)}))
    _print_table(results, load)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=1_000)
    parser.add_argument("--samples", type=Path, help="files of agencies' own, in place of invented ones")
    parser.add_argument("--quick", action="store_true", help="small: only checks that it runs")
    options = parser.parse_args()
    if options.quick:
        options.items = 60
    return options


def measure(site: Path, items: int, samples: Path | None) -> list[dict[str, Any]]:
    os.environ["BROADSHEET_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()
    from broadsheet.kernel import clock
    from broadsheet.project.configuration import active
    from broadsheet.wire import intake, listing, models
    from broadsheet.wire.parsing import reading

    wire, archive = active().wire, active().archive
    folder = site / "delivered"
    folder.mkdir()
    made = list(_copies(samples, items) if samples else _invented(items))
    for number, data in enumerate(made):
        (folder / f"{number:06}").write_bytes(data)
    reading.read(made[0], wire, clock.now())  # the process that parses is there
    results = []
    for name in ("flood", "the same flood again"):
        seconds, outcomes = _timed(lambda: list(intake.take([folder], wire, archive)))
        told = Counter(each.status for each in outcomes)
        results.append(_result(name, len(outcomes), seconds, **told, rows=models.Item.objects.count()))
    seconds, _ = _timed(lambda: listing.page(listing.wanted_items(listing.Wanted())))
    results.append(_result("the inbox's first page", 1, seconds))
    seconds, outcomes = _timed(lambda: intake.take_bytes(_feed(items), "feed", wire, archive))
    results.append(_result("one feed", len(outcomes), seconds, rows=models.Item.objects.count()))
    assert results[0]["rows"] == results[1]["rows"], "the same flood made other rows"
    return results


def _timed(act: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Seconds on the clock, and of the processor for this process alone, which a busy machine blurs less."""
    started, used = time.perf_counter(), time.process_time()
    result = act()
    return (time.perf_counter() - started, time.process_time() - used), result


def _result(name: str, count: int, spent: tuple[float, float], **more: Any) -> dict[str, Any]:
    seconds, used = spent
    rate = round(count / seconds)
    told = {"seconds": round(seconds, 3), "per_second": rate, "own_cpu_seconds": round(used, 3)}
    return {"what": name, "items": count, **told, **more}


# ---- what is taken in -----------------------------------------------------------------------


def _copies(folder: Path, items: int) -> Iterator[bytes]:
    """Each file with another id in each round: a digit more in every address that names the item."""
    files = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    for number in range(items):
        data = files[number % len(files)]
        mark = b"%d" % (1_000_000 + number)
        for beginning in (b"urn:newsml:", b"tag:", b"http://data.", b"https://data."):
            data = data.replace(beginning, beginning + mark + b".")
        yield data


def _invented(items: int) -> Iterator[bytes]:
    chance = Random(7)  # noqa: S311  # the same for everybody
    forms = (_digitalwires, _ninjs, _newsml_g2, _nitf)
    for number in range(items):
        yield forms[number % len(forms)](number, _text(chance), _headline(chance)).encode()


def _words(chance: Random, count: int) -> Iterator[str]:
    """As many different ones as a language has, so that texts do not resemble each other by chance."""
    return ("".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3)))) for _ in range(count))


def _headline(chance: Random) -> str:
    return " ".join(_words(chance, 6))


def _text(chance: Random) -> str:
    """About 1,800 characters, as an agency's report has them."""
    paragraphs = (" ".join(_words(chance, 45)) for _ in range(5))
    return "".join(f"<p>{each} {chance.randrange(10**6)}.</p>" for each in paragraphs)


_DAY = "2026-11-14T09:10:00+01:00"


def _digitalwires(number: int, text: str, headline: str) -> str:
    return json.dumps({
        "format": "digitalwires-1.0", "urn": f"urn:newsml:noa.example:20261114:{number}", "version": 1,
        "version_created": _DAY, "headline": headline, "teaser": headline, "article_html": text,
        "language": "de", "urgency": 4, "pubstatus": "usable", "categories": [],
    })  # fmt: skip


def _ninjs(number: int, text: str, headline: str) -> str:
    return json.dumps({
        "uri": f"urn:newsml:noa.example:20261114:{number}", "standard": {"name": "ninjs", "version": "3.0"},
        "type": "text", "version": "1", "versionCreated": _DAY, "pubStatus": "usable", "language": "de",
        "headlines": [{"value": headline}], "bodies": [{"value": text, "contentType": "text/html"}],
    })  # fmt: skip


def _newsml_g2(number: int, text: str, headline: str) -> str:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.31" '
        f'guid="urn:newsml:noa.example:20261114:{number}" version="1" xml:lang="de"><itemMeta>'
        '<itemClass qcode="ninat:text"/><provider literal="noa"/>'
        f"<versionCreated>{_DAY}</versionCreated>"
        '<pubStatus qcode="stat:usable"/></itemMeta><contentMeta><urgency>4</urgency>'
        f"<headline>{headline}</headline>"
        '</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{text}</body></html>'
        "</inlineXML></contentSet></newsItem>"
    )


def _nitf(number: int, text: str, headline: str) -> str:
    return (
        f'<nitf><head><title>{headline}</title><docdata><doc-id id-string="{number}" regsrc="noa.example"/>'
        '<date.issue norm="20261114T091000+0100"/></docdata></head>'
        f"<body><body.head><hedline><hl1>{headline}</hl1></hedline></body.head>"
        f"<body.content>{text}</body.content></body></nitf>"
    )


def _feed(entries: int) -> bytes:
    chance = Random(8)  # noqa: S311
    items = "".join(
        f"<item><guid>https://hafenbote.example/{each}</guid><title>{_headline(chance)}</title>"
        "<pubDate>Sat, 14 Nov 2026 08:00:00 GMT</pubDate>"
        f"<description>{_headline(chance)} {_headline(chance)}</description></item>"
        for each in range(entries)
    )
    return f"<rss version='2.0'><channel><title>Bote</title>{items}</channel></rss>".encode()


def _print_table(results: list[dict[str, Any]], load: float) -> None:
    print(f"\nload {load:.2f}")
    print(f"{'what':<26}{'items':>8}{'seconds':>10}{'a second':>10}{'own CPU':>10}{'rows':>8}")
    for each in results:
        rows = each.get("rows", "")
        print(
            f"{each['what']:<26}{each['items']:>8}{each['seconds']:>10}{each['per_second']:>10}"
            f"{each['own_cpu_seconds']:>10}{rows:>8}"
        )


if __name__ == "__main__":
    main()
