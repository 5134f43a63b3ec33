"""The site's icon as pictures: its initial, in the theme's colours by day."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Final

import msgspec
from PIL import Image, ImageDraw, ImageFont

from broadsheet.kernel.language import slugify
from broadsheet.site.colours import Colour

_NOTHING: Final = "*"
# Systems cut a maskable icon to their own shape; they keep the circle of four fifths in its middle.
_SHARE: Final = 0.62
_MASKABLE_SHARE: Final = 0.45


class Icon(msgspec.Struct, frozen=True):
    """`path` lies at the root: the name of the site may change under the same address."""

    path: str
    pixels: int
    is_maskable: bool = False


ICONS: Final = (
    Icon("/icon-192.png", 192),
    Icon("/icon-512.png", 512),
    Icon("/icon-maskable-512.png", 512, is_maskable=True),
)
TOUCH: Final = Icon("/apple-touch-icon.png", 180, is_maskable=True)
"""Asked for by Apple's systems at this address; they round it themselves."""


def initial(name: str) -> str:
    """The first letter or digit as a plain capital: the font has no others."""
    return slugify(name)[:1].upper() or _NOTHING


@cache
def draw(icon: Icon, letter: str, ground: Colour, ink: Colour) -> bytes:
    """A PNG; the same icon, letter and colours give the same bytes from the same library."""
    picture = Image.new("RGB", (icon.pixels, icon.pixels), ground)
    share = _MASKABLE_SHARE if icon.is_maskable else _SHARE
    font = ImageFont.load_default(size=round(icon.pixels * share))
    centre = icon.pixels / 2
    left, top, right, bottom = font.getbbox(letter)
    place = (centre - (left + right) / 2, centre - (top + bottom) / 2)
    ImageDraw.Draw(picture).text(place, letter, fill=ink, font=font)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
