"""A ledger with a few records in it and single bakes from it: what the tests here stand on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.db import transaction

from broadsheet.kernel.language import Language
from broadsheet.ledger import journal, state
from broadsheet.ledger.entries import Append
from broadsheet.ledger.records import AnyRecord, Person, Section, SiteSettings, Story, Topic, asset_of
from broadsheet.ledger.vault import Vault
from broadsheet.press.bake import Baked, Oven
from broadsheet.press.recipe import Output, Recipe
from broadsheet.site.config import SiteConfig
from broadsheet.site.house import House

NOW = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
ADDRESS = "https://zeitung.example"

SETTINGS = SiteSettings(id="site", name="Der Lotse", publisher="Lotse Verlag", tagline="Nachrichten & mehr")
POLITICS = Section(id="s1", path="/politik/", title="Politik", order=1, description="Aus Bund und Ländern")
HARBOUR = Topic(id="t1", path="/thema/hafen/", title="Hafen", text="Alles zum Hafen")
ANNA = Person(id="p1", path="/autor/anna-ahrens/", name="Anna Ahrens", role="Redakteurin", bio="Seit 2019 da")
BASE = (SETTINGS, POLITICS, HARBOUR, ANNA)

TORTURE = 'Müller ]]> <script>alert("x")</script> &amp; 5 < 6 & „Grüße“ 🦊\x0b'


def house(language: Language = "de") -> House:
    return House(SiteConfig(address=ADDRESS, language=language))


def story(number: int = 1, **changes: Any) -> Story:
    values: dict[str, Any] = {
        "id": f"a{number}",
        "path": f"/politik/meldung-a{number}/",
        "genre": "news",
        "section": "s1",
        "headline": f"Meldung {number}",
        "abstract": f"Worum es in Meldung {number} geht.",
        "published": NOW.replace(hour=8, minute=number % 60),
        "authors": ("p1",),
        "topics": ("t1",),
    }
    return Story(**{**values, **changes})


def publish(*records: AnyRecord) -> None:
    with transaction.atomic():
        journal.append_all(
            Append(asset=asset_of(record), record=record, act="publish", by="test") for record in records
        )


def withdraw(asset: str) -> None:
    with transaction.atomic():
        journal.withdraw(asset, act="unpublish", by="test")


def vault() -> Vault:
    return Vault(Path(gettempdir()) / "broadsheet-test-vault")


def proof(recipe: Recipe, target: str, now: datetime = NOW, originals: Vault | None = None) -> Baked:
    """One bake as the press does it; a recipe that fails fails the test."""
    with state.snapshot():
        baked = Oven(originals or vault(), now).bake(recipe, target)
    assert not baked.error, baked.error
    return baked


def output(recipe: Recipe, target: str, now: datetime = NOW) -> Output:
    made = proof(recipe, target, now).output
    assert made is not None
    return made
