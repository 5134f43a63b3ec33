"""What a page weighs on its way to the reader: budgets of the design, in bytes after Brotli."""

from __future__ import annotations

import re

import pytest

from tests.pages.baked import Baked

pytestmark = pytest.mark.slow

STORY = 25_000
"""Page, style sheet, islands and the fragments that these fetch; without pictures and fonts."""
STORY_WITH_FONTS = 60_000
ISLANDS = 12_000


def test_a_story_weighs_no_more_than_25_kilobytes(baked: Baked) -> None:
    weights = {path: sum(map(baked.weight, parts(baked, path))) for path in baked.stories}
    assert weights
    assert {path: weight for path, weight in weights.items() if weight > STORY} == {}


def test_a_story_with_fonts_weighs_no_more_than_60_kilobytes(baked: Baked) -> None:
    fonts = sum(baked.weight(path) for path in baked.paths if path.endswith((".woff2", ".woff")))
    heaviest = max(sum(map(baked.weight, parts(baked, path))) for path in baked.stories)
    assert heaviest + fonts <= STORY_WITH_FONTS


def test_all_islands_together_weigh_no_more_than_12_kilobytes(baked: Baked) -> None:
    islands = [path for path in baked.paths if path.endswith(".js")]
    assert islands
    assert sum(map(baked.weight, islands)) <= ISLANDS


def test_whatever_is_text_is_packed(baked: Baked) -> None:
    """Files of less than a few hundred bytes gain nothing."""
    plain = [
        path
        for path in baked.paths
        if re.search(r"(/|\.(html|css|js|xml|json|atom|svg))$", path)
        and baked.file(path).stat().st_size > 1000
        and baked.weight(path) == baked.file(path).stat().st_size
    ]
    assert plain == []


def parts(baked: Baked, path: str) -> list[str]:
    page = baked.pages[path]
    linked = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href|//script/@src|//@data-fragment")
    return [path, *dict.fromkeys(map(str, linked))]
