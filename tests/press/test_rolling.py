"""A new version while the old one is being read: what is baked first, and what of the old one stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import state
from broadsheet.ledger.records import Section
from broadsheet.press import codes, explain, queue, rollout
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact, Keepsake
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Edition, Output, Recipe
from broadsheet.press.sample import is_known
from broadsheet.press.verify import Verdict, verify
from tests.press.boundaries import Boundaries, Killed, watched
from tests.press.bulletin import CARD, StoryRecipe, press_in, publish, story

pytestmark = pytest.mark.django_db

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)
KEPT_FOR = timedelta(hours=PressConfig().keep_old_assets_hours)


class StylesRecipe(Recipe):
    name = "styles"
    tier = 0
    moves_with_code = True
    named_by_content = True

    def __init__(self, version: str) -> None:
        self.version = version

    @property
    def code(self) -> str:
        return self.version

    @property
    def path(self) -> str:
        return f"/assets/site-{self.version}.css"

    def standing(self) -> Iterable[str]:
        return [] if self.version == "none" else ["site.css"]

    def bake(self, target: str, reader: Reader) -> Output | None:
        return Output(self.path, f"/* {self.version} */".encode()) if self.version != "none" else None


class StyledRecipe(StoryRecipe):
    def __init__(self, styles: StylesRecipe) -> None:
        self._styles = styles

    @property
    def code(self) -> str:
        return self._styles.path

    def bake(self, target: str, reader: Reader) -> Output | None:
        card = reader.read(CARD, target)
        if card is None:
            return None
        if card.headline == "Broken" and self._styles.version == "b":
            raise KeyError(card.headline)
        return Output(card.path, f"<link href={self._styles.path}>{card.headline}".encode())


def styled(version: str) -> Edition:
    styles = StylesRecipe(version)
    stories = StyledRecipe(styles)

    def hottest(count: int) -> Iterator[tuple[Recipe, str]]:
        return ((stories, place.asset) for place in state.places("news", limit=min(count, 2)))

    return Edition([styles, stories], [CARD], hottest=hottest)


def checked(press: Press) -> Verdict:
    verdict = verify(press.edition, press.store, press.vault, PressConfig())
    assert verdict.differences == []
    return verdict


def without_their_styles(folder: Path) -> list[str]:
    """Pages on the disk whose style sheet is not there."""
    pages = [page.read_text(encoding="utf-8") for page in folder.glob("public/politik/*/index.html")]
    return [page for page in pages if not (folder / f"public{re.findall('href=(.*?)>', page)[0]}").exists()]


def test_what_is_read_most_comes_first_and_no_page_ever_lacks_its_styles(
    tmp_path: Path, manual_clock: ManualClock
) -> None:
    publish(POLITICS, *map(story, range(1, 9)))
    press_in(tmp_path, styled("a")).bake_due()
    before = {page: page.read_bytes() for page in tmp_path.glob("public/politik/*/index.html")}
    press = press_in(tmp_path, styled("b"), batch=1)
    anew = list[str]()
    while press.cycle().went_on:
        assert without_their_styles(tmp_path) == []
        changed = (page.parent.name for page, text in before.items() if page.read_bytes() != text)
        anew += sorted(set(changed) - set(anew))
    assert len(anew) == 8
    assert {name[:7] for name in anew[:2]} == {"story-7", "story-8"}
    assert not Artifact.objects.filter(tier__lt=0).exists()

    # Caches may still hold pages of the old version.
    old, new = tmp_path / "public/assets/site-a.css", tmp_path / "public/assets/site-b.css"
    press.bake_due()
    assert old.exists()
    assert checked(press).kept == 1
    assert is_known("public/assets/site-a.css")
    manual_clock.advance(KEPT_FOR - timedelta(seconds=1))
    assert not queue.has_work(manual_clock.now())
    manual_clock.advance(timedelta(seconds=1))
    assert queue.has_work(manual_clock.now())
    press.bake_due()
    assert not old.exists()
    assert new.exists()
    assert checked(press).kept == 0
    assert not queue.has_work(manual_clock.now())


def test_a_page_that_fails_keeps_the_styles_that_it_names(tmp_path: Path, manual_clock: ManualClock) -> None:
    publish(POLITICS, story(1), story(2, headline="Broken"))
    press_in(tmp_path, styled("a")).bake_due()
    press = press_in(tmp_path, styled("b"))
    assert press.bake_due().failed == 1
    for _ in range(3):
        manual_clock.advance(KEPT_FOR + timedelta(minutes=1))
        press.bake_due()
        assert without_their_styles(tmp_path) == []
    publish(story(2, headline="Mended"))
    press.bake_due()
    assert (tmp_path / "public/assets/site-a.css").exists(), "a cache may hold the page as it was"
    manual_clock.advance(KEPT_FOR + timedelta(minutes=1))
    press.bake_due()
    assert not (tmp_path / "public/assets/site-a.css").exists()
    checked(press)


def test_a_version_without_styles_takes_them_from_no_page_of_the_old(
    tmp_path: Path, manual_clock: ManualClock
) -> None:
    publish(POLITICS, story(1), story(2))
    press_in(tmp_path, styled("a")).bake_due()
    press = press_in(tmp_path, styled("none"), batch=1)
    publish(story(3))
    old = tmp_path / "public/assets/site-a.css"
    while press.cycle().went_on:
        assert old.exists()
    press.bake_due()
    assert old.exists()
    manual_clock.advance(KEPT_FOR)
    press.bake_due()
    assert not old.exists()


def test_back_to_the_old_version_nothing_is_lost(tmp_path: Path, manual_clock: ManualClock) -> None:
    publish(POLITICS, story(1))
    for version in "ab":
        press_in(tmp_path, styled(version)).bake_due()
    press = press_in(tmp_path, styled("a"))
    press.bake_due()
    assert [keepsake.path for keepsake in Keepsake.objects.all()] == ["/assets/site-b.css"]
    manual_clock.advance(KEPT_FOR)
    press.bake_due()
    assert [file.name for file in (tmp_path / "public/assets").iterdir()] == ["site-a.css"]
    checked(press)


class ListRecipe(Recipe):
    """Where it stands follows from the version."""

    name = "list"
    tier = 4
    moves_with_code = True

    def __init__(self, version: str, path: str) -> None:
        self._version, self._path = version, path

    @property
    def code(self) -> str:
        return self._version

    def standing(self) -> Iterable[str]:
        return ["all"]

    def stands_at(self, target: str) -> str:
        return self._path

    def bake(self, target: str, reader: Reader) -> Output:
        return Output(self._path, self._version.encode())


@pytest.mark.parametrize("path", ["/list/", "/liste/"])
def test_only_what_really_moves_by_code_comes_before_what_links_to_it(tmp_path: Path, path: str) -> None:
    press_in(tmp_path, Edition([ListRecipe("a", "/list/")], [])).bake_due()
    press_in(tmp_path, Edition([ListRecipe("b", path)], []))
    assert Artifact.objects.get(recipe="list").urgent == (path != "/list/")


# ---- piece by piece ---------------------------------------------------------------------


class NoteRecipe(Recipe):
    """Only another version has it: a note about each asset."""

    name = "note"
    tier = 4

    def __init__(self, folder: str = "notes") -> None:
        self._folder = folder

    @property
    def code(self) -> str:
        return self._folder

    def concerned(self, change: Change) -> Iterable[str]:
        return [change.asset]

    def addressed(self, path: str) -> Iterable[str]:
        return [path]

    def bake(self, target: str, reader: Reader) -> Output:
        return Output(f"/{self._folder}/{target.strip('/').replace('/', '-')}.txt", b"Note.")


def noted(version: str) -> Edition:
    edition = styled(version)
    return Edition([*edition.recipes.values(), NoteRecipe()], [CARD], hottest=edition.hottest)


@pytest.fixture
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollout, "_PIECE", 2)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """Baked by the old version; one has left an address."""
    publish(POLITICS, *map(story, range(1, 6)))
    publish(story(1, slug="anders"))
    press_in(tmp_path, styled("a")).bake_due()
    return tmp_path


def of_the_old(folder: Path) -> int:
    """Pages on the disk."""
    return sum(b"site-a.css" in page.read_bytes() for page in folder.glob("public/politik/*/index.html"))


@pytest.mark.usefixtures("_small_pieces", "manual_clock")
def test_a_version_that_is_killed_at_every_step_takes_nothing_old_for_its_own(stories: Path) -> None:
    for death in range(200):
        boundaries = Boundaries(death)
        with suppress(Killed), watched(boundaries):
            press_in(stories, noted("b"), batch=1).bake_due()
        transaction.set_rollback(False)
        if not boundaries.dead:
            break
        assert explain.status().stale >= of_the_old(stories) or "note" not in codes.tiers(), (
            "it has not begun"
        )
        assert without_their_styles(stories) == []
    assert death > 25
    assert of_the_old(stories) == 0
    assert len(list(stories.glob("public/notes/*.txt"))) == 1 + 5 + 1
    found = explain.status()
    assert (found.stale, found.outdated, found.surveying) == (0, 0, False)
    checked(press_in(stories, noted("b")))


@pytest.mark.usefixtures("_small_pieces")
def test_what_is_published_meanwhile_waits_for_one_piece_at_most(
    stories: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press, survey_on, pieces = press_in(stories, noted("b"), batch=2), rollout.survey_on, list[int]()
    found = explain.status()
    assert (found.stale, found.outdated, found.surveying) == (6, 5, True), "the style sheet is in the line"
    page = explain.why("/politik/story-5-0000000005/")[0]
    assert page.stale
    assert page.cause == "first bake", "why it was baked last"
    assert not Artifact.objects.filter(recipe="story", stale=True).exists(), "an upgrade marks nothing ahead"
    press.cycle()  # the new style sheet

    def publishing(edition: Edition, code: str) -> bool:
        pieces.append(1)
        if len(pieces) == 2:
            publish(story(9))
        return survey_on(edition, code)

    monkeypatch.setattr(rollout, "survey_on", publishing)
    assert press.cycle().surveyed == 2
    assert press.cycle().baked == 1
    assert (stories / "public/politik/story-9-0000000009/index.html").exists()
    assert of_the_old(stories) == 5
    assert not list(stories.glob("public/notes/*.txt")), "what is not urgent comes after"
    press.bake_due()
    checked(press)


def test_of_two_versions_the_one_that_began_last_bakes_anew(stories: Path) -> None:
    old = press_in(stories, styled("a"))
    new = press_in(stories, styled("b"), batch=1)
    while new.cycle().went_on:
        assert not Artifact.objects.filter(urgent=True, stale=True).exists()
        assert old.bake_due().baked == 0
    assert of_the_old(stories) == 0
    assert not codes.is_rolling()
    checked(new)
    back = press_in(stories, styled("a"))
    back.bake_due()
    assert of_the_old(stories) == 5


def test_a_recipe_that_goes_and_comes_back_has_its_pages_again(stories: Path) -> None:
    for edition, notes in ((noted("b"), 7), (styled("b"), 0), (noted("b"), 7)):
        press = press_in(stories, edition)
        press.bake_due()
        assert len(list(stories.glob("public/notes/*.txt"))) == notes
        checked(press)


class Swapped(Recipe):
    """Two pages that change places with the version."""

    name = "swapped"
    tier = 3

    def __init__(self, version: str) -> None:
        self._version = version

    @property
    def code(self) -> str:
        return self._version

    def standing(self) -> Iterable[str]:
        return ["left", "right"]

    def bake(self, target: str, reader: Reader) -> Output:
        other = {"left": "right", "right": "left"}
        return Output(f"/{target if self._version == 'a' else other[target]}.txt", target.encode())


def test_who_takes_the_place_of_an_old_page_has_it_baked_along(tmp_path: Path) -> None:
    press_in(tmp_path, Edition([Swapped("a")], [])).bake_due()
    press = press_in(tmp_path, Edition([Swapped("b")], []), batch=1)
    assert press.bake_due().failed == 0
    assert (tmp_path / "public/left.txt").read_bytes() == b"right"
    checked(press)
