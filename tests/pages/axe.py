"""axe-core in a page that is open, and what it found, as lines to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.programs import node_module

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
"""Every rule that stands for a success criterion of WCAG 2.0, 2.1 or 2.2 on level A or AA."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules among them that ask for colours."""


@cache
def _source() -> str:
    return node_module("axe-core/axe.min.js").read_text(encoding="utf-8")


_SETTLED = """() => Promise.all(document.getAnimations()
    .filter(each => each.effect.getComputedTiming().endTime !== Infinity)
    .map(each => each.finished.catch(() => {})))"""
"""What is still fading in has too little contrast for a moment."""


def violations(page: Page, *, without: Iterable[str] = (), only: Sequence[str] = ()) -> list[str]:
    """One line for each element that breaks a rule, or one of `only`; what matches `without` is left out."""
    page.evaluate(_SETTLED)
    page.evaluate(_source())
    context = {"include": [["html"]], "exclude": [[selector] for selector in without]}
    asked = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    options = {"runOnly": asked, "resultTypes": ["violations"]}
    found = page.evaluate("([context, options]) => axe.run(context, options)", [context, options])
    return list(_lines(found["violations"]))


def _lines(found: list[dict[str, Any]]) -> Iterator[str]:
    for rule in found:
        for node in rule["nodes"]:
            yield f"{rule['id']}: {rule['help']}: {node['html'][:160]}"
