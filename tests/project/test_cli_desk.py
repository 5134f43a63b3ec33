"""Editorial acts, the ledger and the press through the command."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.project.command import Answer, broadsheet, in_one_line, stories
from tests.wire import noa

DONE = ["story", "url", "seq"]
LINE = {"seq", "asset", "version", "kind", "act", "at", "by", "why"}


def item(site: Path, folder: Path, **changes: Any) -> str:
    path = folder / "item.json"
    path.write_text(json.dumps(noa.ninjs2(**changes)), encoding="utf-8")
    [outcome] = broadsheet("wire", "take", path, "--json", site=site).objects
    return str(outcome["item"])


def publish(site: Path, *words: str) -> Answer:
    return broadsheet("desk", "publish", *words, "--json", site=site)


def head(site: Path) -> int:
    entries: int = broadsheet("ledger", "verify", "--json", site=site).objects[0]["entries"]
    return entries


@pytest.mark.deep
def test_a_wire_item_becomes_a_page_and_only_once(site: Path, tmp_path: Path) -> None:
    item_id = item(site, tmp_path)
    answer = publish(site, "--item", item_id, "--section", "politik")
    assert answer.status == 0, answer.err
    [done] = answer.objects
    assert list(done) == DONE
    assert done["url"].startswith("/politik/hafen-von-neustrand")
    assert done["url"].endswith(f"-{done['story']}/")
    baked = broadsheet("press", "bake", "--json", site=site)
    assert baked.status == 0
    assert baked.objects[0]["written"] >= 1
    assert noa.HEADLINE in (site / "public" / done["url"].strip("/") / "index.html").read_text()
    again = publish(site, "--item", item_id, "--section", "politik")
    assert again.status == 1
    assert done["story"] in again.objects[0]["message"]
    assert head(site) == done["seq"]


@pytest.mark.parametrize(
    ("changes", "word", "code"),
    [
        pytest.param(
            {"embargoed": (datetime.now(UTC) + timedelta(days=1)).isoformat()},
            "embargo",
            "desk-embargoed",
            marks=pytest.mark.deep,
            id="embargo",
        ),
        pytest.param(
            {"pubstatus": "withheld"},
            "withholds",
            "desk-item-recalled",
            marks=pytest.mark.deep,
            id="withheld",
        ),
        ({"pubstatus": "canceled"}, "canceled", "desk-item-recalled"),
    ],
    ids=[None, None, "canceled"],
)
def test_an_item_that_may_not_go_out_leaves_nothing_behind(
    site: Path, tmp_path: Path, changes: dict[str, Any], word: str, code: str
) -> None:
    before, item_id = head(site), item(site, tmp_path, **changes)
    answer = publish(site, "--item", item_id, "--section", "politik")
    assert answer.status == 1
    [said] = answer.objects
    assert said["error"] == code
    assert word in said["message"]
    [line] = broadsheet("wire", "list", "--json", site=site).objects
    assert line["state"] == "new"
    assert head(site) == before


def test_all_problems_of_a_story_are_told_at_once(site: Path) -> None:
    answer = broadsheet("desk", "publish", "--story", stories(site)["unfit"], site=site)
    assert answer.status == 1
    assert in_one_line(answer.err)
    for words in ("neither lead nor text", "no credit", "no alternative text", "may have an advertiser"):
        assert words in answer.err


def test_an_unknown_section_names_those_that_there_are(site: Path, tmp_path: Path) -> None:
    answer = publish(site, "--item", item(site, tmp_path), "--section", "sport")
    assert answer.status == 1
    assert "politik" in answer.objects[0]["message"]


@pytest.mark.deep
def test_two_stories_with_one_slug_have_two_addresses(site: Path) -> None:
    ids = stories(site)
    urls = [publish(site, "--story", ids[name]).objects[0]["url"] for name in ("ready", "namesake")]
    assert [url.rpartition("-")[0] for url in urls] == ["/politik/die-bruecke"] * 2
    assert len(set(urls)) == 2


@pytest.mark.deep
def test_a_story_is_corrected_and_retracted(site: Path) -> None:
    story = stories(site)["published"]
    corrected = broadsheet(
        "desk", "correct", "--story", story, "--text", "Es war Montag.", "--json", site=site
    )
    assert corrected.status == 0, corrected.err
    assert list(corrected.objects[0]) == DONE
    assert broadsheet("press", "bake", site=site).status == 0
    page = site / "public" / corrected.objects[0]["url"].strip("/") / "index.html"
    assert "Es war Montag." in page.read_text()
    retracted = broadsheet(
        "desk", "retract", "--story", story, "--reason", "Es war alles falsch.", "--json", site=site
    )
    assert retracted.status == 0, retracted.err
    assert broadsheet("press", "bake", site=site).status == 0
    assert not page.exists()
    entries = broadsheet("ledger", "log", "--json", site=site).objects
    assert all(entry.keys() == LINE for entry in entries)
    acts = [entry["act"] for entry in entries if entry["asset"] == f"story:{story}"]
    assert acts == ["publish", "correct", "retract"]
    [shown] = broadsheet("ledger", "show", story, "--json", site=site).objects
    assert shown["record"] is None
    assert len(broadsheet("ledger", "show", story, "--history", "--json", site=site).objects) == 3


@pytest.mark.deep
def test_an_unpublished_story_may_return(site: Path) -> None:
    story = stories(site)["published"]
    taken = broadsheet("desk", "unpublish", "--story", story, "--json", site=site)
    assert (taken.status, list(taken.objects[0])) == (0, DONE)
    twice = broadsheet("desk", "unpublish", "--story", story, site=site)
    assert twice.status == 1
    assert "[desk-not-published]" in twice.err
    assert publish(site, "--story", story).status == 0


@pytest.mark.deep
def test_a_schedule_lies_in_the_future_and_publishes_nothing_yet(site: Path) -> None:
    story, before = stories(site)["ready"], head(site)
    for at, code in (("2020-01-01T06:00", "desk-not-in-future"), ("tomorrow", "project-bad-moment")):
        refused = broadsheet("desk", "schedule", "--story", story, "--at", at, site=site)
        assert refused.status == 1
        assert f"[{code}]" in refused.err
    answer = broadsheet("desk", "schedule", "--story", story, "--at", "2100-01-01T06:00", "--json", site=site)
    assert answer.status == 0, answer.err
    assert datetime.fromisoformat(answer.objects[0]["at"]) == datetime(2100, 1, 1, 5, tzinfo=UTC)
    assert head(site) == before


def test_the_press_explains_and_verifies_itself(site: Path) -> None:
    [status] = broadsheet("press", "status", "--json", site=site).objects
    assert (status["stale"], status["behind"], status["failures"]) == (0, 0, [])
    [why] = broadsheet("press", "why", "/politik/", "--json", site=site).objects
    assert why["path"] == "/politik/"
    assert why["reasons"]
    unknown = broadsheet("press", "why", "/nowhere/", site=site)
    assert unknown.status == 1
    assert in_one_line(unknown.err)
    verified = broadsheet("press", "verify", "--json", site=site)
    assert verified.status == 0, verified.out
    assert verified.objects[0]["differences"] == []
    (site / "public" / "politik" / "index.html").write_text("Something else", encoding="utf-8")
    differing = broadsheet("press", "verify", "--json", site=site)
    assert differing.status == 1
    assert [each["file"] for each in differing.objects[0]["differences"]] == ["public/politik/index.html"]


def test_check_tells_what_the_house_lacks_and_asks_what_readers_get(site: Path) -> None:
    file = site / "public" / "index.html"
    file.write_text(file.read_text(encoding="utf-8").replace("<main", '<img src="//weg.example/a.png"><main'))
    answer = broadsheet("check", site=site)
    assert answer.status == 1
    assert re.findall(r"^house +(.*)", answer.out, re.MULTILINE)[0].startswith("The site has no name")
    table = re.findall(r"^([a-z-]+) +(\d+) +(\d+)  \w", answer.out, re.MULTILINE)
    broken = {rule: int(number) for rule, _, number in table if number != "0"}
    assert broken == {"foreign-address": 1, "house-page-missing": 2}
    assert all(int(pages) > 0 for _, pages, _ in table)
    assert re.search(r"^/ \[foreign-address\] The page would load //weg", answer.out, re.MULTILINE)
    assert re.findall(r"There is no ([\w ]+):", answer.out) == ["imprint", "privacy page"]
