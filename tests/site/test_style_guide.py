"""The style guide shows everything, as the site renders it, and publishes nothing."""

from __future__ import annotations

import re

import html5lib
import pytest

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger import state
from broadsheet.ledger.records import LAYOUTS
from broadsheet.site.config import SiteConfig
from broadsheet.site.errors import NoSuchSpecimen
from broadsheet.site.specimens import NAMES
from broadsheet.site.style_guide import render
from tests.site.proof import ADDRESS

pytestmark = pytest.mark.django_db


def shown(name: str, language: Language = "de", theme: str = "broadsheet") -> str:
    return render(name, SiteConfig(address=ADDRESS, language=language, theme=theme))


@pytest.mark.parametrize("theme", ["broadsheet", "berliner"])
def test_every_specimen_is_a_valid_page(theme: str) -> None:
    for name in NAMES:
        html5lib.HTMLParser(strict=True).parse(shown(name, theme=theme))
    assert state.get("story:specimen-news") is None


def test_each_state_shows_what_it_is_for() -> None:
    telling = {
        "breaking": 'class="breaking"',
        "updated": 'class="updated"',
        "corrected": 'id="corrections"',
        "long-headline": "<h1 data-long>",
        "advertorial": ">Anzeige<",
        "retracted": "gefälscht",
    }
    assert [name for name, mark in telling.items() if mark not in shown(name)] == []
    assert 'class="story-picture"' not in shown("no-picture")
    assert shown("wide-table").count('<th scope="col"') == 12
    assert shown("long-reportage").count('<figure class="figure"') == 20


def test_all_blocks_are_there() -> None:
    text = shown("blocks")
    blocks = ("table", "pullquote", "factbox", "figure", "gallery", "embed")
    assert [block for block in blocks if f'class="{block}"' not in text] == []
    assert re.search(r"<ul>\n<li>.*<ol>\n<li>", text, re.DOTALL)


def test_all_containers_are_there() -> None:
    text = shown("front")
    assert [layout for layout in LAYOUTS if f'data-layout="{layout}"' not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_headline_has_a_hundred_and_forty_characters(language: Language) -> None:
    headline = re.search(r"<h1 data-long>(.*)</h1>", shown("long-headline", language))
    assert headline
    assert 130 <= len(headline[1]) <= 150


def test_what_it_does_not_show_it_says() -> None:
    with pytest.raises(NoSuchSpecimen, match="nothing"):
        shown("nothing")
