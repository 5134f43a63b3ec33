"""The press, with a toy site: what is baked, written and removed after each change."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Section
from broadsheet.press import codes, queue
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import UnknownArtifact
from broadsheet.press.explain import status, why
from broadsheet.press.machine import Press
from broadsheet.press.models import TAKING_OVER, Artifact
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Edition, Output
from broadsheet.press.report import Report
from broadsheet.press.verify import verify
from tests.press import bulletin
from tests.press.bulletin import press_in, publish, story, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manual_clock")]

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return press_in(tmp_path)


def files(press: Press) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in press.store.files()}


def differences(press: Press) -> list[str]:
    verdict = verify(press.edition, press.store, press.vault, PressConfig())
    return [f"{each.file} {each.how}" for each in verdict.differences]


def bake(press: Press) -> Report:
    report = press.bake_due()
    assert differences(press) == []
    return report


def test_an_empty_ledger_has_a_front(press: Press) -> None:
    assert bake(press).written == 1
    assert list(files(press)) == ["public/index.html"]


def test_a_second_bake_does_nothing(press: Press) -> None:
    publish(POLITICS, *map(story, range(1, 6)))
    bake(press)
    again = bake(press)
    assert (again.baked, again.written, again.deleted) == (0, 0, 0)


def test_a_full_bake_writes_nothing_that_is_already_right(press: Press) -> None:
    publish(POLITICS, story(1), story(2))
    bake(press)
    full = press.bake_full()
    assert full.baked > 0
    assert full.written == 0


def test_a_full_bake_writes_a_file_that_was_lost(press: Press) -> None:
    publish(POLITICS, story(1))
    bake(press)
    before = files(press)
    (press.vault._folder.parent / "public/index.html").unlink()
    assert press.bake_full().written == 1
    assert files(press) == before


def test_an_edited_body_bakes_one_page(press: Press) -> None:
    publish(POLITICS, *map(story, range(1, 6)))
    bake(press)
    publish(story(5, body="Ein Tippfehler weniger."))
    report = bake(press)
    assert (report.baked, report.written) == (1, 1)


def test_a_new_story_bakes_itself_and_what_lists_it(press: Press) -> None:
    publish(POLITICS, *map(story, range(1, 6)))
    bake(press)
    publish(story(6))
    report = bake(press)
    # story, front and recent, which shows only what is old enough
    assert (report.baked, report.written) == (3, 2)


def test_what_is_published_is_not_written_together_with_what_is_merely_baked_again(press: Press) -> None:
    publish(POLITICS, *map(story, range(1, 6)))
    bake(press)
    queue.mark_all()
    publish(story(6))
    press.cycle()
    assert any("story-6" in name for name in files(press))
    # The story and its front come first, by themselves; then the rest of what is published.
    assert {each.recipe for each in Artifact.objects.filter(stale=True, urgent=True)} == {"recent"}
    press.cycle()
    assert not Artifact.objects.filter(stale=True, urgent=True).exists()
    assert Artifact.objects.filter(stale=True, urgent=False).exists()


def test_an_old_story_does_not_touch_the_front(press: Press) -> None:
    publish(POLITICS, *map(story, range(5, 10)))
    bake(press)
    publish(story(1))
    bake(press)
    front = Artifact.objects.get(name="front:")
    assert front.built < Artifact.objects.get(name="story:story:0000000001").built


def test_a_changed_slug_leaves_a_redirect(press: Press) -> None:
    publish(POLITICS, story(1))
    bake(press)
    publish(story(1, slug="neu"))
    report = bake(press)
    assert report.deleted == 1
    assert files(press)["answers/politik/story-1-0000000001/index.json"] == (
        b'{"status":301,"location":"/politik/neu-0000000001/"}'
    )
    assert "public/politik/neu-0000000001/index.html" in files(press)
    assert "public/politik/story-1-0000000001/index.html" not in files(press)


def test_a_slug_that_comes_back_takes_its_redirect_away(press: Press) -> None:
    publish(POLITICS, story(1))
    publish(story(1, slug="neu"))
    bake(press)
    publish(story(1))
    bake(press)
    assert "answers/politik/story-1-0000000001/index.json" not in files(press)
    assert "answers/politik/neu-0000000001/index.json" in files(press)


def test_what_was_taken_back_answers_gone_and_leaves_no_folder(press: Press, tmp_path: Path) -> None:
    publish(POLITICS, story(1))
    bake(press)
    withdraw(1)
    bake(press)
    assert files(press)["answers/politik/story-1-0000000001/index.json"] == b'{"status":410,"body":"gone"}'
    assert not (tmp_path / "public" / "politik").exists()


def test_a_missing_asset_is_a_dependency_too(press: Press) -> None:
    publish(story(1))
    bake(press)
    publish(POLITICS)
    report = bake(press)
    assert (report.baked, report.written) == (1, 1)


def test_time_alone_bakes_what_waited_for_it(press: Press, manual_clock: ManualClock) -> None:
    publish(POLITICS, story(999))
    bake(press)
    assert files(press)["public/recent.txt"]
    manual_clock.advance(timedelta(hours=48))
    bake(press)
    assert "public/recent.txt" not in files(press)


def test_midnight_bakes_the_front(press: Press, manual_clock: ManualClock) -> None:
    bake(press)
    manual_clock.advance(timedelta(hours=13))
    assert bake(press).baked == 0
    manual_clock.advance(timedelta(hours=1))
    assert bake(press).written == 1


def test_changed_code_bakes_that_recipe_alone(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(POLITICS, story(1), story(2))
    bake(press)
    monkeypatch.setattr(bulletin.StoryRecipe, "version", "2")
    press.start()
    report = bake(press)
    assert (report.baked, report.written) == (2, 0)


def test_a_broken_page_keeps_its_last_good_form_and_stops_nobody(
    press: Press, monkeypatch: pytest.MonkeyPatch, manual_clock: ManualClock
) -> None:
    publish(POLITICS, story(1))
    bake(press)
    before = files(press)

    def fail(self: object, target: str, reader: Reader) -> Output:
        raise KeyError("no such text")

    with monkeypatch.context() as broken:
        broken.setattr(bulletin.FrontRecipe, "bake", fail)
        publish(story(2))
        report = press.bake_due()
        assert report.failed == 1
        assert [each.error for each in status().failures] == ["KeyError: 'no such text'"]
        assert files(press)["public/index.html"] == before["public/index.html"]
        assert "public/politik/story-2-0000000002/index.html" in files(press)
    manual_clock.advance(timedelta(minutes=1))
    assert bake(press).failed == 0
    assert status().failures == []


@pytest.mark.parametrize("reach", ["sql", "clock", "file"])
def test_a_recipe_that_reads_past_its_reader_is_refused(
    press: Press, monkeypatch: pytest.MonkeyPatch, reach: str
) -> None:
    def bake_untracked(self: object, target: str, reader: Reader) -> Output:
        if reach == "sql":
            Artifact.objects.count()
        elif reach == "clock":
            clock.now()
        else:
            Path(__file__).read_text(encoding="utf-8")
        return Output("/", b"leak")

    monkeypatch.setattr(bulletin.FrontRecipe, "bake", bake_untracked)
    press.bake_due()
    (failure,) = status().failures
    assert failure.error.startswith("UntrackedRead")
    assert files(press) == {}


def test_two_pages_cannot_take_one_address(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(POLITICS, story(1))
    bake(press)
    page = files(press)["public/politik/story-1-0000000001/index.html"]

    def bake_there(self: object, target: str, reader: Reader) -> Output:
        return Output("/politik/story-1-0000000001/", b"mine")

    monkeypatch.setattr(bulletin.RecentRecipe, "bake", bake_there)
    publish(story(2))
    press.bake_full()
    assert files(press)["public/politik/story-1-0000000001/index.html"] == page
    assert "belongs to another page" in status().failures[0].error


def test_verify_names_what_is_missing_extra_and_different(press: Press, tmp_path: Path) -> None:
    publish(POLITICS, story(1))
    bake(press)
    page = tmp_path / "public/politik/story-1-0000000001/index.html"
    page.write_bytes(b"tampered")
    (tmp_path / "public/index.html").unlink()
    (tmp_path / "public/stray.html").write_bytes(b"stray")
    assert sorted(differences(press)) == [
        "public/index.html missing",
        "public/politik/story-1-0000000001/index.html different",
        "public/stray.html extra",
    ]


def test_it_says_why(press: Press) -> None:
    publish(POLITICS, story(1))
    bake(press)
    publish(story(1, body="Anders."))
    bake(press)
    (page,) = why("http://news.example/politik/story-1-0000000001/")
    assert page.cause == "entry 3: publish story:0000000001"
    assert [reason.key for reason in page.reasons] == [
        "section:1#title",
        "story:0000000001#body",
        "story:0000000001#card",
        "story:0000000001#section",
        "code:story",
    ]
    with pytest.raises(UnknownArtifact):
        why("/nowhere/")


def test_nothing_is_baked_from_a_state_that_was_not_noted(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry may arrive between noting and the snapshot; what it publishes has no page yet to link to."""
    publish(POLITICS, story(1))
    bake(press)
    publish(story(1, body="Eins."))
    noted = queue.take_note(press.edition)
    publish(story(1, body="Zwei."))
    with monkeypatch.context() as patch:
        patch.setattr(queue, "take_note", lambda _edition: noted)
        assert press.cycle().baked == 0
    assert press.bake_due().baked == 1
    assert differences(press) == []


