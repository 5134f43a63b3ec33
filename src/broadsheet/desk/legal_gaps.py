"""What an imprint or a privacy page must say and does not, so that readers would not get it.

Who knows that is installed by `project`; without it nothing is missing.
"""

from __future__ import annotations

from collections.abc import Callable

from broadsheet.ledger.records import Page

Source = Callable[[Page], str]
"""What is missing, in the language in force; empty where nothing is."""

_slot: list[Source] = []


def install(source: Source) -> None:
    _slot[:] = [source]


def missing(page: Page) -> str:
    return _slot[0](page) if _slot else ""
