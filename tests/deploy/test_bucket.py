"""nginx as it is shipped, before a bucket that the press fills, with the built-in server for misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.ledger.records import Section
from broadsheet.press.bucket import Bucket
from tests.deploy import servers
from tests.deploy.servers import Server, started, substituted
from tests.deploy.test_caches import Origin, free_port
from tests.press import buckets
from tests.press.bulletin import press_in, publish, story, withdraw
from tests.programs import program

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)
PROTECTING = (
    "x-content-type-options", "referrer-policy", "content-security-policy", "x-frame-options",
    "permissions-policy", "content-type", "cache-control",
)  # fmt: skip


@pytest.mark.deep
@pytest.mark.django_db
@pytest.mark.usefixtures("manual_clock")
def test_readers_get_from_bucket_and_server_what_they_get_from_a_folder(tmp_path: Path) -> None:
    site, folder = tmp_path / "site", tmp_path / "folder"
    with buckets.running() as address:
        buckets.let_read(address, "news/public/")
        settings = buckets.config(address, prefix="news/")
        press = press_in(site, store=buckets.store_in(site, Bucket(settings, buckets.KEYS), settings))
        publish(POLITICS, *map(story, (1, 2, 3, 990)))
        press.bake_due()
        publish(story(1, slug="umgezogen"))
        withdraw(2)
        press.bake_due()
        press_in(folder).bake_full()
        misses, whole = Origin(site), Origin(folder)
        with misses.running(), whole.running():
            port, work = free_port(), tmp_path / "nginx"
            work.mkdir()
            changes = {
                "server s3.example:443": f"server {address.removeprefix('http://')}",
                "https://broadsheet_bucket": "http://broadsheet_bucket",
                "Host s3.example": f"Host {address.removeprefix('http://')}",
                "127.0.0.1:8000": f"127.0.0.1:{misses.port}",
                "listen 8080": f"listen 127.0.0.1:{port}",
                "/var/cache/nginx": str(work),
            }
            shipped, main = work / "bucket.conf", work / "nginx.conf"
            shipped.write_text(substituted("nginx/bucket.conf", changes), encoding="utf-8")
            main.write_text(servers.main_file(work, shipped), encoding="utf-8")
            command = (program("nginx", "nginx-light"), "-p", work, "-c", main, "-e", work / "error.log")
            with started(*command, port=port, log=work / "out.log"):
                compare(Server("bucket", port), Server("folder", whole.port))


def compare(server: Server, model: Server) -> None:
    statuses = []
    for path in (
        "/", "/recent.txt", "/politik/story-3-0000000003/", "/politik/umgezogen-0000000001/",
        "/politik/story-1-0000000001/", "/politik/story-2-0000000002/",
        "/nirgends/", "/answers/index.json",
        "/.tombstones.jsonl",
    ):  # fmt: skip
        found, wanted = server.ask(path), model.ask(path)
        assert (path, found.status, found.body) == (path, wanted.status, wanted.body)
        fields = {name: found.headers.get(name) for name in PROTECTING}
        assert fields == {name: wanted.headers.get(name) for name in PROTECTING}, path
        assert not [name for name in found.headers if "broadsheet" in name or "cookie" in name]
        statuses.append(found.status)
    assert statuses[:7] == [200, 200, 200, 200, 301, 410, 404]
    page = "/politik/story-3-0000000003/"
    for other in (page.removesuffix("/"), f"{page}index.html"):
        moved = server.ask(other)
        assert (moved.status, moved.headers["location"]) == (301, page)
    assert server.ask("/healthz").status == 200
    packed = server.ask("/politik/story-990-0000000990/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
