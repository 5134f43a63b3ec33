"""A toy site that exercises every way of reading: facets, lists, addresses, time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from django.db import connection, transaction

from broadsheet.kernel import addresses, clock
from broadsheet.ledger import journal
from broadsheet.ledger.records import Paragraph, Run, Section, Story
from broadsheet.ledger.vault import Vault
from broadsheet.press.config import PressConfig
from broadsheet.press.facets import Facet
from broadsheet.press.machine import Press
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Edition, Output, Recipe
from broadsheet.press.store import FolderStore, Store
from broadsheet.press.turns import Concern, DatabaseTurn, FileTurn, Turn

ZONE = ZoneInfo("Europe/Berlin")


class Card(msgspec.Struct, frozen=True):
    path: str
    headline: str


CARD = Facet("card", Story, lambda story: Card(story.path, story.headline))
BODY = Facet("body", Story, lambda story: story.body)
PATH = Facet("path", Story, lambda story: story.path)
TITLE = Facet("title", Section, lambda section: section.title)
STORY_SECTION = Facet("section", Story, lambda story: story.section)


class BulletinRecipe(Recipe):
    version = "1"

    @property
    def code(self) -> str:
        return f"{self.name}-{self.version}"


class StoryRecipe(BulletinRecipe):
    name = "story"
    tier = 1

    def concerned(self, change: Change) -> Iterable[str]:
        return [change.asset] if change.asset.startswith("story:") else []

    def bake(self, target: str, reader: Reader) -> Output | None:
        card, body = reader.read(CARD, target), reader.read(BODY, target)
        if card is None or body is None:
            return None
        section = reader.read(STORY_SECTION, target)
        title = reader.read(TITLE, f"section:{section}")
        text = " ".join(run.text for block in body if isinstance(block, Paragraph) for run in block.text)
        return Output(card.path, f"<h1>{card.headline}</h1><p>{title}</p>{text}".encode() * 40)


class FrontRecipe(BulletinRecipe):
    name = "front"
    tier = 2

    def standing(self) -> Iterable[str]:
        return [""]

    def bake(self, target: str, reader: Reader) -> Output | None:
        cards = [reader.read(CARD, place.asset) for place in reader.newest("news", 3)]
        links = "".join(f"<a href={card.path}>{card.headline}</a>" for card in cards if card)
        return Output("/", f"{reader.today(ZONE)}{links}".encode())


class RecentRecipe(BulletinRecipe):
    """What was published within the last two days; programs subscribe to it."""

    name = "recent"
    has_subscribers = True
    tier = 3

    def standing(self) -> Iterable[str]:
        return [""]

    def bake(self, target: str, reader: Reader) -> Output | None:
        paths = []
        for place in reader.newest("news", 50):
            published = datetime.strptime(place.sort.partition(":")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
            card = reader.read(CARD, place.asset)
            if card and not reader.passed(published + timedelta(hours=48)):
                paths.append(card.path)
        return Output("/recent.txt", "\n".join(paths).encode()) if paths else None


class MovedRecipe(BulletinRecipe):
    name = "moved"
    tier = 1

    def addressed(self, path: str) -> Iterable[str]:
        return [path] if path.count("/") == 3 else []

    def bake(self, target: str, reader: Reader) -> Output | None:
        owner = reader.owner(target)
        now_at = reader.read(PATH, owner) if owner else None
        if now_at == target:
            return None
        return Output(target, status=301, location=now_at) if now_at else Output(target, b"gone", status=410)


def edition() -> Edition:
    recipes = [StoryRecipe(), FrontRecipe(), RecentRecipe(), MovedRecipe()]
    return Edition(recipes, [CARD, BODY, PATH, TITLE, STORY_SECTION])


def press_in(
    folder: Path,
    the_edition: Edition | None = None,
    *,
    batch: int = 50,
    ovens: int = 1,
    purging: bool = False,
    pinging: bool = False,
    store: Store | None = None,
) -> Press:
    config = PressConfig(batch=batch, ovens=ovens)
    press = Press(
        the_edition or edition(),
        store or FolderStore(folder / "public", folder / "answers", config),
        Vault(folder / "vault"),
        config,
        turn_in(folder),
        purging=purging,
        pinging=pinging,
    )
    press.start()
    return press


def turn_in(folder: Path) -> Turn:
    """As a site has it. Within a test's transaction nobody else would see who took which turn."""
    here = FileTurn(folder / ".press.lock")
    several = connection.vendor == "postgresql" and not connection.in_atomic_block
    return DatabaseTurn(Concern.PRESS, here) if several else here


def story(
    number: int, *, headline: str = "", body: str = "Text.", slug: str = "", section: str = "1"
) -> Story:
    """A story whose place in time follows from its number: a higher one is newer."""
    return Story(
        id=f"{number:010}",
        path=addresses.story_path("politik", slug or f"story-{number}", f"{number:010}"),
        genre="news",
        section=section,
        headline=headline or f"Story {number}",
        published=clock.now() - timedelta(hours=1000 - number),
        body=(Paragraph(text=(Run(text=body),)),),
    )


def publish(*records: Story | Section) -> None:
    with transaction.atomic():
        for record in records:
            journal.append(record, act="publish", by="test")


def withdraw(number: int) -> None:
    with transaction.atomic():
        journal.withdraw(f"story:{number:010}", act="unpublish", by="test")