INTERVALS = queue.READERS_OF_PLACE.replace("%s", "'b'")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite's planner")
@pytest.mark.parametrize(
    ("query", "index"),
    [
        (INTERVALS, "COVERING INDEX press_intervals_to (list=? AND high>?)"),
        (INTERVALS, "COVERING INDEX press_intervals_to (list=? AND high=? AND low<?)"),
        ("SELECT artifact_id FROM press_dependency WHERE key IN ('a', 'b')", "press_readers_of"),
    ],
)
def test_readers_are_found_by_index(query: str, index: str) -> None:
    assert index in plan(query)


def test_in_a_burst_what_gathers_many_stories_is_baked_once_for_several(
    press: Press, manual_clock: ManualClock
) -> None:
    publish(POLITICS, *map(story, range(1, 5)))
    bake(press)
    manual_clock.advance(timedelta(minutes=1))
    fronts = 0
    for number in range(10, 60):
        publish(story(number))
        while press.cycle(rest=1.25).baked:
            pass
        assert f"public/politik/story-{number}-{number:010}/index.html" in files(press), "stories never wait"
        fronts += Artifact.objects.filter(name="front:", stale=False, baked_at=clock.now()).count()
        manual_clock.advance(timedelta(seconds=0.2))
    manual_clock.advance(timedelta(seconds=1.25))
    fronts += press.cycle(rest=1.25).baked > 0
    assert 2 <= fronts <= 10
    assert press.cycle().baked == 0
    assert differences(press) == []


