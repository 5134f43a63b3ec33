"""Readers are answered with the database, the desk and the workers gone."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from django.db import transaction

from broadsheet.kernel.clock import ManualClock
from broadsheet.kernel.clock import using as using_clock
from broadsheet.ledger import journal
from broadsheet.ledger.records import AnyRecord, Notice
from broadsheet.ledger.vault import Vault
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.store import FolderStore
from broadsheet.press.tombstones import NAME as TOMBSTONES
from broadsheet.press.turns import FileTurn
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from tests import newsroom
from tests.deploy import servers
from tests.project.command import COMMAND, environment
from tests.serve.test_server import free_address, wait_for

pytestmark = pytest.mark.django_db

REASON = "Die Quelle war erfunden."


class Running(NamedTuple):
    """A server over the readers' files alone."""

    folder: Path
    host: str
    port: int
    process: subprocess.Popen[bytes]

    def get(self, path: str, encoding: str = "identity") -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            connection.request("GET", quote(path), headers={"Accept-Encoding": encoding})
            response = connection.getresponse()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
        finally:
            connection.close()


def compose() -> None:
    """Four stories, of which one moves and one is retracted."""
    stories = [newsroom.story(number) for number in range(1, 5)]
    retracted, moved = stories[2], newsroom.story(4, path="/politik/anderswo-a4/")
    with transaction.atomic():
        records: list[AnyRecord] = [newsroom.SETTINGS, newsroom.POLITICS, *stories, moved]
        for record in records:
            journal.append(record, act="publish", by="test")
        journal.withdraw(f"story:{retracted.id}", act="retract", by="test", why=REASON)
        notice = Notice(
            id=retracted.id, about=f"story:{retracted.id}", at=newsroom.NOW, headline="Fort", text=REASON
        )
        journal.append(notice, act="retract", by="test", why=REASON)


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object
) -> Iterator[Running]:
    folder, elsewhere = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("gone")
    config = PressConfig(ovens=1)
    store = FolderStore(folder / "public", folder / "answers", config, durable=False)
    press = Press(
        edition(SiteConfig(address="https://news.example")),
        store,
        Vault(elsewhere),
        config,
        FileTurn(elsewhere / "lock"),
    )
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        transaction.atomic(),
        using_clock(ManualClock(newsroom.NOW)),
    ):
        compose()
        press.start()
        assert press.bake_due().failed == 0
        transaction.set_rollback(True)
    (folder / "broadsheet.toml").write_text("", encoding="utf-8")
    host, port = free_address()
    # A database that nobody can reach: who asked for it would fail.
    away = environment(BROADSHEET_READERS=f"{host}:{port}", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    process = subprocess.Popen([*COMMAND, "serve", "--site", str(folder)], env=away)
    wait_for(host, port)
    yield Running(folder, host, port, process)
    process.terminate()
    assert process.wait(10) == 0


def files(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_the_folder_holds_nothing_but_what_readers_get(running: Running) -> None:
    assert sorted(each.name for each in running.folder.iterdir()) == ["answers", "broadsheet.toml", "public"]


def test_every_page_is_answered_in_every_encoding(running: Running) -> None:
    public = running.folder / "public"
    asked = 0
    for name in files(public):
        path, encoding = "/" + name, "identity"
        for suffix, coding in ((".gz", "gzip"), (".br", "br")):
            if path.endswith(suffix):
                path, encoding = path.removesuffix(suffix), coding
        path = path.removesuffix("index.html") if path.endswith("/index.html") else path
        status, headers, body = running.get(path, encoding)
        expected = 404 if path == "/404.html" else 200
        assert (status, headers.get("content-encoding", "identity")) == (expected, encoding), name
        assert body == (public / name).read_bytes()
        asked += 1
    assert asked > 60


def test_every_redirect_and_everything_gone_is_answered(running: Running) -> None:
    seen = set()
    for name in files(running.folder / "answers"):
        if name == TOMBSTONES:
            continue
        answer = json.loads((running.folder / "answers" / name).read_bytes())
        status, headers, body = running.get("/" + name.removesuffix(".json").removesuffix("index"))
        assert status == answer["status"]
        assert headers.get("location", "") == answer.get("location", "")
        assert status == 301 or body.decode() == answer["body"]
        seen.add(status)
    assert seen == {301, 410}


@pytest.fixture(scope="module")
def by_nginx(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """nginx as it is shipped, over the same folder, before the same server."""
    (_, plain), (_, secure), (_, desk) = free_address(), free_address(), free_address()
    folder = tmp_path_factory.mktemp("nginx") / "nginx"
    with servers.nginx(
        folder, plain=plain, secure=secure, readers=running.port, desk=desk, site=running.folder
    ) as found:
        yield found


def test_nginx_answers_the_same(running: Running, by_nginx: servers.Server) -> None:
    asked = set()
    for path in paths(running.folder):
        mine, theirs = running.get(path), by_nginx.ask(path)
        assert (mine[0], mine[2]) == (theirs.status, theirs.body), path
        assert mine[1].get("location") == theirs.headers.get("location")
        asked.add(mine[0])
    assert asked == {200, 301, 404, 410}


def test_nginx_needs_the_server_for_no_page(running: Running, by_nginx: servers.Server) -> None:
    """With it away too, pages are what they were; what is not a page waits for it."""
    pages = {path: running.get(path) for path in paths(running.folder)}
    for pid in processes(running):
        os.kill(pid, signal.SIGSTOP)
    try:
        for path, (status, _, body) in pages.items():
            if status == 200:
                answer = by_nginx.ask(path)
                assert (answer.status, answer.body) == (200, body), path
    finally:
        for pid in processes(running):
            os.kill(pid, signal.SIGCONT)


def processes(running: Running) -> list[int]:
    """The server's own, and those that answer for it."""
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
    pids = [running.process.pid, *map(int, children.read_text(encoding="ascii").split())]
    assert len(pids) > 1
    return pids


def paths(folder: Path) -> list[str]:
    """Every address that is answered, and one that is not."""
    names = [name for name in files(folder / "public") if not name.endswith((".gz", ".br"))]
    answers = [name for name in files(folder / "answers") if name != TOMBSTONES]
    pages = [re.sub(r"(^|/)index\.html$", r"\1", name) for name in names]
    left = [re.sub(r"(^|/)index$", r"\1", name.removesuffix(".json")) for name in answers]
    return [f"/{name}" for name in [*pages, *left, "nirgends/"]]


def test_a_miss_gets_the_sites_own_page(running: Running) -> None:
    status, _, body = running.get("/nirgends/")
    assert (status, body) == (404, (running.folder / "public" / "404.html").read_bytes())


def test_what_was_retracted_is_written_down_and_has_no_address(running: Running) -> None:
    assert REASON in (running.folder / "answers" / TOMBSTONES).read_text(encoding="utf-8")
    missing = running.get("/nirgends/")[2]
    for path in (f"/{TOMBSTONES}", "/.tombstones", f"/answers/{TOMBSTONES}", f"/../answers/{TOMBSTONES}"):
        status, _, body = running.get(path)
        assert (status, body) == (404, missing)


def test_the_server_has_neither_django_nor_sqlite_in_it(running: Running) -> None:
    """Its processes, as they are after having answered everything."""
    running.get("/")
    for pid in processes(running):
        assert "_sqlite3" not in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


def test_nothing_of_serve_imports_django() -> None:
    program = (
        "import pkgutil, importlib, sys, broadsheet.serve as serve\n"
        "names = [each.name for each in pkgutil.walk_packages(serve.__path__, 'broadsheet.serve.')]\n"
        "for name in names: importlib.import_module(name)\n"
        "assert len(names) > 10\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'wagtail', 'sqlite3')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
