"""The desk's preview: the same page, from records that nobody published."""

from __future__ import annotations

import re

import pytest

from broadsheet.kernel import clock
from broadsheet.ledger import state
from broadsheet.ledger.records import AnyRecord, MediaFile, Picture, asset_of
from broadsheet.site.config import SiteConfig
from broadsheet.site.preview import render_story
from tests import newsroom
from tests.site.proof import ADDRESS, publish

pytestmark = pytest.mark.django_db

CONFIG = SiteConfig(address=ADDRESS)


def main(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_it_shows_what_is_only_a_draft() -> None:
    drafts: dict[str, AnyRecord] = {asset_of(each): each for each in newsroom.records()}
    text = render_story(
        newsroom.full_story(1), drafts, CONFIG, lambda picture, width: f"/p/{picture.id}/{width}"
    )
    assert "Werft erhält" in text
    assert "Anna Ahrens" in text
    assert 'src="/p/b1/1200" width="1200" height="800"' in text
    assert "/media/" not in main(text)
    assert state.get("story:a1") is None


def test_it_is_the_page_that_will_be_baked(published: list[AnyRecord], page: object) -> None:
    assert callable(page)
    baked: str = page("story", "story:a1")
    assert main(render_story(newsroom.full_story(1), {}, CONFIG)) == main(baked)


def test_a_draft_stands_before_what_is_published(published: list[AnyRecord]) -> None:
    text = render_story(newsroom.full_story(1, headline="Neuer Titel"), {}, CONFIG)
    assert "<h1>Neuer Titel</h1>" in text


def test_it_needs_nothing_from_the_readers_host(published: list[AnyRecord]) -> None:
    text = render_story(newsroom.full_story(1), {}, CONFIG)
    assert "<style>@layer" in text
    assert not re.search(r'<link rel="stylesheet"|<script type="module"', text)
    assert '<meta name="robots" content="noindex">' in text


def test_a_picture_whose_record_is_missing_is_left_out(manual_clock: clock.ManualClock) -> None:
    publish(newsroom.POLITICS)

    def address(picture: Picture | MediaFile, width: int) -> str:
        raise AssertionError("there is no picture to ask for")

    assert "<img" not in render_story(newsroom.full_story(1), {}, CONFIG, address)