def test_nothing_takes_over_an_address_to_which_a_resting_front_links(press: Press) -> None:
    """The front, which rests, names the first story at the address that the second one is to take."""
    publish(POLITICS, story(1, slug="a"))
    bake(press)
    before = files(press)["public/index.html"]
    publish(story(1, slug="b"))
    while press.cycle(rest=1.25).baked:
        pass
    held = files(press)
    assert held["public/index.html"] == before
    assert "public/politik/a-0000000001/index.html" in held, "what the front links to stays"
    bake(press)
    assert "public/politik/a-0000000001/index.html" not in files(press)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite's planner")
def test_the_queue_is_found_by_index() -> None:
    line = plan(f"SELECT * {queue.LINE} {queue.ORDER} LIMIT 50".replace("%s", "'2026'"))
    assert "press_line" in line
    assert "TEMP B-TREE" not in line
    assert "press_timers" in plan(Artifact.objects.filter(until__lte=clock.now(), stale=False))
    outdated = plan(codes._IS_ROLLING)
    for sign in "<>":
        assert f"press_by_code (recipe=? AND code{sign}?)" in outdated
    counted = (outdated + plan(codes._COUNT)).replace("SCAN artifact USING INDEX press_line", "")
    assert "SCAN artifact" not in counted
    assert "press_at" in plan(Artifact.objects.filter(path__in=["/a/", "/b/"]))


def plan(query: str | QuerySet[Artifact]) -> str:
    if not isinstance(query, str):
        return query.explain()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        return str(cursor.fetchall())


def test_a_version_that_gives_a_recipe_another_tier_gives_it_to_what_was_baked(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(POLITICS, story(1))
    bake(press)
    Artifact.objects.filter(recipe="story").update(tier=bulletin.StoryRecipe.tier + TAKING_OVER)
    for recipe in (bulletin.StoryRecipe, bulletin.FrontRecipe):
        monkeypatch.setattr(recipe, "tier", recipe.tier + 3)
    press.start()
    tiers = dict(Artifact.objects.values_list("recipe", "tier"))
    assert tiers["front"] == bulletin.FrontRecipe.tier
    assert tiers["story"] == bulletin.StoryRecipe.tier + TAKING_OVER


def test_an_edition_refuses_two_recipes_of_one_name() -> None:
    with pytest.raises(ValueError, match="same name"):
        Edition([bulletin.FrontRecipe(), bulletin.FrontRecipe()], [])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its level")
@pytest.mark.django_db(transaction=True)
def test_what_can_be_found_out_again_does_not_wait_for_the_disk(press: Press) -> None:
    """What is announced does: a file that outlived its announcement would pass for the one before it."""
    levels: dict[str, int] = {}

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT INTO press_cursor", "UPDATE press_artifact SET")):
            levels[sql[:33]] = connection.connection.execute("PRAGMA synchronous").fetchone()[0]
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    publish(POLITICS, story(1))
    with connection.execute_wrapper(look):
        bake(press)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
    assert levels["INSERT INTO press_cursor (id, seq"] == levels["UPDATE press_artifact SET tier = "] == 1
    assert levels["UPDATE press_artifact SET digest "] == 2
