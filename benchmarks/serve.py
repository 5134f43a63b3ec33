"""How fast the readers' server is, and nginx as shipped in deploy/, beside a plain nginx on the same files.

    .venv/bin/python benchmarks/serve.py --rounds 8 --size 8 --size 24 --size 60

Each runs one worker on loopback and sends the same header fields; wrk asks them in turn as a
browser would, so that a busy machine slows all of them. The readers' server counts its readings
and the shipped nginx writes them down, as in a newsroom; plain nginx notes nothing, "logging" is the same
with the log of all requests that nginx keeps unless it is told not to. "Constant" is
Granian with the server's own settings and an application that always gives the same bytes object:
what lies between it and the readers' server is ours, the rest is Granian's. The shipped nginx is
asked without TLS. Brotli is compared where nginx has its module (Debian: libnginx-mod-http-brotli-static).

Prints one JSON object per line, then a table; ratios are medians of the rounds' own ratios.
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
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from operator import truediv
from pathlib import Path
from statistics import median

import brotli

from broadsheet.serve.config import ServeConfig
from broadsheet.serve.headers import PAGE, Headers, fixed
from broadsheet.serve.media_types import HTML
from broadsheet.serve.readings import Readings
from broadsheet.serve.rsgi import RsgiProtocol, RsgiScope
from broadsheet.serve.server import run, serve

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "deploy/nginx/broadsheet.conf"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
SUFFIXES = {"identity": "", "gzip": ".gz", "br": ".br"}
HOST = "news.example"
ASKED = {"Host": HOST, "Accept": "text/html", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


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
        readers = stack.enter_context(_broadsheet(folder))
        servers = {
            "broadsheet": readers,
            "constant": stack.enter_context(_constant(folder)),
            "shipped": stack.enter_context(_shipped_nginx(folder, readers)),
            "logging": stack.enter_context(_plain_nginx(folder, "logging", f"{folder}/access.log")),
            "nginx": stack.enter_context(_plain_nginx(folder, "plain", "off")),
        }
        rows = [_measure(servers, size, encoding, options) for size in sizes for encoding in _encodings()]
    _print_table(rows)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=int, default=1, help="for each run of wrk")
    parser.add_argument("--size", type=int, action="append", help="of a page in KB; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each server; the median counts")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--quick", action="store_true", help="one size, briefly: only checks that it runs")
    options = parser.parse_args()
    if options.quick:
        options.size, options.rounds = [24], 1
    return options


def _tool(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin")


def _encodings() -> list[str]:
    return [encoding for encoding in SUFFIXES if encoding != "br" or BROTLI.exists()]


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
    folders = folder / "public", folder / "answers"
    with _started(run, address, *folders, ServeConfig(), Readings(folder / "readings")):
        yield address


@contextmanager
def _constant(folder: Path) -> Iterator[str]:
    address = _free_address()
    with _started(_serve_constants, address, folder / "public"):
        yield address


@contextmanager
def _started(target: Callable[..., None], address: str, *more: object) -> Iterator[None]:
    process = multiprocessing.Process(target=target, args=(address, *more))
    process.start()
    try:
        _wait_for(address)
        yield
    finally:
        process.terminate()
        process.join(10)


def _serve_constants(address: str, public: Path) -> None:
    serve(address, partial(Constants, public), ServeConfig())


class Constants:
    """Everything that can be known of an answer is."""

    def __init__(self, public: Path) -> None:
        self._answers = {
            (f"/{page.parent.name}/", encoding): _constant_answer(page, encoding)
            for page in public.glob("*/index.html")
            for encoding in SUFFIXES
        }

    async def __rsgi__(self, scope: RsgiScope, protocol: RsgiProtocol) -> None:
        encoding = scope.headers.get("accept-encoding") or "identity"
        protocol.response_bytes(200, *self._answers[scope.path, encoding])


def _constant_answer(page: Path, encoding: str) -> tuple[Headers, bytes]:
    """As many header fields as the readers' server sends, with values as long as its own."""
    body = page.with_name(page.name + SUFFIXES[encoding]).read_bytes()
    headers = [
        *fixed(HTML, PAGE),
        ("last-modified", "Mon, 23 Nov 2026 06:00:00 GMT"),
        ("vary", "accept-encoding"),
        ("etag", f'"{"0" * 32}"'),
        ("content-length", str(len(body))),
    ]
    return ([*headers, ("content-encoding", encoding)] if encoding != "identity" else headers), body


