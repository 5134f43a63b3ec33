"""A published newsroom, and all pages that the site makes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from broadsheet.kernel.language import Language
from broadsheet.ledger.records import AnyRecord, asset_of
from broadsheet.press.bake import Baked
from broadsheet.press.recipe import Change, Edition
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from tests import newsroom
from tests.site.proof import ADDRESS, proof, publish

HTML = {
    "story",
    "home",
    "section",
    "topic",
    "person",
    "page",
    "notices",
    "not_found",
    "latest",
    "most_read",
    "month",
    "archive",
    "feeds",
}

Bake = Callable[..., Baked]


def site(language: Language = "de") -> Edition:
    return edition(SiteConfig(address=ADDRESS, language=language))


def pages(records: list[AnyRecord], language: Language = "de") -> dict[str, str]:
    """Every HTML page that these records, already published, make."""
    made = site(language)
    targets = [*made.standing()]
    for record in records:
        targets += made.concerned(Change(asset_of(record), None, record))
    baked = [
        proof(recipe, target, newsroom.NOW).output
        for recipe, target in dict.fromkeys(targets)
        if recipe.name in HTML
    ]
    return {output.path: output.body.decode() for output in baked if output is not None}


@pytest.fixture
def bake() -> Bake:
    """Bakes one target of a recipe by the recipe's name."""

    def baked(recipe: str, target: str, language: Language = "de") -> Baked:
        return proof(site(language).recipes[recipe], target, newsroom.NOW)

    return baked


@pytest.fixture
def page(bake: Bake) -> Callable[..., str]:
    """The text of one baked page."""

    def text(recipe: str, target: str, language: Language = "de") -> str:
        output = bake(recipe, target, language).output
        assert output is not None
        return output.body.decode()

    return text


@pytest.fixture
def published(db: None) -> list[AnyRecord]:
    """The whole small newsroom, in the ledger."""
    records = newsroom.records()
    publish(*records)
    return records
