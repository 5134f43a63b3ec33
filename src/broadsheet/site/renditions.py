"""Which renditions a picture has, how large they are, and where they stand.

A rendition's address names everything that decides what it looks like and what it says of
its rights, so an address never gets another picture and may be cached for ever.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from broadsheet.press.recipe import fingerprint_of

ENCODER: Final = "1"
"""Raised when other bytes come out of the darkroom: another setting, step, or codec (a test tells).

Every picture is then made anew, under new addresses, and every page with them.
"""

Focus = tuple[float, float]
Size = tuple[int, int]
Box = tuple[float, float, float, float]


class Spec(msgspec.Struct, frozen=True):
    """One rendition. Without `height` the picture keeps its proportions, else it is cropped."""

    name: str
    format: Literal["WEBP", "JPEG"]
    width: int
    height: int = 0

    @property
    def suffix(self) -> str:
        return "webp" if self.format == "WEBP" else "jpg"


LADDER: Final = tuple(Spec(f"w{width}", "WEBP", width) for width in (400, 800, 1200, 1600))
"""For `srcset`, the narrowest first."""
FALLBACK: Final = Spec("jpeg", "JPEG", 1200)
CARD: Final = Spec("card", "JPEG", 1200, 630)
"""For share cards, in the proportions that OpenGraph readers show."""

SPECS: Final = {spec.name: spec for spec in (*LADDER, FALLBACK, CARD)}


class Frame(msgspec.Struct, frozen=True):
    """The part of the upright original that a rendition shows, and the rendition's size."""

    box: Box
    size: Size


def frame(spec: Spec, original: Size, focus: Focus = (0.5, 0.5)) -> Frame:
    """Never larger than the original; a crop keeps as much of it as its proportions allow."""
    width, height = original
    if not spec.height:
        shown = min(spec.width, width)
        return Frame((0, 0, width, height), (shown, max(1, round(height * shown / width))))
    ratio = spec.width / spec.height
    cut = (min(width, height * ratio), min(height, width / ratio))
    left, top = (_start(length, part, at) for length, part, at in zip(original, cut, focus, strict=True))
    shown = max(1, min(spec.width, round(cut[0])))
    return Frame((left, top, left + cut[0], top + cut[1]), (shown, max(1, round(shown / ratio))))


def _start(length: int, part: float, focus: float) -> float:
    """Where a part of a side begins so that `focus` is as near its middle as the side allows."""
    return min(max(0.0, focus * length - part / 2), length - part)


def offered(width: int) -> tuple[Spec, ...]:
    """The steps of the ladder that an original of this width fills, and always the lowest."""
    return LADDER[:1] + tuple(spec for spec in LADDER[1:] if spec.width <= width)


def exists(spec: Spec, width: int) -> bool:
    """Whether a picture of this width has the rendition."""
    return spec not in LADDER or spec in offered(width)


def address(picture_id: str, spec: Spec, width: int, *contents: str) -> str:
    """The path of a rendition `width` pixels wide; `contents` is all that decides its bytes."""
    name = fingerprint_of(ENCODER, spec.name, *contents)[:12]
    return f"/media/{picture_id}-{name}-{width}.{spec.suffix}"
