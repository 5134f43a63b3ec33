"""`--wait`: a retraction or correction answers when it has reached everything, caches included."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.press import caches
from tests.project.command import COMMAND, broadsheet, environment, eventually, stories


@contextmanager
def worker(site: Path, log: Path, **more: str) -> Iterator[None]:
    with log.open("w") as err:
        process = subprocess.Popen(
            [*COMMAND, "work", "--site", str(site)], env=environment(**more), stderr=err
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


@pytest.mark.deep
def test_without_a_worker_all_of_it_is_outstanding(site: Path) -> None:
    words = ("desk", "retract", "--story", stories(site)["published"], "--reason", "Falsch.")
    answer = broadsheet(*words, "--heading", "Zurückgenommen", "--wait", "0", "--json", site=site)
    [said] = answer.objects
    assert answer.status == 1
    assert list(said) == ["story", "url", "seq", "outstanding"]
    assert said["outstanding"] >= 2
    broadsheet("press", "bake", site=site)
    assert "Zurückgenommen" in (site / "answers" / said["url"].strip("/") / "index.json").read_text()


@pytest.mark.deep
def test_it_answers_when_the_cache_has_forgotten(site: Path, tmp_path: Path) -> None:
    words = ("desk", "correct", "--story", stories(site)["published"], "--text", "Es waren 80.")
    with caches.running() as cache:
        purge = {"BROADSHEET_PURGE_TARGET": "http", "BROADSHEET_PURGE_ADDRESS": cache.address}
        cache.mood = "refusing"
        with worker(site, tmp_path / "worker.log", **purge):
            assert broadsheet(*words, site=site, more=purge).status == 0
            assert eventually(lambda: cache.asked > 0, 60)
            refused = broadsheet(*words, "--wait", "5", site=site, more=purge)
            assert refused.status == 1
            assert f"/ {cache.address} answered 503 to PURGE" in refused.err
            [shown] = broadsheet("press", "status", "--json", site=site, more=purge).objects
            assert shown["purges"] == refused.err.count("OUTSTANDING")
            assert cache.forgotten == []
            cache.mood = "well"
            answer = broadsheet(*words, "--wait", "60", "--json", site=site, more=purge)
        assert answer.status == 0, answer.err
        assert answer.objects[0]["outstanding"] == 0
        assert answer.objects[0]["url"] in cache.forgotten
