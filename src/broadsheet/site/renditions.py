"""Which renditions a picture has, how large they are, and where they stand.

A rendition's address names everything that decides what it looks like and what it says of
its rights, so an address never gets another picture and may be cached for ever.
"""

from __future__ import annotations

from itertools import chain
from typing import Final, Literal

import msgspec
from PIL import features

from broadsheet.press.recipe import fingerprint_of

SETTINGS: Final = "2"
"""Raised when other bytes come out of the darkroom: another setting or step (a test tells)."""
CODECS: Final = {name: features.version(name) for name in ("avif", "webp", "libjpeg_turbo", "jpg")}
"""Versions; None for a codec that this machine's Pillow was built without."""
ENCODER: Final = fingerprint_of(SETTINGS, *(f"{name} {version}" for name, version in CODECS.items()))
"""Whatever decides, besides picture and rendition, which bytes come out of the darkroom.

When it changes, every picture is made anew, under new addresses, and every page with them.
"""

Format = Literal["AVIF", "WEBP", "JPEG"]
Focus = tuple[float, float]
Size = tuple[int, int]
Box = tuple[float, float, float, float]


class Spec(msgspec.Struct, frozen=True):
    """One rendition. Without `height` the picture keeps its proportions, else it is cropped."""

    name: str
    format: Format
    width: int
    height: int = 0

    @property
    def suffix(self) -> str:
        return "jpg" if self.format == "JPEG" else self.format.lower()


def ladders() -> tuple[tuple[Spec, ...], ...]:
    """One for each format that this machine can make, the lightest first; the narrowest step first."""
    formats: tuple[Format, ...] = ("AVIF", "WEBP")
    return tuple(
        tuple(Spec(f"{format_.lower()}{width}", format_, width) for width in _WIDTHS)
        for format_ in formats
        if CODECS[format_.lower()]
    )


_WIDTHS = (400, 800, 1200, 1600)
LADDERS: Final = ladders()
"""For `srcset`."""
FALLBACK: Final = Spec("jpeg", "JPEG", 1200)
CARD: Final = Spec("card", "JPEG", 1200, 630)
"""For share cards, in the proportions that OpenGraph readers show."""

SPECS: Final = {spec.name: spec for spec in (*chain.from_iterable(LADDERS), FALLBACK, CARD)}


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


def offered(ladder: tuple[Spec, ...], width: int) -> tuple[Spec, ...]:
    """The steps of a ladder that an original of this width fills, and always the lowest."""
    return ladder[:1] + tuple(spec for spec in ladder[1:] if spec.width <= width)


def exists(spec: Spec, width: int) -> bool:
    """Whether a picture of this width has the rendition."""
    return all(spec not in ladder or spec in offered(ladder, width) for ladder in LADDERS)


def address(picture_id: str, spec: Spec, width: int, *contents: str) -> str:
    """The path of a rendition `width` pixels wide; `contents` is all that decides its bytes.

    A picture's uncropped renditions share the middle part, which so costs a page its bytes
    only once; width and suffix tell them apart.
    """
    name = fingerprint_of(ENCODER, *contents)[:12]
    return f"/media/{picture_id}-{name}-{width}.{spec.suffix}"


def scale(original: Size) -> float:
    """How much of an upright original's detail its finest rendition shows, 1 at most."""
    plans = (frame(spec, original) for spec in SPECS.values())
    return max(plan.size[0] / (plan.box[2] - plan.box[0]) for plan in plans)
