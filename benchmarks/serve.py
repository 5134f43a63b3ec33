"""How fast the readers' server is, beside one nginx worker on the same files.

    .venv/bin/python benchmarks/serve.py --seconds 4 --size 8 --size 24 --size 60

Both run one worker on loopback and send the same header fields; wrk asks them in turn,
so that a busy machine slows both. Prints one JSON object per line, then a table.
Brotli is measured on our side alone: Debian's nginx has no module for it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import random
import re
import shutil
import socket
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import brotli

from broadsheet.serve.config import ServeConfig
from broadsheet.serve.headers import PAGE, fixed
from broadsheet.serve.media_types import HTML
from broadsheet.serve.server import run

TEMPLATE = Path(__file__).with_name("nginx.conf.template")
ENCODINGS = ("identity", "gzip", "br")


def main() -> int:
    options = _options()
    missing = [tool for tool in ("wrk", "nginx") if _tool(tool) is None]
    if missing:
        print(f"Not measured: {' and '.join(missing)} not found (Debian: apt-get install wrk nginx-light).")
        return 1
    sizes = options.size or [8, 24, 60]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="broadsheet-serve-")))
        _write_pages(folder / "public", sizes)
        servers = {
            "broadsheet": stack.enter_context(_broadsheet(folder)),
            "nginx": stack.enter_context(_nginx(folder)),
        }
        rows = [_measure(servers, size, encoding, options) for size in sizes for encoding in ENCODINGS]
    _print_table(rows)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3, help="for each run of wrk")
    parser.add_argument("--size", type=int, action="append", help="of a page in KB; may be repeated")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each server; the median counts")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--quick", action="store_true", help="one size, briefly: only checks that it runs")
    options = parser.parse_args()
    if options.quick:
        options.seconds, options.size, options.rounds = 0.5, [24], 1
    return options


def _tool(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin")


# ---- pages ------------------------------------------------------------------------------


def _write_pages(public: Path, sizes: list[int]) -> None:
    for size in sizes:
        page = public / str(size) / "index.html"
        page.parent.mkdir(parents=True)
        body = _page(size * 1000)
        page.with_name("index.html.gz").write_bytes(gzip.compress(body, 9, mtime=0))
        page.with_name("index.html.br").write_bytes(brotli.compress(body, quality=11))
        page.write_bytes(body)


def _page(size: int) -> bytes:
    """Words that compress about as well as a story does."""
    dice = random.Random(size)  # noqa: S311  # the same page each time
    words = ["".join(dice.choices(string.ascii_lowercase, k=dice.randint(3, 11))) for _ in range(900)]
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < size:
        paragraphs.append(f'<p class="story__paragraph">{" ".join(dice.choices(words, k=60))}.</p>\n')
    return "".join(paragraphs).encode()[:size]


# ---- servers ----------------------------------------------------------------------------


@contextmanager
def _broadsheet(folder: Path) -> Iterator[str]:
    address = _free_address()
    process = multiprocessing.Process(
        target=run, args=(address, folder / "public", folder / "answers", ServeConfig())
    )
    process.start()
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.join(10)


@contextmanager
def _nginx(folder: Path) -> Iterator[str]:
    address = _free_address()
    fields = [f for f in fixed(HTML, PAGE) if f[0] not in {"content-type", "server"}]
    template = string.Template(TEMPLATE.read_text(encoding="utf-8"))
    configuration = folder / "nginx.conf"
    configuration.write_text(
        template.substitute(
            folder=folder,
            public=folder / "public",
            address=address,
            headers="\n        ".join(f'add_header {name} "{value}";' for name, value in fields),
        ),
        encoding="utf-8",
    )
    # As root, nginx would switch its worker to a user who may not read the folder.
    folder.chmod(0o755)
    process = subprocess.Popen([str(_tool("nginx")), "-p", str(folder), "-c", str(configuration)])
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def _wait_for(address: str) -> None:
    host, port = address.split(":")
    for _ in range(100):
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"Nothing answers on {address}.")


# ---- measuring --------------------------------------------------------------------------


def _measure(
    servers: dict[str, str], size: int, encoding: str, options: argparse.Namespace
) -> dict[str, object]:
    rates: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(options.rounds):
        for name, address in servers.items():
            rates[name].append(_wrk(f"http://{address}/{size}/", encoding, options))
    ours, theirs = median(rates["broadsheet"]), median(rates["nginx"])
    compared = encoding != "br"
    row: dict[str, object] = {
        "size_kb": size,
        "encoding": encoding,
        "broadsheet_per_second": round(ours),
        "nginx_per_second": round(theirs) if compared else None,
        "ratio": round(ours / theirs, 2) if compared else None,
    }
    print(json.dumps(row), flush=True)
    return row


def _wrk(url: str, encoding: str, options: argparse.Namespace) -> float:
    """Requests per second; ends the program if any of them failed."""
    command = [str(_tool("wrk")), "-t1", f"-c{options.connections}", f"-d{options.seconds:g}s"]
    headers = ["-H", f"Accept-Encoding: {encoding}", "-H", "Accept: text/html", "-H", "User-Agent: wrk"]
    output = subprocess.run([*command, *headers, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"{url} failed:\n{output}")
    match = re.search(r"Requests/sec:\s+([\d.]+)", output)
    return float(match[1]) if match else sys.exit(output)


def _print_table(rows: list[dict[str, object]]) -> None:
    print(f"\nRequests per second, one worker each, {os.cpu_count()} cores shared with wrk")
    print(f"{'page':>8} {'encoding':>9} {'broadsheet':>11} {'nginx':>8} {'ratio':>6}")
    for row in rows:
        nginx, ratio = (row[key] if row[key] is not None else "–" for key in ("nginx_per_second", "ratio"))
        print(
            f"{row['size_kb']:>5} KB {row['encoding']:>9} {row['broadsheet_per_second']:>11} "
            f"{nginx:>8} {ratio:>6}"
        )


if __name__ == "__main__":
    sys.exit(main())
