"""Teasers in their variants: how large, with which picture, under which heading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from broadsheet.site.illustrations import Illustration
from broadsheet.site.newsroom import Newsroom, Teaser

Variant = Literal["lead", "feature", "card", "row", "brief", "opinion", "advertorial"]

_SIZES: Final[dict[Variant, str]] = {
    "lead": "(min-width: 64rem) 50rem, 100vw",
    "feature": "(min-width: 64rem) 36rem, (min-width: 40rem) 50vw, 100vw",
    "card": "(min-width: 64rem) 19rem, (min-width: 40rem) 50vw, 100vw",
    "row": "(min-width: 40rem) 15rem, 7.5rem",
    "opinion": "4.5rem",
    "advertorial": "(min-width: 40rem) 19rem, 7.5rem",
}
"""The variants that show a picture, and how wide."""

_PLACELESS: Final = frozenset[Variant]({"brief", "opinion", "advertorial"})


class Shown(msgspec.Struct, frozen=True):
    """A teaser in its place on a page."""

    teaser: Teaser
    variant: Variant
    level: int
    """Of its heading: 2 or 3."""
    illustration: Illustration | None
    section: bool
    """Whether it says which section it is from."""


def show(newsroom: Newsroom, teaser: Teaser, variant: Variant, level: int, here: str = "") -> Shown:
    """An advertorial is shown as one, wherever it was put. `here` is the section's path, if it is known."""
    chosen: Variant = "advertorial" if teaser.is_advertorial else variant
    illustration = (
        newsroom.illustration(teaser.picture, _SIZES[chosen], teaser.caption)
        if chosen in _SIZES and teaser.picture
        else None
    )
    elsewhere = teaser.section is not None and teaser.section.path != here
    return Shown(teaser, chosen, level, illustration, elsewhere and chosen not in _PLACELESS)


def show_all(newsroom: Newsroom, teasers: Iterable[Teaser], variant: Variant, level: int) -> list[Shown]:
    return [show(newsroom, teaser, variant, level) for teaser in teasers]
