"""A small paper made of the style guide's specimens: every kind of page, saying the same on every day."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

from django.apps import apps
from django.db import connection
from msgspec.structs import replace

from broadsheet.kernel import clock
from broadsheet.ledger.records import (
    STORY_KINDS,
    AnyRecord,
    Block,
    Infographic,
    MediaBlock,
    MediaFile,
    MediaType,
    Page,
    Paragraph,
    Person,
    Section,
    SiteSettings,
    Story,
    Table,
    Topic,
    asset_of,
)
from broadsheet.press.recipe import Change, Edition
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from broadsheet.site.specimens import FRONT, RETRACTED, STATES, Specimens
from broadsheet.site.style_guide import render
from tests.newsroom import IMPRINT, PRIVACY, text
from tests.programs import ROOT
from tests.site.conftest import HTML
from tests.site.proof import proof, publish

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
ADDRESS = "https://zeitung.example"
THEMES = ("broadsheet", "berliner")

KINDS = {
    "home": "/",
    "section": "/politik/",
    "topic": "/thema/deichbau/",
    "person": "/autor/andresen/",
    "archive": "/archiv/",
    "month": "/archiv/2026-11/",
    "house page": "/impressum/",
    "notices": "/hinweise/",
    "feeds": "/feeds/",
    "not found": "/404.html",
    "story": "/politik/blocks/",
    "comment": "/politik/comment/",
    "advertorial": "/politik/advertorial/",
    "long headline": "/politik/long-headline/",
    "retracted": "/musterbuch/retracted/",
    "containers": "/musterbuch/front/",
}
"""One page of each kind, by its address; the style guide shows the last two."""

_PATHS = {"section": "/politik/", "topic": KINDS["topic"], "person": KINDS["person"]}
_FILES = ("film", "sound", "document")
_SAYINGS = ("headline", "claim", "quote", "caption", "subhead", "long_headline")


def make(folder: Path) -> None:
    """In a process of its own: a browser and a database do not go together in one thread."""
    unfinished = folder.with_suffix(".making")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = f"import django; django.setup(); from {__name__} import write; write({str(unfinished)!r})"
    subprocess.run([sys.executable, "-c", command], env=environment, cwd=ROOT, check=True)
    unfinished.rename(folder)


def write(folder: str) -> None:
    """Into a folder for each theme, with every page, style sheet and island; without pictures.

    In a process whose database is still empty.
    """
    with connection.schema_editor() as editor:
        for model in apps.get_app_config("ledger").get_models():
            editor.create_model(model)
    records = _records(Specimens("de", NOW))
    publish(*records)
    for theme in THEMES:
        for path, body in _pages(records, SiteConfig(address=ADDRESS, theme=theme)):
            file = Path(folder) / theme / (path[1:] + "index.html" * path.endswith("/"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)


def _pages(records: list[AnyRecord], config: SiteConfig) -> Iterator[tuple[str, bytes]]:
    yield from _baked(records, edition(config))
    with clock.using(clock.ManualClock(NOW)):
        yield KINDS["retracted"], render(RETRACTED, config).encode()
        yield KINDS["containers"], render(FRONT, config).encode()


def _baked(records: list[AnyRecord], made: Edition) -> Iterator[tuple[str, bytes]]:
    targets = [*made.standing()]
    for record in records:
        targets += made.concerned(Change(asset_of(record), None, record))
    for recipe, target in dict.fromkeys(targets):
        if recipe.name in {*HTML, "asset"}:
            output = proof(recipe, target, NOW).output
            if output is not None:
                yield output.path, output.body


HOUSE = "Verlag Nordlicht. "


def _records(specimens: Specimens) -> list[AnyRecord]:
    around = specimens.surroundings().values()
    return [
        SiteSettings(id="site", name="Nordlicht", publisher="Verlag Nordlicht", tagline="Nachrichten"),
        *map(_at_home, (each for each in around if not isinstance(each, Story))),
        Section(id="second", path="/wirtschaft/", title="Wirtschaft", order=2),
        Page(
            id="imprint",
            path="/impressum/",
            role="imprint",
            title="Impressum",
            body=(*_body(specimens), text(HOUSE + IMPRINT)),
        ),
        Page(
            id="privacy",
            path="/datenschutz/",
            role="privacy",
            title="Datenschutz",
            body=(text(HOUSE + PRIVACY),),
        ),
        specimens.notice(),
        *_files(specimens),
        *_stories(specimens),
    ]


def _at_home(record: AnyRecord) -> AnyRecord:
    """With an address that a page can have."""
    if isinstance(record, Person):
        return replace(record, path=_PATHS["person"] if record.id == "specimen1" else "/autor/hagenow/")
    if isinstance(record, Section | Topic):
        return replace(record, path=_PATHS[type(record).__name__.lower()])
    return record


def _stories(specimens: Specimens) -> Iterator[Story]:
    """One of each kind and state, an hour apart; every third has no picture."""
    for place, (name, saying) in enumerate(zip((*STATES, *STORY_KINDS), cycle(_SAYINGS), strict=False)):
        story = specimens.story(name)
        yield replace(
            story,
            body=(*story.body, *_media(specimens)) if name == "blocks" else story.body,
            id=f"specimen-{name}",
            path=f"/politik/{name}/",
            section="second" if place % 2 else "specimen",
            headline=story.headline if name == "long-headline" else specimens.words[saying],
            published=NOW - timedelta(hours=place),
            picture=story.picture if place % 3 else None,
        )


def _files(specimens: Specimens) -> Iterator[MediaFile]:
    words = specimens.words
    kinds: tuple[MediaType, ...] = ("video/mp4", "audio/mpeg", "application/pdf")
    for name, kind in zip(_FILES, kinds, strict=True):
        yield MediaFile(
            id=name,
            blob=name[0] * 64,
            media_type=kind,
            size=4_200_000,
            title=words["video"],
            credit=words["credit"],
            seconds=0 if kind == "application/pdf" else 95,
            width=1280 if kind == "video/mp4" else 0,
            height=720 if kind == "video/mp4" else 0,
            poster="specimen1" if kind == "video/mp4" else "",
            transcript="" if kind == "application/pdf" else words["paragraph"],
        )


def _media(specimens: Specimens) -> Iterator[Block]:
    words = specimens.words
    yield from (MediaBlock(file=name, caption=words["caption"]) for name in _FILES)
    table = Table(rows=((words["table_head"], "2027"), ("Nord", "1,2"), ("Ost", "0,8")))
    yield Infographic(picture="specimen1", description=words["paragraph"], data=table)


def _body(specimens: Specimens) -> tuple[Paragraph, ...]:
    story = specimens.story("news")
    return tuple(block for block in story.body if isinstance(block, Paragraph))
