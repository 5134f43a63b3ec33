"""A story's whole way, from an agency's file to the readers and back: by hand, and by command."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from broadsheet.site.catalogue import load
from broadsheet.site.moments import Calendar
from broadsheet.site.recipes.sitemap import part_at
from tests.journeys.newsroom import Newsroom, moments
from tests.journeys.people import CHIEF, Person
from tests.pages.baked import Baked
from tests.wire import noa
from tests.wire.test_samples import QUARANTINED

pytestmark = pytest.mark.slow

BOUND = 10.0
"""Seconds from the press of the button to the page. On a quiet machine it is less than one."""
BERLIN = ZoneInfo("Europe/Berlin")
SAMPLES = Path(__file__).parents[3] / "shared" / "wire-samples"

log = logging.getLogger(__name__)
"""What was measured: `pytest --log-cli-level=INFO` shows it."""


def take(newsroom: Newsroom, folder: Path, *documents: dict[str, Any]) -> list[str]:
    """The items that came of these documents."""
    files = [folder / f"{number}.json" for number in range(len(documents))]
    for file, document in zip(files, documents, strict=True):
        file.write_bytes(noa.as_bytes(document))
    outcomes = newsroom.command("wire", "take", *map(str, files))
    assert [outcome["status"] for outcome in outcomes] == ["taken"] * len(documents)
    return [outcome["item"] for outcome in outcomes]


def places(*topics: str) -> list[str]:
    """Where a story of Politik that is published now has to be found."""
    now = datetime.now(BERLIN)
    month = f"{now:%Y-%m}"
    week = part_at(now, Calendar(BERLIN, load("de")))
    fronts = ["/", "/politik/", *(f"/thema/{topic}/" for topic in topics)]
    feeds = [front + name for front in fronts for name in ("feed.xml", "feed.atom", "feed.json")]
    return [*fronts, *feeds, f"/archiv/{month}/", week.path, "/sitemap-news.xml"]


def seconds_until(condition: Callable[[], bool]) -> float:
    began = time.monotonic()
    for _ in moments():
        if condition():
            return time.monotonic() - began
    raise AssertionError("it did not happen")


def holding(newsroom: Newsroom, paths: list[str], words: str) -> list[str]:
    return [path for path in paths if words in newsroom.read(path)[1]]


def wait_until_everywhere(newsroom: Newsroom, paths: list[str], words: str) -> float:
    return seconds_until(lambda: holding(newsroom, paths, words) == paths)


def wait_until_nowhere(newsroom: Newsroom, paths: list[str], words: str) -> float:
    return seconds_until(lambda: holding(newsroom, paths, words) == [])


# ---- by mouse and keyboard --------------------------------------------------------------


@pytest.mark.browser
def test_a_wire_item_becomes_a_page_changes_goes_and_returns(
    browser: Browser, page: Page, demo: Newsroom, tmp_path: Path
) -> None:
    take(demo, tmp_path, noa.digitalwires())
    with demo.up(), Person(browser, demo, CHIEF) as chief:
        chief.make_story(noa.HEADLINE, "Politik")
        story = chief.story
        chief.write_headline("Neustrand baut eine zweite Schleuse")
        chief.write_first("Nun ist es amtlich. ")
        chief.add_topic("Hafenausbau")
        took, path = publish(chief)
        log.info("%.2f seconds from button to page", took)
        assert took < BOUND
        assert wait_until_everywhere(demo, places("hafenausbau"), path) < BOUND
        read(page, demo, path, "Neustrand baut eine zweite Schleuse", "Nun ist es amtlich. Der Stadtrat hat")

        chief.edit(story)
        chief.write_headline("Neustrand baut zweite Schleuse")
        assert publish(chief)[1] == path
        took = wait_until_everywhere(demo, [path, "/", "/feed.xml"], "Neustrand baut zweite Schleuse")
        log.info("%.2f seconds from edit to page", took)
        assert took < BOUND

        chief.edit(story)
        chief.unpublish()
        assert seconds_until(lambda: demo.read(path)[0] == 410) < BOUND
        assert wait_until_nowhere(demo, places("hafenausbau"), path) < BOUND

        chief.edit(story)
        took, again = publish(chief)
        assert again == path
        assert took < BOUND
        assert wait_until_everywhere(demo, places("hafenausbau"), path) < BOUND
    assert demo.command("press", "verify")[-1]["differences"] == []


def publish(editor: Person) -> tuple[float, str]:
    """The seconds from the button to a page that answers, and its path as the desk tells it."""
    began = time.monotonic()
    editor.publish()
    link = editor.page.get_by_role("link", name="Leserseite öffnen").get_attribute("href") or ""
    path = "/" + link.split("/", 3)[3]
    seconds_until(lambda: editor.newsroom.read(path)[0] == 200)
    return time.monotonic() - began, path


def read(page: Page, newsroom: Newsroom, path: str, headline: str, words: str) -> None:
    """A reader finds it on the home page, and follows the link."""
    page.goto(newsroom.readers)
    page.get_by_role("main").get_by_role("link", name=headline).first.click()
    assert page.url == newsroom.readers + path
    assert page.get_by_role("heading", level=1).inner_text() == headline
    expect(page.get_by_role("article").first).to_contain_text(words)
    expect(page.get_by_role("article").first).to_contain_text("Hafenausbau")


# ---- by command ---------------------------------------------------------------------------


@pytest.mark.deep
def test_a_story_s_whole_life_by_command(demo: Newsroom, tmp_path: Path) -> None:
    [item] = take(demo, tmp_path, noa.digitalwires())
    with demo.up():
        done = demo.command("desk", "publish", "--item", item, "--section", "politik")[-1]
        story, path = done["story"], done["url"]
        took = seconds_until(lambda: demo.read(path)[0] == 200)
        log.info("%.2f seconds from command's end to page", took)
        assert took < BOUND
        assert re.fullmatch(rf"/politik/[a-z-]+-{story}/", path)
        assert wait_until_everywhere(demo, places(), path) < BOUND

        correction = "Es sind drei Jahre Bauzeit, nicht zwei."
        demo.command("desk", "correct", "--story", story, "--text", correction)
        assert wait_until_everywhere(demo, [path, "/hinweise/"], correction) < BOUND

        demo.command("desk", "unpublish", "--story", story)
        assert seconds_until(lambda: demo.read(path)[0] == 410) < BOUND
        assert wait_until_nowhere(demo, places(), path) < BOUND

        assert demo.command("desk", "publish", "--story", story)[-1]["url"] == path
        assert wait_until_everywhere(demo, [path, *places()], path) < BOUND
        assert correction in demo.read(path)[1]

        demo.command("desk", "retract", "--story", story, "--reason", "Der Beschluss war erfunden.")
        assert seconds_until(lambda: demo.read(path)[0] == 410) < BOUND
        assert "Der Beschluss war erfunden." in demo.wait_for("/hinweise/", "Der Beschluss war erfunden.")
        assert wait_until_nowhere(demo, places(), path) < BOUND
        refused = demo.command("desk", "publish", "--story", story, succeed=False)[-1]
        assert refused["error"] == "desk-checks-failed"

        acts = [line["act"] for line in demo.command("ledger", "log") if line["asset"] == f"story:{story}"]
        assert acts == ["publish", "correct", "unpublish", "publish", "retract"]
        assert demo.command("press", "why", demo.readers + path)[-1]["status"] == 410
    assert demo.command("ledger", "verify")[-1]["flaws"] == []
    assert demo.command("press", "verify")[-1]["differences"] == []


@pytest.mark.deep
def test_a_scheduled_story_appears_at_its_moment(demo: Newsroom, tmp_path: Path) -> None:
    later = noa.digitalwires(urn=f"{noa.URN}1", headline="Neustrand wartet auf den Abend")
    [waiting] = take(demo, tmp_path, later)
    with demo.up():
        due = schedule_soon(demo, waiting)
        appears(demo, due)
        assert f"story:{due[0]}" in json.dumps(demo.command("press", "why", due[1]))


SOON = timedelta(seconds=25)
"""Long enough for the commands that come before to end on a slow machine."""


def schedule_soon(newsroom: Newsroom, item: str) -> tuple[str, str, datetime]:
    """Story, path and moment of a draft of `item` that waits."""
    done = newsroom.command("desk", "publish", "--item", item, "--section", "politik")[-1]
    newsroom.command("desk", "unpublish", "--story", done["story"])
    at = datetime.now(BERLIN).replace(microsecond=0) + SOON
    told = newsroom.command("desk", "schedule", "--story", done["story"], "--at", at.isoformat())[-1]
    assert datetime.fromisoformat(told["at"]) == at
    assert newsroom.read(done["url"])[0] in {404, 410}
    return done["story"], done["url"], at


def appears(newsroom: Newsroom, due: tuple[str, str, datetime]) -> None:
    """At its moment and not before: the ledger says when, readers see it."""
    story, path, at = due
    seconds_until(lambda: datetime.now(BERLIN) > at)
    assert seconds_until(lambda: newsroom.read(path)[0] == 200) < BOUND
    entry = [line for line in newsroom.command("ledger", "log") if line["asset"] == f"story:{story}"][-1]
    assert at <= datetime.fromisoformat(entry["at"]) < at + timedelta(seconds=BOUND)


# ---- real agencies' files, where they are at hand ---------------------------------------


PUBLISHED = {"dw-1", "with_dateline", "example-2.1__dpa_text"}
"""A text of each kind."""


@pytest.mark.deep
@pytest.mark.skipif(not SAMPLES.exists(), reason=f"no wire samples at {SAMPLES}")
def test_real_files_are_taken_and_become_pages(demo: Newsroom) -> None:
    folders = [SAMPLES / "dpa-digitalwires", SAMPLES / "ninjs"]
    files = {str(file) for folder in folders for file in folder.rglob("*.json")}
    run = demo.run("wire", "take", *map(str, folders), "--json")
    outcomes = [json.loads(line) for line in run.stdout.splitlines()]
    assert {outcome["path"] for outcome in outcomes} == files
    strange = {Path(each["path"]).stem for each in outcomes if each["status"] == "quarantined"}
    assert strange <= set(QUARANTINED)
    taken = {outcome["item"]: outcome for outcome in outcomes if outcome["status"] == "taken"}

    urls = {}
    for item in [item for item, outcome in taken.items() if Path(outcome["path"]).stem in PUBLISHED]:
        done = demo.command("desk", "publish", "--item", item, "--section", "politik")[-1]
        urls[item] = done["url"]
    assert len(urls) == len(PUBLISHED)
    demo.command("press", "bake")
    pages = Baked(demo.folder).pages
    for item, url in urls.items():
        assert " ".join(taken[item]["headline"].split()) in pages[url].text_content()
    assert demo.command("press", "verify")[-1]["differences"] == []
