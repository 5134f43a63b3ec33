"""Colours of a theme, and whether they can be read on each other.

The measure is WCAG 2.2's: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Annotated, Final, Literal

import msgspec

ColourName = Literal["paper", "surface", "paid", "ink", "ink-soft", "rule", "accent", "alarm"]
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$")]
Palette = Mapping[ColourName, str]

LEAST_CONTRAST: Final = 4.5
"""Success criterion 1.4.3, for text of any size."""

_GROUNDS: Final[tuple[ColourName, ...]] = ("paper", "surface", "paid")
_WRITTEN: Final[tuple[ColourName, ...]] = ("ink", "ink-soft", "accent", "alarm")


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def unreadable(palette: Palette) -> Iterator[str]:
    """What of a complete palette cannot be read, in words that say what to do."""
    for written, ground in product(_WRITTEN, _GROUNDS):
        reached = contrast(palette[written], palette[ground])
        if reached < LEAST_CONTRAST:
            yield (
                f"{written} {palette[written]} on {ground} {palette[ground]} has a contrast of "
                f"{reached:.1f}, and {LEAST_CONTRAST} is needed: move the two further apart"
            )


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