@contextmanager
def _plain_nginx(folder: Path, name: str, log: str) -> Iterator[str]:
    address = _free_address()
    fields = [f for f in fixed(HTML, PAGE) if f[0] not in {"content-type", "server"}]
    site = string.Template((HERE / "nginx.plain.template").read_text(encoding="utf-8")).substitute(
        public=folder / "public",
        log=log,
        address=address,
        brotli="brotli_static on;" if BROTLI.exists() else "",
        headers="\n    ".join(f'add_header {name} "{value}";' for name, value in fields),
    )
    with _nginx(folder, name, site, address):
        yield address


@contextmanager
def _shipped_nginx(folder: Path, readers: str) -> Iterator[str]:
    """The file that a newsroom copies, on loopback."""
    address = _free_address()
    site = SHIPPED.read_text(encoding="utf-8")
    changes = {
        "listen 443 ssl http2": f"listen {address}",
        "listen 80 ": f"listen {_free_address()} ",
        "127.0.0.1:8000": readers,
        "/srv/news": str(folder),
        "/var/log/nginx": str(folder),
        **({"# brotli_static on;": "brotli_static on;"} if BROTLI.exists() else {}),
    }
    for old, new in changes.items():
        if old not in site:
            sys.exit(f"{SHIPPED} has no {old!r} any more.")
        site = site.replace(old, new)
    with _nginx(folder, "shipped", re.sub(r"(?m)^ *ssl_.*$", "", site), address):
        yield address


@contextmanager
def _nginx(folder: Path, name: str, site: str, address: str) -> Iterator[None]:
    template = string.Template((HERE / "nginx.conf.template").read_text(encoding="utf-8"))
    modules = f"load_module {BROTLI};" if BROTLI.exists() else ""
    around = template.substitute(folder=folder, name=name, modules=modules)
    (folder / f"{name}.site.conf").write_text(site, encoding="utf-8")
    configuration = folder / f"{name}.conf"
    configuration.write_text(around, encoding="utf-8")
    # As root, nginx would switch its worker to a user who may not read the folder.
    folder.chmod(0o755)
    process = subprocess.Popen([str(_tool("nginx")), "-p", str(folder), "-c", str(configuration)])
    try:
        _wait_for(address)
        yield
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
    row: dict[str, object] = {"size_kb": size, "encoding": encoding}
    row |= {f"{name}_per_second": round(median(each)) for name, each in rates.items()}
    row |= {
        f"{name}_ratio": round(median(map(truediv, each, rates["nginx"])), 2)
        for name, each in rates.items()
        if name != "nginx"
    }
    row["shipped_to_logging_ratio"] = round(median(map(truediv, rates["shipped"], rates["logging"])), 2)
    print(json.dumps(row), flush=True)
    return row


def _wrk(url: str, encoding: str, options: argparse.Namespace) -> float:
    """Requests per second; ends the program if any of them failed."""
    command = [str(_tool("wrk")), "-t1", f"-c{options.connections}", f"-d{options.seconds}s"]
    fields = ASKED | {"Accept-Encoding": encoding}
    headers = [part for name, value in fields.items() for part in ("-H", f"{name}: {value}")]
    output = subprocess.run([*command, *headers, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(f"{url} failed:\n{output}")
    match = re.search(r"Requests/sec:\s+([\d.]+)", output)
    return float(match[1]) if match else sys.exit(output)


def _print_table(rows: list[dict[str, object]]) -> None:
    print(f"\nRequests per second, one worker each, {os.cpu_count()} cores shared with wrk (ratio to nginx)")
    names = ("broadsheet", "constant", "shipped", "logging", "nginx")
    heads = (*names, "shipped/logging")
    print(f"{'page':>8} {'encoding':>9}" + "".join(f"{name:>17}" for name in heads))
    for row in rows:
        cells = (f"{row[f'{name}_per_second']} ({row.get(f'{name}_ratio', 1)})" for name in names)
        line = "".join(f"{cell:>17}" for cell in (*cells, row["shipped_to_logging_ratio"]))
        print(f"{row['size_kb']:>5} KB {row['encoding']:>9}{line}")


if __name__ == "__main__":
    sys.exit(main())
