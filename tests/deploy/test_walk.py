"""The reference deployment on loopback, without containers: the units' own commands, nginx and Caddy as
they are shipped, and a walk through it as readers and editors take it."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from tests.deploy import servers
from tests.deploy.servers import DEPLOY, DESK, Server
from tests.project.command import broadsheet, environment, eventually, furnish, stories
from tests.project.test_supervisor import free_port

pytestmark = pytest.mark.deep

_BROWSER = {"User-Agent": "Mozilla/5.0", "Accept-Encoding": "gzip"}


class Deployed(NamedTuple):
    site: Path
    password: str
    before: list[Server]
    """nginx and Caddy."""


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("deployed")
    site = folder / "news"
    [made] = broadsheet("init", site, "--json").objects
    furnish(site)
    ports = {"readers": free_port(), "desk": free_port()}
    told = environment(
        BROADSHEET_READERS=f"127.0.0.1:{ports['readers']}",
        BROADSHEET_DESK=f"127.0.0.1:{ports['desk']}",
        BROADSHEET_SITE_ADDRESS="https://news.example",
        BROADSHEET_ADDRESSES_DESK_PUBLIC=f"https://{DESK}",
        BROADSHEET_DESK_METRICS_TOKEN="t0ken",
    )
    with ExitStack() as stack:
        for name in ("readers", "desk", "worker"):
            log = folder / f"{name}.log"
            stack.enter_context(
                servers.started(*_command(name, site), port=ports.get(name), log=log, told=told)
            )
        nginx = servers.nginx(folder / "nginx", plain=free_port(), secure=free_port(), site=site, **ports)
        caddy = servers.caddy(folder / "caddy", port=free_port(), site=site, **ports)
        yield Deployed(site, made["password"], [stack.enter_context(each) for each in (nginx, caddy)])


def _command(name: str, site: Path) -> list[str]:
    """What the unit starts, here."""
    unit = (DEPLOY / f"systemd/broadsheet-{name}.service").read_text(encoding="utf-8")
    [command] = re.findall("^ExecStart=(.*)$", unit, re.MULTILINE)
    program, *words = command.replace("/srv/news", str(site)).split()
    assert program == "/opt/broadsheet/.venv/bin/broadsheet"
    return [sys.executable, "-m", "broadsheet.project", *words]


def _read(server: Server, path: str) -> str:
    """As a browser does."""
    return gzip.decompress(server.ask(path, headers=_BROWSER).body).decode()


def test_what_is_published_and_retracted_reaches_readers(deployed: Deployed) -> None:
    story = stories(deployed.site)["ready"]
    [done] = broadsheet("desk", "publish", "--story", story, "--json", site=deployed.site).objects
    address = done["url"].removeprefix("https://news.example")
    for server in deployed.before:
        assert eventually(lambda server=server: server.ask(address).status == 200)  # type: ignore[misc]
        assert eventually(lambda server=server: address in _read(server, "/"))  # type: ignore[misc]
        assert server.ask("/", headers=_BROWSER).headers["content-encoding"] == "gzip"
        assert b'rel="canonical" href="https://news.example' in server.ask(address).body
        assert server.ask(address, "HEAD").body == b""
        assert (
            server.ask(address, headers={"If-None-Match": server.ask(address).headers["etag"]}).status == 304
        )
        assert server.ask(address.rstrip("/")).headers["location"] == address
        [style] = set(re.findall(r'"(/assets/site-\w+\.css)"', server.ask("/").body.decode()))
        assert "immutable" in server.ask(style).headers["cache-control"]
        missing = server.ask("/gibt-es-nicht/")
        assert (missing.status, b'class="foot-publisher"' in missing.body) == (404, True)
    retracted = broadsheet(
        "desk", "retract", "--story", story, "--reason", "Falsch.", "--wait", "60", site=deployed.site
    )
    assert retracted.status == 0, retracted.err
    for server in deployed.before:
        assert server.ask(address).status == 410
        assert address not in server.ask("/").body.decode()


def test_editors_come_in_by_a_host_name_of_their_own(deployed: Deployed) -> None:
    for server in deployed.before:
        form = server.ask("/login/", host=DESK)
        assert form.status == 200
        assert form.headers["x-robots-tag"] == "noindex, nofollow"
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form.body.decode())
        cookie = form.headers["set-cookie"].partition(";")[0]
        fields = {
            "username": "admin",
            "password": deployed.password,
            "csrfmiddlewaretoken": token,
            "next": "/",
        }
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        asked = {"host": DESK, "body": urlencode(fields).encode()}
        done = server.ask("/login/", "POST", {**headers, "Origin": f"https://{DESK}"}, **asked)  # type: ignore[arg-type]
        assert done.status == 302, done.body
        [session] = re.findall(r"sessionid=\w+", done.headers["set-cookie"])
        assert "Secure" in done.headers["set-cookie"]
        assert server.ask("/", host=DESK, headers={"Cookie": session}).status == 200
        strange = server.ask("/login/", "POST", {**headers, "Origin": "https://other.example"}, **asked)  # type: ignore[arg-type]
        assert strange.status == 403
        large = {"Content-Length": str(200_000_000), "Cookie": session, "Expect": "100-continue"}
        assert server.ask("/", "POST", large, host=DESK).status in {413, 403}
        assert server.ask("/login/").status == 404, "the desk is not on the readers' host"


def test_monitors_hear_how_everything_stands(deployed: Deployed) -> None:
    for server in deployed.before:
        assert server.ask("/healthz").body == b'{"status":"ok"}'
        assert eventually(lambda server=server: server.ask("/healthz", host=DESK).status == 200)  # type: ignore[misc]
        assert server.ask("/metrics").status == 404, "readers have no figures"
        assert server.ask("/metrics", host=DESK).status == 401
        told = server.ask("/metrics", host=DESK, headers={"Authorization": "Bearer t0ken"}).body.decode()
        assert "broadsheet_workers 1.0" in told
        assert 'broadsheet_alarm{code="press-behind"} 0.0' in told


def test_another_host_name_gets_nothing(deployed: Deployed) -> None:
    [nginx, caddy] = deployed.before
    with pytest.raises(OSError, match=r"unrecognized name"):
        nginx.ask("/", host="evil.example")
    assert caddy.ask("/", host="evil.example").body == b""
