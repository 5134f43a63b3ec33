"""Every kind of page looks as it was last accepted, at three widths.

`make looks` accepts what there is. Look at the pictures in tests/pages/accepted/ before you commit them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.pages import looks
from tests.pages.looks import BAR, Camera
from tests.pages.specimen_pages import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ACCEPT = "ACCEPT_LOOKS"
"""An environment variable: set, looks are accepted, not compared."""
BY_NIGHT = {"home", "story"}
FIRST = frozenset({"home", "section", "story", "containers"})
"""Kinds that hold nearly all styles; the others are looked at in the long runs."""
ALL_ACCEPTED = 400_000
"""Bytes."""


@pytest.mark.parametrize("kinds", [FIRST, pytest.param(KINDS.keys() - FIRST, marks=pytest.mark.deep)])
def test_every_kind_of_page_looks_as_accepted(
    browser: Browser, specimens: Path, tmp_path: Path, kinds: frozenset[str]
) -> None:
    camera = Camera(browser, specimens / "broadsheet")
    changed = {}
    for kind in sorted(kinds):
        taken = camera.look(KINDS[kind], ("light", "dark") if kind in BY_NIGHT else ("light",))
        if os.environ.get(ACCEPT):
            looks.accept(kind, taken)
        verdict = looks.compare(looks.accepted(kind), taken)
        if verdict.share > BAR:
            verdict.shown.save(tmp_path / f"{kind}.png")
            changed[kind] = f"{verdict.share:.2%} differ: see {tmp_path}/{kind}.png"
    camera.close()
    assert changed == {}, "to accept what there is: make looks"


BROKEN = {
    "grid": ".strip-stories{display:block!important}",
    "missing": ".teaser-picture{display:none}",
    "overlapping": ".masthead{margin-block-end:-2rem!important}",
    "colour": ".kicker{color:#b00}",
    "smaller": ".teaser-headline{font-size:1rem!important}",
    "crooked": ".teaser{translate:3px 2px}",
}


def test_a_page_that_is_broken_is_found(browser: Browser, specimens: Path) -> None:
    camera = Camera(browser, specimens / "broadsheet")
    page = camera.opened(KINDS["section"])
    whole = looks.small(page, 1280)
    assert looks.compare(whole, looks.small(page, 1280)).share == 0
    for name, style in BROKEN.items():
        planted = page.add_style_tag(content=style)
        assert looks.compare(whole, looks.small(page, 1280)).share > BAR, name
        planted.evaluate("element => element.remove()")
    camera.close()


def test_accepted_looks_are_small() -> None:
    assert sum(file.stat().st_size for file in looks.ACCEPTED.iterdir()) <= ALL_ACCEPTED
